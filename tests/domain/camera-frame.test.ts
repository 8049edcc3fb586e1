import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameSize } from '../../src/domain/camera-frame.ts';
import { finerSizes, isFineEnough, PORTRAIT_FRAME } from '../../src/domain/camera-frame.ts';
import { largestThreeByFour } from '../../src/domain/three-by-four.ts';

const size = (widthPixels: number, heightPixels: number): FrameSize => ({
  widthPixels,
  heightPixels,
});
const anySize = fc
  .record({
    widthPixels: fc.integer({ min: 160, max: 4000 }),
    heightPixels: fc.integer({ min: 120, max: 3000 }),
  })
  .map(({ widthPixels, heightPixels }) => size(widthPixels, heightPixels));

test('a frame is fine enough when its 3×4 cut has 600×800 pixels', () => {
  expect(isFineEnough(PORTRAIT_FRAME)).toBe(true);
  expect(isFineEnough(size(1280, 800))).toBe(true);
  expect(isFineEnough(size(1280, 720))).toBe(false);
  expect(isFineEnough(size(640, 480))).toBe(false);
  expect(isFineEnough(size(720, 1280))).toBe(true);
});

test('a camera at 1280×720 that also has 4 : 3 is asked for the highest of those', () => {
  expect(finerSizes(size(1280, 720), size(1600, 1200))[0]).toEqual(size(1600, 1200));
  expect(finerSizes(size(1280, 720), size(1280, 960))).toEqual([
    size(1280, 960),
    size(1152, 864),
    size(1280, 800),
    size(1024, 768),
  ]);
});

test('of sizes with the same cut the smaller frame is asked for first', () => {
  const sizes = finerSizes(size(640, 480), size(1440, 1080));
  expect(sizes[0]).toEqual(size(1440, 1080));
});

test('every size that is asked for is within the camera, and finer than what it gives now', () => {
  const cut = ({ widthPixels, heightPixels }: FrameSize): number =>
    largestThreeByFour(widthPixels, heightPixels).width;
  fc.assert(
    fc.property(anySize, anySize, (present, largest) => {
      const asked = finerSizes(present, largest);
      for (const one of asked) {
        expect(one.widthPixels).toBeLessThanOrEqual(largest.widthPixels);
        expect(one.heightPixels).toBeLessThanOrEqual(largest.heightPixels);
        expect(cut(one)).toBeGreaterThanOrEqual(cut(present));
      }
      expect(asked.map(cut)).toEqual(asked.map(cut).toSorted((one, other) => other - one));
    }),
  );
});
