import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import {
  FINGERPRINT_QUALITY_REASONS,
  assessFingerprint,
} from '../../src/imaging/fingerprint-quality.ts';
import { decodeGrayPng } from '../../src/imaging/gray-png.ts';

const WIDTH = 256;
const HEIGHT = 288;

function image(gray: (x: number, y: number) => number): GrayImage {
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      pixels[y * WIDTH + x] = Math.min(255, Math.max(0, Math.round(gray(x, y))));
    }
  }
  return { widthPixels: WIDTH, heightPixels: HEIGHT, resolutionPpi: 500, pixels };
}

/** Upright ridges of this distance inside a disc; bare glass outside. */
function grating(periodPixels: number, swing: number, centreX = 128, centreY = 144, radius = 118) {
  return image((x, y) =>
    Math.hypot(x - centreX, y - centreY) > radius
      ? 245
      : 140 + swing * Math.cos((2 * Math.PI * x) / periodPixels),
  );
}

describe('fingerprint quality', () => {
  test('bare glass, a flat gray and a covered black window are no finger', () => {
    for (const gray of [250, 128, 4]) {
      expect(assessFingerprint(image(() => gray))).toMatchObject({
        score: 0,
        reasons: ['no-finger'],
      });
    }
  });

  test('noise without ridges is no finger', () => {
    let state = 1;
    const noise = image(() => (state = Math.imul(state, 48271) % 2147483647) & 255);
    expect(assessFingerprint(noise)).toMatchObject({ score: 0, reasons: ['no-finger'] });
  });

  test('clear ridges in the middle of the window are excellent, and their distance is measured', () => {
    const clear = assessFingerprint(grating(9, 90));
    expect(clear.score).toBeGreaterThan(85);
    expect(clear.reasons).toEqual([]);
    expect(clear.ridgePeriodPixels).toBeCloseTo(9, 0);
  });

  test('a pattern that is too coarse or too fine for skin is no finger', () => {
    expect(assessFingerprint(grating(30, 90)).reasons).toContain('no-finger');
    expect(assessFingerprint(grating(4, 90)).reasons).toContain('no-finger');
  });

  test('a small contact, a contact at the side and faint ridges are named', () => {
    expect(assessFingerprint(grating(9, 90, 128, 144, 60)).reasons).toContain('too-small-area');
    expect(assessFingerprint(grating(9, 90, 40, 144)).reasons).toEqual(
      expect.arrayContaining(['off-centre', 'cut-off']),
    );
    expect(assessFingerprint(grating(9, 24)).reasons).toContain('low-contrast');
  });

  test('less contrast never gives a better score', () => {
    // Over the whole window, so that no rim of the contact plays a part.
    const faint = (swing: number) => grating(9, swing, 128, 144, 1000);
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 100 }),
        fc.integer({ min: 10, max: 100 }),
        (one, two) => {
          const weaker = assessFingerprint(faint(Math.min(one, two))).score;
          const stronger = assessFingerprint(faint(Math.max(one, two))).score;
          expect(weaker).toBeLessThanOrEqual(stronger);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('any picture gets a whole score from 0 to 100 and known reasons', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        fc.uint8Array({ minLength: 4900, maxLength: 4900 }),
        (widthPixels, heightPixels, bytes) => {
          const { score, reasons } = assessFingerprint({
            widthPixels,
            heightPixels,
            resolutionPpi: 500,
            pixels: bytes.subarray(0, widthPixels * heightPixels),
          });
          expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
          for (const reason of reasons) expect(FINGERPRINT_QUALITY_REASONS).toContain(reason);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('inked prints from paper score as prints, and clear ones above poor ones', async (context) => {
    const folder = fileURLToPath(new URL('../../../shared/data/tenprint/', import.meta.url));
    if (!existsSync(folder)) context.skip('no folder ../shared/data/tenprint with real prints');
    const assess = async (name: string) => {
      const decoded = await decodeGrayPng(readFileSync(`${folder}${name}.png`));
      if (!decoded.ok) throw new Error(`${name}: ${decoded.error}`);
      return assessFingerprint(cutOut(decoded.value));
    };
    // Told apart by eye: clean rolled prints, and ones with smears, captions or half the window empty.
    const clear = await Promise.all(
      ['01-rolled-right-thumb', '03-rolled-right-middle', '04-rolled-right-ring'].map(assess),
    );
    const poor = await Promise.all(
      ['05-rolled-right-little', '08-rolled-left-middle', '12-plain-left-thumb'].map(assess),
    );
    for (const { score, reasons } of clear) {
      expect(score).toBeGreaterThan(65);
      expect(reasons).toEqual([]);
    }
    for (const { score, reasons } of poor) {
      expect(score).toBeLessThan(50);
      expect(reasons).not.toContain('no-finger');
    }
  });
});

/** The part of a larger scan that a sensor's window would see. */
function cutOut(scan: GrayImage): GrayImage {
  const left = Math.round((scan.widthPixels - WIDTH) / 2);
  const top = Math.round((scan.heightPixels - HEIGHT) * 0.4);
  return image((x, y) => scan.pixels[(top + y) * scan.widthPixels + left + x] ?? 255);
}
