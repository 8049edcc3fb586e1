import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeGrayPng, encodeGrayPng } from '../../src/imaging/gray-png.ts';

describe('gray PNG of a fingerprint', () => {
  test('every picture comes back byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.uint8Array({ minLength: 1600, maxLength: 1600 }),
        async (widthPixels, heightPixels, bytes) => {
          const pixels = bytes.slice(0, widthPixels * heightPixels);
          const image = { widthPixels, heightPixels, resolutionPpi: 500, pixels } as const;
          expect(await decodeGrayPng(await encodeGrayPng(image))).toEqual({
            ok: true,
            value: image,
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('the file says 8-bit gray and 19 685 pixels a metre, and carries nothing else', async () => {
    const pixels = new Uint8Array(64).fill(7);
    const png = Buffer.from(
      await encodeGrayPng({ widthPixels: 8, heightPixels: 8, resolutionPpi: 500, pixels }),
    );
    expect((await sharp(png).metadata()).density).toBe(500);
    const chunks = new Map<string, Buffer>();
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
      const length = png.readUInt32BE(at);
      chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    }
    expect([...chunks.keys()].toSorted()).toEqual(['IDAT', 'IEND', 'IHDR', 'pHYs']);
    const header = chunks.get('IHDR');
    expect([header?.[8], header?.[9]]).toEqual([8, 0]);
    const physical = chunks.get('pHYs');
    expect([physical?.readUInt32BE(0), physical?.readUInt32BE(4), physical?.[8]]).toEqual([
      19685, 19685, 1,
    ]);
  });

  test('a colour PNG becomes gray, transparency white', async () => {
    const colour = await sharp({
      create: { width: 3, height: 2, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const decoded = await decodeGrayPng(colour);
    expect(decoded.ok && [...decoded.value.pixels]).toEqual([255, 255, 255, 255, 255, 255]);
  });

  test('what is not a whole PNG is refused', async () => {
    const pixels = new Uint8Array(4096).map((_, index) => (index * 7919) & 255);
    const png = await encodeGrayPng({
      widthPixels: 64,
      heightPixels: 64,
      resolutionPpi: 500,
      pixels,
    });
    for (const bytes of [new Uint8Array(), new Uint8Array(50), png.subarray(0, png.length >> 1)]) {
      expect(await decodeGrayPng(bytes)).toEqual({ ok: false, error: 'not-a-png' });
    }
  });
});
