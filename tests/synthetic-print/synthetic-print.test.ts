import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TouchCondition } from '../../src/devices/emulators/synthetic-print/index.ts';
import {
  TOUCH_CONDITIONS,
  fingerPattern,
  renderTouch,
} from '../../src/devices/emulators/synthetic-print/index.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import { assessFingerprint } from '../../src/imaging/fingerprint-quality.ts';
import { ridgeLikeness } from './likeness.ts';

const WINDOW = { widthPixels: 256, heightPixels: 288 };

function touchOf(
  personSeed: number,
  position: FingerPosition,
  touch: number,
  condition: TouchCondition = 'good',
): GrayImage {
  return renderTouch({ personSeed, position, touch, condition, ...WINDOW });
}

function digest(image: GrayImage): string {
  return createHash('sha256').update(image.pixels).digest('hex');
}

describe('synthetic prints', () => {
  test('the same person, finger, touch and condition give the same bytes, whatever was drawn in between', () => {
    const first = digest(touchOf(11, 'left-ring', 3));
    // More fingers than the cache of master prints holds.
    for (let person = 100; person < 103; person += 1) {
      for (const position of FINGER_POSITIONS) touchOf(person, position, 1);
    }
    expect(digest(touchOf(11, 'left-ring', 3))).toBe(first);
  });

  test('each touch, finger, person and condition gives another picture', () => {
    const pictures = [
      touchOf(11, 'left-ring', 3),
      touchOf(11, 'left-ring', 4),
      touchOf(11, 'left-little', 3),
      touchOf(12, 'left-ring', 3),
      ...TOUCH_CONDITIONS.filter((condition) => condition !== 'good').map((condition) =>
        touchOf(11, 'left-ring', 3, condition),
      ),
    ];
    expect(new Set(pictures.map(digest)).size).toBe(pictures.length);
  });

  test('a picture has the size that was asked for, at 500 ppi, on any window', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(...FINGER_POSITIONS),
        fc.constantFrom(...TOUCH_CONDITIONS),
        fc.integer({ min: 8, max: 420 }),
        fc.integer({ min: 8, max: 420 }),
        (personSeed, position, condition, widthPixels, heightPixels) => {
          const image = renderTouch({
            personSeed: personSeed % 3,
            position,
            touch: 1,
            condition,
            widthPixels,
            heightPixels,
          });
          expect(image.pixels.length).toBe(widthPixels * heightPixels);
          expect(image).toMatchObject({ widthPixels, heightPixels, resolutionPpi: 500 });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('two touches of one finger show the same ridges, two fingers never do', () => {
    const fingers: [number, FingerPosition][] = [
      [1, 'right-index'],
      [1, 'left-index'],
      [2, 'right-index'],
      [2, 'right-thumb'],
      [3, 'left-middle'],
      [4, 'right-little'],
    ];
    const first = fingers.map(([person, position]) => touchOf(person, position, 1));
    const second = fingers.map(([person, position]) => touchOf(person, position, 2));
    const genuine: number[] = [];
    const impostor: number[] = [];
    first.forEach((one, row) => {
      second.forEach((other, column) => {
        (row === column ? genuine : impostor).push(ridgeLikeness(one, other));
      });
    });
    console.info(
      `ridge likeness: genuine ${genuine.map((value) => value.toFixed(2)).join(' ')}; ` +
        `impostor at most ${Math.max(...impostor).toFixed(2)}`,
    );
    expect(Math.min(...genuine)).toBeGreaterThan(1.8 * Math.max(...impostor));
  });

  test('loops, whorls and arches come in the shares that people have, mirrored between hands', () => {
    const count = { arch: 0, 'tented-arch': 0, 'left-loop': 0, 'right-loop': 0, whorl: 0 };
    const loops = { ulnar: 0, radial: 0 };
    for (let person = 0; person < 400; person += 1) {
      for (const position of FINGER_POSITIONS) {
        const { patternClass } = fingerPattern(person, position);
        count[patternClass] += 1 / 4000;
        const ulnar = position.startsWith('right') ? 'right-loop' : 'left-loop';
        if (patternClass.endsWith('loop')) loops[patternClass === ulnar ? 'ulnar' : 'radial'] += 1;
      }
    }
    expect(count.whorl).toBeGreaterThan(0.35);
    expect(count.whorl).toBeLessThan(0.5);
    expect(count.arch + count['tented-arch']).toBeLessThan(0.1);
    expect(Math.abs(count['left-loop'] - count['right-loop'])).toBeLessThan(0.04);
    expect(loops.ulnar).toBeGreaterThan(8 * loops.radial);
  });

  test('every bad condition lowers the quality and gives the officer its own reason', () => {
    const expected = {
      dry: 'too-dry',
      wet: 'too-wet',
      partial: 'cut-off',
      smudged: 'smudged',
      rotated: 'rotated',
    } as const;
    const fingers = FINGER_POSITIONS.map((position, index) => ({
      person: 21 + (index % 3),
      position,
    }));
    const median = (values: number[]): number =>
      values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
    const assess = (condition: TouchCondition) =>
      fingers.map(({ person, position }) =>
        assessFingerprint(touchOf(person, position, 1, condition)),
      );
    const good = assess('good');
    expect(Math.min(...good.map(({ score }) => score))).toBeGreaterThan(80);
    expect(good.filter(({ reasons }) => reasons.length > 0)).toEqual([]);
    for (const [condition, reason] of Object.entries(expected)) {
      const bad = assess(condition as keyof typeof expected);
      const named = bad.filter(({ reasons }) => reasons.includes(reason)).length;
      expect(median(bad.map(({ score }) => score))).toBeLessThan(
        median(good.map(({ score }) => score)) - 10,
      );
      expect(named / bad.length).toBeGreaterThan(0.6);
    }
  });
});
