import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';

import { encodeJpeg2000 } from '../../src/devices/emulators/sbi/jpeg-2000.ts';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import { readFingerRecord } from '../../src/devices/protocols/sbi/finger-record.ts';
import type { FingerRepresentation } from '../../src/devices/protocols/sbi/finger-record.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import { assessFingerprint } from '../../src/imaging/fingerprint-quality.ts';
import { decodePrint } from '../../src/imaging/decode-print.ts';
import type { CompressedPrint } from '../../src/imaging/decode-print.ts';
import { readCodestreamHeader } from '../../src/imaging/jpeg-2000-codestream.ts';

const WIDTH = 200;
const HEIGHT = 240;
const touch = renderTouch({
  personSeed: 5,
  position: 'right-index',
  touch: 0,
  condition: 'good',
  widthPixels: WIDTH,
  heightPixels: HEIGHT,
});

let lossless: Uint8Array;
let png: Uint8Array;
let jpeg: Uint8Array;

beforeAll(async () => {
  lossless = await encodeJpeg2000(touch.pixels, {
    widthPixels: WIDTH,
    heightPixels: HEIGHT,
    channels: 1,
  });
  const raw = { width: WIDTH, height: HEIGHT, channels: 1 } as const;
  const picture = sharp(touch.pixels, { raw }).toColourspace('b-w');
  png = await picture.clone().png().toBuffer();
  jpeg = await picture.clone().jpeg({ quality: 90 }).toBuffer();
});

function printOf(
  compression: CompressedPrint['compression'],
  bytes: Uint8Array,
  facts: Partial<CompressedPrint> = {},
): CompressedPrint {
  const size = { widthPixels: WIDTH, heightPixels: HEIGHT, resolutionPpi: 500 };
  return { compression, bytes, ...size, ...facts };
}

async function codeOf(print: CompressedPrint): Promise<string> {
  const decoded = await decodePrint(print);
  return decoded.ok ? 'ok' : decoded.error;
}

async function imageOf(print: CompressedPrint): Promise<GrayImage> {
  const decoded = await decodePrint(print);
  if (!decoded.ok) throw new Error(decoded.error);
  return decoded.value;
}

function meanDifference(image: GrayImage): number {
  return (
    image.pixels.reduce((sum, grey, at) => sum + Math.abs(grey - (touch.pixels[at] ?? 0)), 0) /
    image.pixels.length
  );
}

test('what was compressed without loss comes back to the bit', async () => {
  for (const print of [
    printOf('raw', touch.pixels),
    printOf('png', png),
    printOf('jpeg-2000-lossless', lossless),
    printOf('jpeg-2000-lossless', lossless, { resolutionPpi: 197 * 2.54 }),
  ]) {
    const image = await imageOf(print);
    expect(Buffer.compare(image.pixels, touch.pixels)).toBe(0);
    expect(image).toMatchObject({ widthPixels: WIDTH, heightPixels: HEIGHT, resolutionPpi: 500 });
  }
});

test('what was compressed with loss comes back near to what it was', async () => {
  const lossy = await encodeJpeg2000(touch.pixels, {
    widthPixels: WIDTH,
    heightPixels: HEIGHT,
    channels: 1,
    ratio: 15,
  });
  expect(lossy.length).toBeLessThan(touch.pixels.length / 10);
  expect(meanDifference(await imageOf(printOf('jpeg-2000-lossy', lossy)))).toBeLessThan(20);
  expect(meanDifference(await imageOf(printOf('jpeg', jpeg)))).toBeLessThan(8);
});

test('WSQ, and what is coarser than a print, are told as unsupported', async () => {
  expect(await codeOf(printOf('wsq', Uint8Array.of(0xff, 0xa0, 0xff, 0xa8)))).toBe('unsupported');
  expect(await codeOf(printOf('raw', touch.pixels, { resolutionPpi: 250 }))).toBe('unsupported');
});

