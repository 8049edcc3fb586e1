import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cropPart,
  EDGES,
  moveEdge,
  WHOLE_PICTURE,
} from '../../src/renderer/features/documents/crop-edges.ts';
import { fileKind } from '../../src/renderer/features/documents/file-kind.ts';
import { grayToRgba } from '../../src/renderer/features/fingerprints/gray-to-rgba.ts';
import { cameraProblemOf } from '../../src/renderer/features/portrait/camera-problem.ts';
import { largestThreeByFour } from '../../src/renderer/features/portrait/three-by-four.ts';

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

describe('the edges of a paper', () => {
  test('the whole picture is sent without a cut', () => {
    expect(cropPart(WHOLE_PICTURE)).toBeNull();
  });

  test('however they are moved, a part inside the picture remains', () => {
    const moves = fc.array(
      fc.record({
        edge: fc.constantFrom(...EDGES),
        to: fc.double({ min: -2, max: 3, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(moves, (all) => {
        const crop = all.reduce((now, { edge, to }) => moveEdge(now, edge, to), WHOLE_PICTURE);
        const part = cropPart(crop) ?? { left: 0, top: 0, width: 1, height: 1 };
        expect(part.width).toBeGreaterThan(0.09);
        expect(part.height).toBeGreaterThan(0.09);
        expect(part.left).toBeGreaterThanOrEqual(0);
        expect(part.top).toBeGreaterThanOrEqual(0);
        expect(part.left + part.width).toBeLessThanOrEqual(1 + 1e-9);
        expect(part.top + part.height).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('a file', () => {
  test('is known by its first bytes, not by its name', () => {
    expect(fileKind(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image');
    expect(fileKind(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBe('image');
    expect(fileKind(new TextEncoder().encode('RIFF....WEBPVP8 '))).toBe('image');
    expect(fileKind(new TextEncoder().encode('%PDF-1.7'))).toBe('pdf');
    expect(fileKind(new TextEncoder().encode('PK..'))).toBe('unknown');
    expect(fileKind(new Uint8Array())).toBe('unknown');
  });
});

test('a grey print becomes opaque pixels of the same grey, rows that came and no more', () => {
  expect([...grayToRgba(Uint8Array.of(0, 128, 255), 2)]).toEqual([
    0, 0, 0, 255, 128, 128, 128, 255,
  ]);
});

test('a camera that is absent, forbidden or in use is told apart; anything else is a surprise', () => {
  expect(cameraProblemOf('NotFoundError')).toBe('none');
  expect(cameraProblemOf('NotAllowedError')).toBe('denied');
  expect(cameraProblemOf('NotReadableError')).toBe('busy');
  expect(cameraProblemOf('TypeError')).toBeUndefined();
});
