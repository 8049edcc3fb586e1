import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findHead } from '../../src/imaging/head-position.ts';
import { FRAME, frameWith, PERSONS, WALL } from './person-before-wall.ts';

async function found(picture: Uint8Array) {
  const head = await findHead(picture);
  if (!head.ok) throw new Error(head.error);
  return head.value;
}

describe('the head before a plain wall', () => {
  test('is found wherever it is and however large, to two per cent of the width', async () => {
    const places = fc.record({
      person: fc.integer({ min: 0, max: PERSONS - 1 }),
      middle: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      top: fc.double({ min: 0.03, max: 0.4, noNaN: true }),
      scale: fc.double({ min: 0.6, max: 1.5, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(places, async (place) => {
        const head = await found(await frameWith(place));
        expect(Math.abs(head.middle - place.middle)).toBeLessThan(0.02);
        expect(Math.abs(head.top - place.top)).toBeLessThan(0.03);
        expect(head.aspectRatio).toBeCloseTo(FRAME.width / FRAME.height, 1);
      }),
      { numRuns: 60 },
    );
  });

  test('is found in what the training camera shows: in the middle, a little air above it', async () => {
    const film = readFileSync('resources/training-camera.mjpeg');
    const frame = film.subarray(0, film.indexOf(Buffer.from([0xff, 0xd9])) + 2);
    const head = await found(await sharp(frame).resize({ width: 320 }).jpeg().toBuffer());
    expect(head.middle).toBeCloseTo(0.5, 1);
    expect(head.top).toBeGreaterThan(0.05);
    expect(head.top).toBeLessThan(0.3);
    expect(head.confidence).toBeGreaterThan(0.8);
  });

  test('is found under the noise of a sensor in weak light', async () => {
    const place = { middle: 0.37, top: 0.2, scale: 0.9 };
    const noise = await sharp({
      create: {
        ...FRAME,
        channels: 3,
        background: 'gray',
        noise: { type: 'gaussian', mean: 128, sigma: 28 },
      },
    })
      .png()
      .toBuffer();
    const noisy = await sharp(await frameWith(place))
      .composite([{ input: noise, blend: 'soft-light' }])
      .jpeg({ quality: 70 })
      .toBuffer();
    const head = await found(noisy);
    expect(Math.abs(head.middle - place.middle)).toBeLessThan(0.02);
    expect(Math.abs(head.top - place.top)).toBeLessThan(0.04);
  });

  test('is found before a wall that a lamp lights from one side', async () => {
    const lamp = await sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><defs>
        <linearGradient id="w"><stop offset="0" stop-color="#eef0ee"/><stop offset="1" stop-color="#b4bab6"/></linearGradient>
        </defs><rect width="320" height="180" fill="url(#w)"/></svg>`),
    )
      .png()
      .toBuffer();
    const head = await found(await frameWith({ middle: 0.62, top: 0.15, scale: 0.95 }, lamp));
    expect(Math.abs(head.middle - 0.62)).toBeLessThan(0.02);
  });

  test('is found when it stands before one of the corners', async () => {
    const head = await found(await frameWith({ middle: 0.1, top: 0.05, scale: 1 }));
    expect(head.middle).toBeLessThan(0.16);
    expect(head.top).toBeLessThan(0.1);
  });

  test('that is cut off above is told at the upper edge', async () => {
    expect((await found(await frameWith({ middle: 0.5, top: -0.15, scale: 1 }))).top).toBe(0);
  });
});

describe('no head is found', () => {
  const plain = (background: string) =>
    sharp({ create: { ...FRAME, channels: 3, background } })
      .jpeg()
      .toBuffer();

  test('before an empty wall', async () => {
    expect(await findHead(await plain(WALL))).toEqual({ ok: false, error: 'not-found' });
  });

  test('before a dark wall: a portrait is not taken there', async () => {
    const dark = await frameWith({ middle: 0.5, top: 0.15, scale: 1 }, '#303438');
    expect(await findHead(dark)).toEqual({ ok: false, error: 'not-found' });
  });

  test('before a shelf of books', async () => {
    const books = Array.from({ length: 32 }, (_, book) => {
      const colour = ['#7a3b2e', '#e8e2d0', '#2e4a7a', '#caa64a', '#3c6b44'][book % 5];
      return `<rect x="${book * 10}" y="0" width="9" height="180" fill="${colour}"/>`;
    }).join('');
    const shelf = await sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180">${books}</svg>`,
      ),
    )
      .png()
      .toBuffer();
    const before = await frameWith({ middle: 0.5, top: 0.15, scale: 1 }, shelf);
    expect(await findHead(before)).toEqual({ ok: false, error: 'not-found' });
  });

  test('in noise', async () => {
    const noise = await sharp({
      create: {
        ...FRAME,
        channels: 3,
        background: 'gray',
        noise: { type: 'gaussian', mean: 140, sigma: 90 },
      },
    })
      .jpeg()
      .toBuffer();
    expect(await findHead(noise)).toEqual({ ok: false, error: 'not-found' });
  });

  test('in what is no picture, whatever its bytes are', async () => {
    const whole = await frameWith({ middle: 0.5, top: 0.2, scale: 1 });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.integer({ min: 0, max: whole.length - 200 }).map((end) => whole.subarray(0, end)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (picture) => {
        expect((await findHead(picture)).ok).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(await findHead(new Uint8Array(600_000))).toEqual({ ok: false, error: 'not-an-image' });
  });
});