test('a print of 1000 ppi is looked at with 500', async () => {
  const fine = await sharp(touch.pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .resize(2 * WIDTH, 2 * HEIGHT, { kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const facts = { widthPixels: 2 * WIDTH, heightPixels: 2 * HEIGHT, resolutionPpi: 1_000 };
  const image = await imageOf(printOf('raw', fine, facts));
  expect(image).toMatchObject({ widthPixels: WIDTH, heightPixels: HEIGHT, resolutionPpi: 500 });
  expect(meanDifference(image)).toBeLessThan(10);
});

test('a picture of another size than its record says is refused, whatever the compression', async () => {
  const pictures = { raw: touch.pixels, png, jpeg, 'jpeg-2000-lossless': lossless } as const;
  for (const [compression, bytes] of Object.entries(pictures)) {
    // The keys are compressions, every one.
    const name = compression as keyof typeof pictures;
    expect(await codeOf(printOf(name, bytes, { widthPixels: WIDTH - 1 }))).toBe('wrong-size');
    expect(await codeOf(printOf(name, bytes, { heightPixels: HEIGHT + 1 }))).toBe('wrong-size');
  }
});

test('a picture that is no print, or that would unfold beyond measure, is not decoded', async () => {
  const huge = { widthPixels: 40_000, heightPixels: 40_000 };
  expect(await codeOf(printOf('jpeg-2000-lossless', lossless, huge))).toBe('too-large');
  const white = { width: 2_000, height: 2_001, channels: 3, background: 'white' } as const;
  const bomb = await sharp({ create: white }).png().toBuffer();
  expect(await codeOf(printOf('png', bomb))).not.toBe('ok');
  expect(await codeOf(printOf('png', jpeg))).toBe('damaged');
  expect(await codeOf(printOf('jpeg', png))).toBe('damaged');
  const colour = await encodeJpeg2000(Buffer.alloc(WIDTH * HEIGHT * 3), {
    widthPixels: WIDTH,
    heightPixels: HEIGHT,
    channels: 3,
  });
  expect(await codeOf(printOf('jpeg-2000-lossless', colour))).toBe('unsupported');
});

/** Where the bytes of a marker segment begin, behind the marker. */
function segment(bytes: Uint8Array, marker: number): number {
  const at = Buffer.from(bytes).indexOf(Buffer.from([0xff, marker]));
  if (at < 0) throw new Error(`no marker ${marker}`);
  return at + 2;
}

test('a codestream that claims more work than a picture is, or changes its coding on the way, is refused', async () => {
  const bare = Uint8Array.from(
    lossless.subarray(Buffer.from(lossless).indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]))),
  );
  expect(await codeOf(printOf('jpeg-2000-lossless', bare))).toBe('ok');
  const changed = (change: (bytes: DataView) => void): Uint8Array => {
    const copy = Uint8Array.from(bare);
    change(new DataView(copy.buffer));
    return copy;
  };
  const siz = segment(bare, 0x51);
  const cod = segment(bare, 0x52);
  const tiles = changed((bytes) => {
    bytes.setUint32(siz + 20, 1);
    bytes.setUint32(siz + 24, 1);
  });
  expect(await codeOf(printOf('jpeg-2000-lossless', tiles))).toBe('too-large');
  const layers = changed((bytes) => bytes.setUint16(cod + 4, 65_535));
  expect(await codeOf(printOf('jpeg-2000-lossless', layers))).toBe('too-large');
  const ownCoding = changed((bytes) => bytes.setUint8(segment(bare, 0x5c) - 1, 0x53));
  expect(await codeOf(printOf('jpeg-2000-lossless', ownCoding))).toBe('unsupported');
  const subsampled = changed((bytes) => bytes.setUint8(siz + 39, 2));
  expect(await codeOf(printOf('jpeg-2000-lossless', subsampled))).toBe('unsupported');
});

test('a picture that is cut anywhere is refused or decoded, and the next one is decoded all the same', async () => {
  for (let size = 0; size < lossless.length; size += 97) {
    const code = await codeOf(printOf('jpeg-2000-lossless', lossless.subarray(0, size)));
    expect(['damaged', 'unsupported']).toContain(code);
  }
  expect(await codeOf(printOf('jpeg-2000-lossless', lossless))).toBe('ok');
});

