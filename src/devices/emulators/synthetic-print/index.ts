import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { GrayImage } from '../../../domain/gray-image.ts';
import type { Impression } from '../../../domain/impression.ts';
import type { TouchCondition } from './condition.ts';
import { touchSettings } from './condition.ts';
import { masterPrint } from './master-print.ts';
import { randomStream } from './random.ts';
import { pressFinger } from './touch.ts';

export { TOUCH_CONDITIONS } from './condition.ts';
export type { TouchCondition } from './condition.ts';
export { fingerPattern } from './finger-pattern.ts';
export type { FingerPattern, PatternClass } from './finger-pattern.ts';

/** One touch of one finger of one invented person on a sensor's window. */
export interface TouchInput {
  /** Which person; any integer. */
  readonly personSeed: number;
  readonly position: FingerPosition;
  /** Number of the touch: each lies a little differently on the glass. */
  readonly touch: number;
  readonly condition: TouchCondition;
  /** Laid down, or rolled from nail to nail; `live-plain` when absent. */
  readonly impression?: Impression;
  /** The sensor's window at 500 ppi. */
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/**
 * A synthetic impression at 500 ppi. Pure: the same input gives the same bytes; the same person and finger show
 * the same ridges at each touch. No real person's print went into it.
 */
export function renderTouch(input: TouchInput): GrayImage {
  const { personSeed, position, touch, condition, widthPixels, heightPixels } = input;
  const isRolled = input.impression === 'live-rolled';
  const name = isRolled ? 'roll' : 'touch';
  const random = randomStream(name, personSeed, position, touch, condition);
  const settings = { ...touchSettings(condition, random), isRolled };
  const master = masterPrint(personSeed, position);
  return pressFinger(master, settings, random, widthPixels, heightPixels);
}
