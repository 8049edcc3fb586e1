import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { FALLBACK_MINIMUM, processPortrait } from '../../src/imaging/portrait.ts';

/** A drawn head and shoulders with texture of skin and hair: enough for measures that look for no face. */
async function drawnPortrait(width: number, height: number, gain = 1, offset = 0): Promise<Buffer> {
  const strands = Array.from({ length: 90 }, (_, index) => {
    const x = 170 + index * 2.9;
    return `<path d="M${x} ${250 - (index % 7) * 9} q${(index % 5) - 2} 45 ${(index % 3) - 1} ${70 + (index % 11) * 4}" stroke="${index % 2 ? '#1d1712' : '#4a3b30'}" stroke-width="1.6" fill="none"/>`;
  }).join('');
  const spots = Array.from({ length: 900 }, (_, index) => {
    const x = 190 + ((index * 97) % 220);
    const y = 300 + ((index * 61) % 280);
    return `<circle cx="${x}" cy="${y}" r="1.2" fill="${index % 2 ? '#b98e74' : '#e3bda3'}"/>`;
  }).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800">
    <rect width="600" height="800" fill="#dfe3e6"/>
    <path d="M60 800 q20 -190 240 -190 t240 190z" fill="#33475e"/>
    <ellipse cx="300" cy="420" rx="135" ry="185" fill="#cfa68b"/>${spots}
    <ellipse cx="245" cy="400" rx="24" ry="10" fill="#fff"/><circle cx="245" cy="400" r="9" fill="#2a1c14"/>
    <ellipse cx="355" cy="400" rx="24" ry="10" fill="#fff"/><circle cx="355" cy="400" r="9" fill="#2a1c14"/>
    <path d="M215 372h58M327 372h58" stroke="#2a1c14" stroke-width="8"/>
    <path d="M290 430l-12 60h36" stroke="#8d664f" stroke-width="4" fill="none"/>
    <path d="M255 535q45 22 90 0" stroke="#8c3f3a" stroke-width="9" fill="none"/>${strands}</svg>`;
  return sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .removeAlpha()
    .linear(gain, offset)
    .jpeg({ quality: 95 })
    .toBuffer();
}

async function process(bytes: Uint8Array) {
  const result = await processPortrait(bytes);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('portrait', () => {
  test('a framed 3:4 picture becomes a 600×800 sRGB JPEG with full colour resolution and no metadata', async () => {
    const taken = await sharp(await drawnPortrait(960, 1280))
      .withExif({ IFD0: { Artist: 'somebody' } })
      .jpeg()
      .toBuffer();
    const portrait = await process(taken);
    const metadata = await sharp(portrait.jpeg).metadata();
    expect(metadata).toMatchObject({
      format: 'jpeg',
      width: 600,
      height: 800,
      space: 'srgb',
      channels: 3,
      chromaSubsampling: '4:4:4',
    });
    expect([metadata.exif, metadata.icc, metadata.xmp]).toEqual([undefined, undefined, undefined]);
    expect(portrait).toMatchObject({ widthPixels: 600, heightPixels: 800 });
    expect(portrait.checks).toMatchObject({ warnings: [], cropped: false });
    expect(portrait.checks.quality).toBeGreaterThanOrEqual(50);
  });

  test('a landscape picture is cut around its middle, an EXIF turn is followed', async () => {
    const wide = await sharp(await drawnPortrait(600, 800))
      .extend({ left: 200, right: 200, background: '#00ff00' })
      .jpeg()
      .toBuffer();
    const cut = await process(wide);
    expect(cut.checks.cropped).toBe(true);
    const corner = await sharp(cut.jpeg)
      .extract({ left: 2, top: 2, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect([...corner].every((value) => value > 200)).toBe(true);

    const lying = await sharp(await drawnPortrait(600, 800))
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    expect((await process(lying)).checks).toMatchObject({ cropped: false });
  });

  test('a coarse picture is taken where a camera serves for want of a better one, keeps its pixels and says so', async () => {
    const taken = await drawnPortrait(640, 480);
    expect(await processPortrait(taken)).toEqual({ ok: false, error: 'too-small' });
    const coarse = await processPortrait(taken, FALLBACK_MINIMUM);
    if (!coarse.ok) throw new Error(coarse.error);
    expect(coarse.value).toMatchObject({ widthPixels: 360, heightPixels: 480 });
    expect(coarse.value.checks.warnings).toContain('low-resolution');
    expect(coarse.value.checks.quality).toBeLessThan(50);
    const fine = await processPortrait(await drawnPortrait(960, 1280), FALLBACK_MINIMUM);
    expect(fine).toMatchObject({ ok: true, value: { widthPixels: 600, checks: { warnings: [] } } });
    const tiny = await processPortrait(await drawnPortrait(320, 240), FALLBACK_MINIMUM);
    expect(tiny).toEqual({ ok: false, error: 'too-small' });
  });

  test('too few pixels after the cut, a PDF, a cut-off JPEG and a huge one are refused, each for its reason', async () => {
    const whole = await drawnPortrait(600, 800);
    const refusals = await Promise.all(
      [
        await drawnPortrait(450, 600),
        await drawnPortrait(1280, 600),
        Buffer.from('%PDF-1.7'),
        new Uint8Array(),
        whole.subarray(0, whole.length >> 1),
        Buffer.concat([whole, Buffer.alloc(20_000_000)]),
      ].map((bytes) => processPortrait(bytes)),
    );
    expect(refusals.map((result) => (result.ok ? 'taken' : result.error))).toEqual([
      'too-small',
      'too-small',
      'not-an-image',
      'not-an-image',
      'not-an-image',
      'too-large',
    ]);
  });

  test('the score falls with the blur, not only when its warning begins', async () => {
    const whole = await drawnPortrait(600, 800);
    const scores = [];
    for (const sigma of [0.6, 1.2, 2.4, 5]) {
      const { checks } = await process(await sharp(whole).blur(sigma).toBuffer());
      scores.push(checks.quality);
    }
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    expect(scores[0]).toBeGreaterThan(scores[3] ?? 100);
  });

  test('darkness, glare, haze and blur are each named', async () => {
    const dark = await process(await drawnPortrait(600, 800, 0.3, 0));
    const bright = await process(await drawnPortrait(600, 800, 1.3, 60));
    const hazy = await process(await drawnPortrait(600, 800, 0.25, 110));
    const blurred = await process(
      await sharp(await drawnPortrait(600, 800))
        .blur(5)
        .toBuffer(),
    );
    expect(dark.checks.warnings).toContain('too-dark');
    expect(bright.checks.warnings).toContain('too-bright');
    expect(hazy.checks.warnings).toContain('low-contrast');
    expect(blurred.checks.warnings).toContain('blurred');
    expect(hazy.checks.warnings).not.toContain('blurred');
    for (const { checks } of [dark, bright, hazy, blurred]) expect(checks.quality).toBeLessThan(50);
  });
});