test('five hundred mutated codestreams neither crash nor hang, and the memory stays bounded', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (changes) => {
        const bytes = Uint8Array.from(lossless);
        for (const [at, value] of changes) bytes[at] = value;
        seen.add(await codeOf(printOf('jpeg-2000-lossless', bytes)));
      },
    ),
    { numRuns: 500 },
  );
  expect([...seen]).toContain('damaged');
  expect(await codeOf(printOf('jpeg-2000-lossless', lossless))).toBe('ok');
  expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
}, 60_000);

test('ten thousand mutated headers are read or named', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1 }),
      fc.nat(),
      (changes, size) => {
        const bytes = Uint8Array.from(lossless.subarray(85, 85 + 20 + (size % 400)));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const read = readCodestreamHeader(bytes);
        if (!read.ok) expect(['damaged', 'unsupported', 'too-large']).toContain(read.error);
      },
    ),
    { numRuns: 10_000 },
  );
});

/** Real records, as the public mock of the interface sends them: kept beside the project, where they are at all. */
const RECORDS = new URL('../../../shared/data/records/', import.meta.url);

function recordOf(name: string): FingerRepresentation {
  const read = readFingerRecord(readFileSync(new URL(name, RECORDS)));
  const [print] = read.ok ? read.value : [];
  if (print === undefined) throw new Error(read.ok ? 'no print' : read.error);
  return print;
}

function compressedPrint(print: FingerRepresentation): CompressedPrint {
  if (print.compression === 'bit-packed') throw new Error(print.compression);
  return { ...print, compression: print.compression, bytes: print.image };
}

test.for(['registration-left-index.fir', 'registration-right-thumb.fir'])(
  'the real record %s becomes a print with ridges',
  async (name, { skip }) => {
    skip(!existsSync(fileURLToPath(new URL(name, RECORDS))), 'the real records are not here');
    const print = recordOf(name);
    const image = await imageOf(compressedPrint(print));
    expect(image).toMatchObject({
      widthPixels: print.widthPixels,
      heightPixels: print.heightPixels,
    });
    const assessment = assessFingerprint(image);
    expect(assessment.foregroundShare).toBeGreaterThan(0.3);
    expect(assessment.ridgePeriodPixels).toBeGreaterThan(6);
    expect(assessment.ridgePeriodPixels).toBeLessThan(14);
  },
);

test('a real record with WSQ inside is told as unsupported', async ({ skip }) => {
  const name = 'auth-right-index-wsq.fir';
  skip(!existsSync(fileURLToPath(new URL(name, RECORDS))), 'the real records are not here');
  expect(await codeOf(compressedPrint(recordOf(name)))).toBe('unsupported');
});

/** Says how many modules of the library are loaded before and after the first picture that needs it. */
const LOADING = `
  import { readFileSync } from 'node:fs';
  import { createRequire } from 'node:module';
  const { decodePrint } = await import(process.argv[1]);
  const loaded = () =>
    Object.keys(createRequire(process.argv[1]).cache).filter((name) => name.includes('openjpeg')).length;
  const size = { widthPixels: ${WIDTH}, heightPixels: ${HEIGHT}, resolutionPpi: 500 };
  const raw = new Uint8Array(${WIDTH * HEIGHT});
  const plain = await decodePrint({ compression: 'raw', bytes: raw, ...size });
  const before = loaded();
  const bytes = Buffer.from(readFileSync(0, 'latin1'), 'base64');
  const packed = await decodePrint({ compression: 'jpeg-2000-lossless', bytes, ...size });
  console.log(JSON.stringify([plain.ok, before, packed.ok, loaded()]));
`;

test('JPEG 2000 is not loaded before the first picture that needs it', () => {
  const module = new URL('../../src/imaging/decode-print.ts', import.meta.url).href;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', LOADING, module], {
    encoding: 'utf8',
    input: Buffer.from(lossless).toString('base64'),
  });
  expect([run.stderr, run.stdout.trim()]).toEqual(['', '[true,0,true,1]']);
});
