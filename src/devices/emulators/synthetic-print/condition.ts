import type { RandomStream } from './random.ts';

/** How the finger lies on the glass. */
export const TOUCH_CONDITIONS = ['good', 'dry', 'wet', 'partial', 'smudged', 'rotated'] as const;

export type TouchCondition = (typeof TOUCH_CONDITIONS)[number];

/** One touch in numbers: where the finger lies, how hard, and what skin and glass do to the picture. */
export interface TouchSettings {
  /** Middle of the finger against the middle of the window, pixels; y downwards. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly rotationRadians: number;
  /** Largest elastic displacement of the skin, pixels. */
  readonly warpPixels: number;
  /** Part of the contact ellipse that touches, 0–1.1. */
  readonly contactScale: number;
  /** Added to the height of the skin: above 0 ridges are thick, below 0 thin. Crests are at 1. */
  readonly thickness: number;
  /** Slope from white to black at the edge of a ridge; wet skin gives soft edges. */
  readonly edgeSharpness: number;
  /** Gray of the blackest ridge and of the whitest valley inside the contact, 0–255. */
  readonly ridgeGray: number;
  readonly valleyGray: number;
  /** Strength of patches where the skin loses contact, in units of ridge height. */
  readonly patchiness: number;
  /** Strength of grains of lost contact inside ridges. */
  readonly graininess: number;
  /** How open pores and creases look, 0–1. */
  readonly hollowness: number;
  /** Deviation of the sensor's noise, gray levels. */
  readonly sensorNoise: number;
  /** Length of the slide while the picture was taken, pixels; 0 = the finger kept still. */
  readonly slidePixels: number;
}

export interface PressSettings extends TouchSettings {
  /** Rolled from nail to nail: as wide as the skin that there is, with upright sides. */
  readonly isRolled: boolean;
}

function goodTouch(random: RandomStream): TouchSettings {
  return {
    shiftX: 6 * random.normal(),
    shiftY: 7 * random.normal(),
    rotationRadians: 0.07 * random.normal(),
    warpPixels: random.between(0.8, 2.6),
    contactScale: random.between(0.97, 1.06),
    thickness: random.between(-0.06, 0.16),
    edgeSharpness: random.between(2.2, 2.8),
    ridgeGray: random.between(24, 48),
    valleyGray: random.between(212, 232),
    patchiness: random.between(0.18, 0.3),
    graininess: random.between(0.3, 0.46),
    hollowness: random.between(0.55, 0.85),
    sensorNoise: random.between(4, 6.5),
    slidePixels: 0,
  };
}

function sign(random: RandomStream): number {
  return random.next() < 0.5 ? -1 : 1;
}

/** Settings for a touch in this condition, drawn from the stream. */
export function touchSettings(condition: TouchCondition, random: RandomStream): TouchSettings {
  const good = goodTouch(random);
  switch (condition) {
    case 'good':
      return good;
    case 'dry':
      return {
        ...good,
        contactScale: random.between(0.88, 0.98),
        thickness: random.between(-0.55, -0.38),
        ridgeGray: random.between(70, 96),
        valleyGray: random.between(232, 246),
        patchiness: random.between(0.5, 0.7),
        graininess: random.between(0.75, 1),
        hollowness: 1,
      };
    case 'wet':
      return {
        ...good,
        contactScale: random.between(1.02, 1.12),
        thickness: random.between(0.75, 0.95),
        edgeSharpness: random.between(1.4, 1.8),
        ridgeGray: random.between(8, 22),
        valleyGray: random.between(150, 180),
        patchiness: random.between(0.45, 0.65),
        graininess: 0.1,
        hollowness: random.between(0, 0.15),
      };
    case 'partial':
      return {
        ...good,
        shiftX: sign(random) * random.between(70, 105),
        shiftY: sign(random) * random.between(70, 115),
        contactScale: random.between(0.72, 0.86),
      };
    case 'smudged':
      return {
        ...good,
        thickness: random.between(0.2, 0.4),
        ridgeGray: random.between(50, 75),
        patchiness: random.between(0.35, 0.5),
        slidePixels: random.between(13, 20),
      };
    case 'rotated':
      return { ...good, rotationRadians: sign(random) * random.between(0.42, 0.7) };
  }
}
