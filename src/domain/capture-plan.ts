import type { FingerPosition } from './finger-position.ts';
import { FINGER_POSITIONS } from './finger-position.ts';

/**
 * The order of the ten single plain prints is that of the ISO positions: right thumb to little finger,
 * then left thumb to little finger. Source: Circular 60/2021/TT-BCA Art. 5.
 */
export const SINGLE_FINGER_ORDER: readonly FingerPosition[] = FINGER_POSITIONS;

export const ATTEMPTS_PER_FINGER = 3;

/** The state of one step of the plan, as the picture of the hands shows it. */
export type CaptureStepState = 'open' | 'done' | 'weak' | 'missing';

export interface CaptureStep {
  readonly position: FingerPosition;
  readonly state: CaptureStepState;
  readonly attempts: number;
  /** Quality of the best attempt, 0–100. */
  readonly bestQuality: number | undefined;
}

export interface CapturePlan {
  readonly steps: readonly CaptureStep[];
  /** The finger to take now, or undefined when every finger is done, given up as weak, or missing. */
  readonly next: FingerPosition | undefined;
  readonly complete: boolean;
}

/** Station defaults, 0–100 of the station's own measure; the index fingers are printed on the card. */
export const DEFAULT_FINGER_THRESHOLD = 40;
export const DEFAULT_INDEX_THRESHOLD = 50;

export function fingerThreshold(
  position: FingerPosition,
  thresholds: { finger: number; index: number },
): number {
  return position === 'right-index' || position === 'left-index'
    ? thresholds.index
    : thresholds.finger;
}

/**
 * Derives the plan from what was captured so far.
 * @param attempts quality (0–100) of each attempt of each finger, in order
 * @param exceptions fingers that cannot be taken
 */
export function capturePlan(input: {
  required: boolean;
  attempts: ReadonlyMap<FingerPosition, readonly number[]>;
  exceptions: ReadonlySet<FingerPosition>;
  thresholds: { finger: number; index: number };
}): CapturePlan {
  if (!input.required) return { steps: [], next: undefined, complete: true };
  const steps = SINGLE_FINGER_ORDER.map((position): CaptureStep => {
    const qualities = input.attempts.get(position) ?? [];
    const bestQuality = qualities.length === 0 ? undefined : Math.max(...qualities);
    return {
      position,
      attempts: qualities.length,
      bestQuality,
      state: stepState(position, bestQuality, input),
    };
  });
  const unfinished = steps.filter((step) => !isStepFinished(step));
  return { steps, next: unfinished[0]?.position, complete: unfinished.length === 0 };
}

/** A weak finger is finished once its attempts are used up: the best one is kept. */
export function isStepFinished(step: CaptureStep): boolean {
  return (
    step.state === 'done' ||
    step.state === 'missing' ||
    (step.state === 'weak' && step.attempts >= ATTEMPTS_PER_FINGER)
  );
}

function stepState(
  position: FingerPosition,
  bestQuality: number | undefined,
  input: {
    exceptions: ReadonlySet<FingerPosition>;
    thresholds: { finger: number; index: number };
  },
): CaptureStepState {
  if (input.exceptions.has(position)) return 'missing';
  if (bestQuality === undefined) return 'open';
  return bestQuality >= fingerThreshold(position, input.thresholds) ? 'done' : 'weak';
}
