import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  MAXIMUM_DOCUMENT_BYTES,
  MAXIMUM_DOCUMENT_INPUT_BYTES,
  processDocument,
} from '../../src/imaging/document.ts';
import { inspectPdf } from '../../src/imaging/pdf-check.ts';
import { renderReport } from '../../src/imaging/report-pdf.ts';
import { renderSlip } from '../../src/imaging/slip-pdf.ts';
import { FONTS, SAMPLE_SLIP } from './sample-slip.ts';

/** Noise, which compresses badly, under a red left and a blue right half. */
async function photograph(width: number, height: number): Promise<Buffer> {
  let state = 7;
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) {
    state = Math.imul(state, 1664525) + 1013904223;
    const isLeft = at % (width * 3) < (width * 3) / 2;
    const base = at % 3 === (isLeft ? 0 : 2) ? 170 : 30;
    pixels[at] = base + ((state >>> 24) & 63);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

async function picture(bytes: Uint8Array, crop?: Parameters<typeof processDocument>[1]) {
  const result = await processDocument(bytes, crop);
  if (!result.ok || result.value.mediaType !== 'image/jpeg')
    throw new Error(JSON.stringify(result));
  return result.value;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const result = await processDocument(bytes);
  return result.ok ? 'taken' : result.error;
}

/** Mean red and blue of a JPEG. */
async function redAndBlue(jpeg: Uint8Array): Promise<[number, number]> {
  const { channels } = await sharp(jpeg).stats();
  return [channels[0]?.mean ?? 0, channels[2]?.mean ?? 0];
}

function commandExists(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('pictures as documents', () => {
  test('a large noisy picture is kept below 2 MB and 2480 pixels, with a small thumbnail', async () => {
    const large = await picture(await photograph(2600, 1900));
    expect(large.bytes.length).toBeLessThanOrEqual(MAXIMUM_DOCUMENT_BYTES);
    expect(large.widthPixels).toBeLessThanOrEqual(2480);
    expect(large.widthPixels / large.heightPixels).toBeCloseTo(2600 / 1900, 2);
    const thumbnail = await sharp(large.thumbnailJpeg).metadata();
    expect(Math.max(thumbnail.width, thumbnail.height)).toBe(320);
    expect(await sharp(large.bytes).metadata()).toMatchObject({
      width: large.widthPixels,
      height: large.heightPixels,
    });
  });

  test('every type is found by content and loses its metadata', async () => {
    const source = sharp(await photograph(200, 100)).withExif({ IFD0: { Artist: 'somebody' } });
    const files = {
      jpeg: await source.clone().jpeg().toBuffer(),
      png: await source.clone().png().toBuffer(),
      webp: await source.clone().webp().toBuffer(),
      tiff: await source.clone().tiff().toBuffer(),
      avif: await source.clone().avif({ effort: 0 }).toBuffer(),
    };
    for (const bytes of Object.values(files)) {
      const taken = await picture(bytes);
      expect(taken).toMatchObject({ widthPixels: 200, heightPixels: 100, pages: 1 });
      expect((await sharp(taken.bytes).metadata()).exif).toBeUndefined();
    }
  });

  test('the crop is a part of the upright picture', async () => {
    const lying = await sharp(await photograph(200, 100))
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    const left = await picture(lying, { left: 0, top: 0, width: 0.5, height: 1 });
    expect(left).toMatchObject({ widthPixels: 100, heightPixels: 100 });
    const [red, blue] = await redAndBlue(left.bytes);
    expect(red).toBeGreaterThan(blue + 80);
  });

  test('a crop at or beyond the border still gives a picture', async () => {
    const bytes = await photograph(40, 30);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          left: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
          top: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
          width: fc.double({ min: 0, max: 2, noNaN: true }),
          height: fc.double({ min: 0, max: 2, noNaN: true }),
        }),
        async (crop) => {
          const taken = await picture(bytes, crop);
          expect(taken.widthPixels).toBeGreaterThan(0);
          expect(taken.widthPixels).toBeLessThanOrEqual(40);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('what cannot become a document is refused, each for its reason', async () => {
    const png = await photograph(120, 90);
    const twoPages = await sharp([await photograph(20, 20), await photograph(20, 20)], {
      join: { animated: true },
    })
      .tiff()
      .toBuffer();
    const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')]);
    expect(await refusal(new Uint8Array())).toBe('empty');
    expect(await refusal(new Uint8Array(MAXIMUM_DOCUMENT_INPUT_BYTES + 1))).toBe('too-large');
    expect(await refusal(Buffer.from('not a picture'))).toBe('unknown-type');
    expect(await refusal(heic)).toBe('unknown-type');
    expect(await refusal(png.subarray(0, png.length >> 1))).toBe('broken-image');
    expect(await refusal(twoPages)).toBe('several-pages');
  });

  test('a small file that would unpack to a giant picture is refused before it is unpacked', async () => {
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#ffffff' },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await refusal(bomb)).toBe('too-large');
  });
});

describe('PDF as documents', () => {
  const report = {
    title: 'Báo cáo',
    subtitleLines: [],
    columns: [{ label: 'A', share: 1 }],
    rows: Array.from({ length: 120 }, (_, index) => [String(index)]),
    totals: [],
    signatures: [],
    pageLabel: (page: number, pages: number) => `${page}/${pages}`,
    createdAt: new Date(0),
  };

  test('a sound PDF is kept byte for byte and its pages are counted', async () => {
    const bytes = await renderReport(report, FONTS);
    const result = await processDocument(bytes);
    expect(result).toMatchObject({ ok: true, value: { mediaType: 'application/pdf', bytes } });
    expect(result.ok && result.value.pages).toBeGreaterThan(2);
  });

  test('pages inside compressed object streams are counted', async (context) => {
    if (!commandExists('qpdf')) context.skip('qpdf is not on this machine');
    const bytes = await renderReport(report, FONTS);
    const plain = inspectPdf(bytes);
    const folder = mkdtempSync(join(tmpdir(), 'packed-pdf-'));
    try {
      const file = join(folder, 'report.pdf');
      writeFileSync(file, bytes);
      const packed = execFileSync('qpdf', ['--object-streams=generate', file, '-']);
      expect(inspectPdf(packed)).toEqual(plain);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a hand-made file with object stream, comments and nested strings is read', async () => {
    expect(inspectPdf(await packedPdf(''))).toEqual({ ok: true, value: { pages: 2 } });
  });

  test('an encrypted PDF has its own refusal, even when its object streams cannot be read', async () => {
    expect(await refusal(await packedPdf('/Encrypt 9 0 R'))).toBe('encrypted-pdf');
  });

  test('a PDF cut at any place, or with a page tree that loops, is broken', async () => {
    const slip = await renderSlip(SAMPLE_SLIP, FONTS);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: slip.length - 10 }), (end) => {
        expect(inspectPdf(slip.subarray(0, end))).toEqual({ ok: false, error: 'broken-pdf' });
      }),
      { numRuns: 60 },
    );
    const loop = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
      2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj
      trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF`;
    expect(await refusal(Buffer.from(loop))).toBe('broken-pdf');
    expect(await refusal(Buffer.from('%PDF-1.7 but not really'))).toBe('broken-pdf');
  });

  test('any damage to a PDF gives an answer, never an exception', async () => {
    const bytes = await packedPdf('');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, value) => {
        const damaged = Uint8Array.from(bytes);
        damaged[place] = value;
        expect(typeof inspectPdf(damaged).ok).toBe('boolean');
      }),
      { numRuns: 400 },
    );
  });

  test('a sound PDF above 2 MB is refused as too large for a dossier', async () => {
    const slip = Buffer.from(await renderSlip(SAMPLE_SLIP, FONTS));
    const filling = Buffer.from(`\n%${' '.repeat(MAXIMUM_DOCUMENT_BYTES)}\n`);
    const start = slip.indexOf('\n', 9) + 1;
    const large = Buffer.concat([slip.subarray(0, start), filling, slip.subarray(start)]);
    expect(await refusal(large)).toBe('pdf-too-large');
  });
});

/** Two pages; catalogue and page tree are in a compressed object stream (ISO 32000-1 §7.5.7). */
async function packedPdf(trailerEntry: string): Promise<Buffer> {
  const { deflateSync } = await import('node:zlib');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>',
    '<</Type/Page/Parent 2 0 R/Title(nested \\( (brackets) >>)>>',
    '<</Type/Page/Parent 2 0 R/Note<666f6f>%comment >>\n>>',
  ];
  let offset = 0;
  const header = objects.map((text, index) => {
    const entry = `${index + 1} ${offset}`;
    offset += text.length + 1;
    return entry;
  });
  const first = `${header.join(' ')} `;
  // In an encrypted file the stream would be noise.
  const packed = deflateSync(Buffer.from(first + objects.join(' '), 'latin1'));
  const data = trailerEntry === '' ? packed : packed.map((byte) => byte ^ 0x5a);
  return Buffer.concat([
    Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
    Buffer.from(
      `5 0 obj\n<</Type/ObjStm/N 4/First ${first.length}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`,
    ),
    data,
    Buffer.from(
      `\nendstream\nendobj\n6 0 obj\n<</Type/XRef/Root 1 0 R${trailerEntry}/Size 7/Length 0>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n`,
    ),
  ]);
}
