import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestThreeByFour } from '../../src/domain/three-by-four.ts';

describe('the 3×4 cut of a portrait', () => {
  test('is three to four, in the middle, and as large as the camera allows', () => {
    expect(largestThreeByFour(1920, 1080)).toEqual({ x: 555, y: 0, width: 810, height: 1080 });
    expect(largestThreeByFour(600, 1200)).toEqual({ x: 0, y: 200, width: 600, height: 800 });
  });

  test('never leaves the picture and never misses the ratio by more than a pixel', () => {
    const side = fc.integer({ min: 40, max: 8000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const cut = largestThreeByFour(width, height);
        expect(cut.x).toBeGreaterThanOrEqual(0);
        expect(cut.y).toBeGreaterThanOrEqual(0);
        expect(cut.x + cut.width).toBeLessThanOrEqual(width);
        expect(cut.y + cut.height).toBeLessThanOrEqual(height);
        expect(Math.abs(cut.width / 3 - cut.height / 4)).toBeLessThanOrEqual(1);
        expect(cut.width === width || cut.height >= height - 1).toBe(true);
      }),
    );
  });
});
