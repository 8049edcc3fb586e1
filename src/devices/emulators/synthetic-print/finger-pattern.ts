import type { FingerPosition } from '../../../domain/finger-position.ts';
import { randomStream } from './random.ts';

/** Henry's classes in the five-class form of fingerprint literature. Left and right as the print shows them. */
export type PatternClass = 'arch' | 'tented-arch' | 'left-loop' | 'right-loop' | 'whorl';

/** Pixels at 500 ppi; x to the right, y upwards, origin at the middle of the finger tip. */
export interface PatternPoint {
  readonly x: number;
  readonly y: number;
}

/** What makes one finger: everything that is the same at each touch, except the ridges themselves. */
export interface FingerPattern {
  readonly patternClass: PatternClass;
  readonly cores: readonly PatternPoint[];
  readonly deltas: readonly PatternPoint[];
  /** How steeply ridges rise at the sides, radians. */
  readonly sideSlope: number;
  /** Half width of the curve over which the slope is reached, pixels. */
  readonly slopeWidthPixels: number;
  /** Mean distance from ridge to ridge, pixels at 500 ppi. */
  readonly ridgePeriodPixels: number;
  /** Half axes of the part that touches a flat surface at normal pressure, pixels. */
  readonly contact: { readonly halfWidthPixels: number; readonly halfHeightPixels: number };
}

/**
 * Share of arch, tented arch, radial loop, ulnar loop per finger type; the rest are whorls. Rounded from published
 * tables of pattern frequency by finger, with the larger share of whorls seen in East and South-East Asia.
 */
const CLASS_SHARES = {
  thumb: { arch: 0.02, tented: 0.01, radial: 0.01, ulnar: 0.46 },
  index: { arch: 0.06, tented: 0.06, radial: 0.14, ulnar: 0.32 },
  middle: { arch: 0.04, tented: 0.03, radial: 0.02, ulnar: 0.67 },
  ring: { arch: 0.01, tented: 0.01, radial: 0.01, ulnar: 0.47 },
  little: { arch: 0.01, tented: 0.01, radial: 0.01, ulnar: 0.77 },
} as const;

/** Half axes of the contact ellipse of a grown-up's plain impression, pixels at 500 ppi (1 mm ≈ 19.7). */
const CONTACT_SIZES = {
  thumb: { width: 150, height: 188 },
  index: { width: 124, height: 168 },
  middle: { width: 128, height: 172 },
  ring: { width: 122, height: 166 },
  little: { width: 104, height: 146 },
} as const;

type FingerType = keyof typeof CLASS_SHARES;

function fingerType(position: FingerPosition): FingerType {
  return position.slice(position.indexOf('-') + 1) as FingerType; // positions are hand-type by construction
}

/** An ulnar loop opens to the little finger: to the right on a print of the right hand. */
function drawClass(position: FingerPosition, draw: number): PatternClass {
  const shares = CLASS_SHARES[fingerType(position)];
  const isRightHand = position.startsWith('right');
  if (draw < shares.arch) return 'arch';
  if (draw < shares.arch + shares.tented) return 'tented-arch';
  if (draw < shares.arch + shares.tented + shares.radial)
    return isRightHand ? 'left-loop' : 'right-loop';
  if (draw < shares.arch + shares.tented + shares.radial + shares.ulnar)
    return isRightHand ? 'right-loop' : 'left-loop';
  return 'whorl';
}

/** The pattern of this person's finger: class, singular points, ridge distance, size. */
export function fingerPattern(personSeed: number, position: FingerPosition): FingerPattern {
  const person = randomStream('person', personSeed);
  const size = person.between(0.9, 1.08);
  const personPeriod = person.between(8.7, 10) * Math.sqrt(size);
  const random = randomStream('finger', personSeed, position);
  const patternClass = drawClass(position, random.next());
  const { width, height } = CONTACT_SIZES[fingerType(position)];
  const top: PatternPoint = { x: random.between(-10, 10), y: random.between(-5, 26) };
  const side = (sign: number): PatternPoint => ({
    x: top.x + sign * random.between(72, 112),
    y: top.y - random.between(95, 150),
  });
  const common = {
    patternClass,
    sideSlope: random.between(0.5, 0.75),
    slopeWidthPixels: random.between(75, 105),
    ridgePeriodPixels: Math.min(10.4, Math.max(8.3, personPeriod + random.between(-0.4, 0.4))),
    contact: {
      halfWidthPixels: width * size * random.between(0.95, 1.05),
      halfHeightPixels: height * size * random.between(0.95, 1.05),
    },
  };
  switch (patternClass) {
    case 'arch':
      return { ...common, cores: [], deltas: [] };
    case 'tented-arch': {
      const delta = { x: top.x + random.between(-4, 4), y: top.y - random.between(45, 80) };
      return { ...common, cores: [top], deltas: [delta] };
    }
    case 'left-loop':
      return { ...common, cores: [top], deltas: [side(1)] };
    case 'right-loop':
      return { ...common, cores: [top], deltas: [side(-1)] };
    case 'whorl': {
      const second = { x: top.x + random.between(-14, 14), y: top.y - random.between(14, 55) };
      return { ...common, cores: [top, second], deltas: [side(-1), side(1)] };
    }
  }
}
