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
