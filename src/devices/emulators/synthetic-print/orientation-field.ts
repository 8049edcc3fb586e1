import type { FingerPattern, PatternPoint } from './finger-pattern.ts';

/** Ridge direction at a point, radians modulo π, counter-clockwise from the x axis (y upwards). */
export type DirectionField = (x: number, y: number) => number;

/** How far around a core its loop keeps parallel legs, pixels, and how parallel they are, 0–1. */
const LEG_REACH_PIXELS = 62;
const LEG_STRENGTH = 0.75;

interface Core extends PatternPoint {
  /** Angle to which the loop around this core opens. */
  readonly opening: number;
}

/**
 * The direction field of a finger.
 *
 * Zero-pole model (Sherlock and Monro, 1993): θ = ½(Σ arg(z − core) − Σ arg(z − delta)), which is horizontal far from
 * the singular points. Two continuous terms make it look like skin, and add no singular point, so that the class stays
 * what the cores and deltas say: ridges rise towards the middle from both sides above the base of the finger tip, and
 * near a core the bare model's parabolas become loops with parallel legs (the aim of Vizcaya and Gerhardt, 1996).
 */
export function directionField(pattern: FingerPattern): DirectionField {
  const cores: Core[] = pattern.cores.map((core) => ({
    ...core,
    opening: 2 * directionWithout(pattern, core),
  }));
  return (x, y) => {
    let direction = fold(pattern, x, y);
    for (const core of cores) {
      const angle = Math.atan2(y - core.y, x - core.x);
      const square = (x - core.x) ** 2 + (y - core.y) ** 2;
      const near = Math.exp(-square / (LEG_REACH_PIXELS * LEG_REACH_PIXELS));
      direction += 0.5 * (angle - LEG_STRENGTH * near * Math.sin(angle - core.opening));
    }
    for (const delta of pattern.deltas) direction -= 0.5 * Math.atan2(y - delta.y, x - delta.x);
    return direction;
  };
}

function fold(pattern: FingerPattern, x: number, y: number): number {
  const rise = 1 / (1 + Math.exp(-(y + 70) / 32));
  return -pattern.sideSlope * Math.tanh(x / pattern.slopeWidthPixels) * rise;
}

/** The direction at a core as all other parts make it; the loop opens where ½ angle plus this equals the angle. */
function directionWithout(pattern: FingerPattern, core: PatternPoint): number {
  let direction = fold(pattern, core.x, core.y);
  for (const other of pattern.cores) {
    if (other === core) continue;
    direction += 0.5 * Math.atan2(core.y - other.y, core.x - other.x);
  }
  for (const delta of pattern.deltas) {
    direction -= 0.5 * Math.atan2(core.y - delta.y, core.x - delta.x);
  }
  return direction;
}
