import type { FingerPosition } from './finger-position.ts';
import { FINGER_POSITIONS } from './finger-position.ts';
import type { FingerprintAbility } from './fingerprint-ability.ts';
import type { Impression } from './impression.ts';
import type { PrintTarget } from './print-target.ts';
import { SLAP_FINGERS, SLAPS } from './slap.ts';

export const ATTEMPTS_PER_FINGER = 3;

/** Whether rolled prints are taken: wherever the scanner can roll, or nowhere. */
export const ROLLED_PRINTS = ['when-possible', 'off'] as const;
export type RolledPrints = (typeof ROLLED_PRINTS)[number];

/** The state of one finger of the plan, as the picture of the hands shows it. */
export type CaptureStepState = 'open' | 'done' | 'weak' | 'missing';

/** One finger, and how it lies on the sensor. */
export interface FingerTouch {
  readonly position: FingerPosition;
  readonly impression: Impression;
}

/** One finger with one impression. */
export interface CaptureStep extends FingerTouch {
  readonly state: CaptureStepState;
  readonly attempts: number;
  /** Quality of the best attempt, 0–100. */
  readonly bestQuality: number | undefined;
}

export interface CapturePlan {
  /** The ten plain prints, then the ten rolled ones where they are taken, in the order of the positions. */
  readonly steps: readonly CaptureStep[];
  /** What is taken in one capture each, in the order in which it is taken, with what the rack can do now. */
  readonly targets: readonly PrintTarget[];
  /** The capture to take now, or undefined when every finger is done, given up as weak, or missing. */
  readonly next: PrintTarget | undefined;
  readonly complete: boolean;
}

/** Station defaults, 0–100 of the station's own measure; the index fingers are printed on the card. */
export const DEFAULT_FINGER_THRESHOLD = 40;
export const DEFAULT_INDEX_THRESHOLD = 50;

export interface FingerThresholds {
  readonly finger: number;
  readonly index: number;
}

export function fingerThreshold(position: FingerPosition, thresholds: FingerThresholds): number {
  return position === 'right-index' || position === 'left-index'
    ? thresholds.index
    : thresholds.finger;
}

export interface CapturePlanInput {
  readonly required: boolean;
  /** What the scanner that serves now can take; empty while there is none: then as with a single-finger scanner. */
  readonly abilities: readonly FingerprintAbility[];
  /** Whether rolled prints are taken where the scanner can roll. */
  readonly rolledWanted: boolean;
  /** Quality (0–100) of each attempt at a finger, in order. */
  attempts(position: FingerPosition, impression: Impression): readonly number[];
  /** Fingers that cannot be taken. */
  readonly exceptions: ReadonlySet<FingerPosition>;
  readonly thresholds: FingerThresholds;
}

/**
 * Derives the plan from what was captured so far and what the rack can do now: a slap scanner gives 4-4-2, a
 * single-finger one ten plain prints; a scanner that can roll gives ten rolled prints after them (Circular
 * 60/2021/TT-BCA Art. 5). What was captured stays, whatever took it.
 */
export function capturePlan(input: CapturePlanInput): CapturePlan {
  if (!input.required) return { steps: [], targets: [], next: undefined, complete: true };
  const plain = FINGER_POSITIONS.map((position) => stepAt(position, 'live-plain', input));
  const rolls = input.rolledWanted && input.abilities.includes('single-rolled');
  const rolled = FINGER_POSITIONS.map((position) => stepAt(position, 'live-rolled', input)).filter(
    // One that was taken stays in the plan after its scanner is gone; no other is asked for then.
    ({ attempts }) => rolls || attempts > 0,
  );
  const steps = [...plain, ...rolled];
  const targets = [
    ...plainTargets(input.abilities),
    ...(rolls ? FINGER_POSITIONS.map((position) => single(position, 'live-rolled')) : []),
  ];
  const next = targets.find((target) =>
    fingersOf(target).some((step) => !isStepFinished(stepOf(steps, step))),
  );
  return { steps, targets, next, complete: next === undefined };
}

/** The fingers, each with its impression, that a capture takes. */
export function fingersOf(target: PrintTarget): readonly FingerTouch[] {
  if (target.kind === 'single') return [target];
  return SLAP_FINGERS[target.slap].map((position) => ({ position, impression: 'live-plain' }));
}

export function isSameTarget(one: PrintTarget, other: PrintTarget): boolean {
  if (one.kind === 'slap') return other.kind === 'slap' && one.slap === other.slap;
  return other.kind === 'single' && isSameTouch(one, other);
}

/** The capture that takes this finger, or undefined when none of the plan does. */
export function targetOf(
  targets: readonly PrintTarget[],
  touch: FingerTouch,
): PrintTarget | undefined {
  return targets.find((target) => fingersOf(target).some((finger) => isSameTouch(finger, touch)));
}

export function isSameTouch(one: FingerTouch, other: FingerTouch): boolean {
  return one.position === other.position && one.impression === other.impression;
}

/** A weak finger is finished once its attempts are used up: the best one is kept. */
export function isStepFinished(step: Pick<CaptureStep, 'state' | 'attempts'>): boolean {
  return (
    step.state === 'done' ||
    step.state === 'missing' ||
    (step.state === 'weak' && step.attempts >= ATTEMPTS_PER_FINGER)
  );
}

function plainTargets(abilities: readonly FingerprintAbility[]): readonly PrintTarget[] {
  if (abilities.includes('slaps-4-4-2')) return SLAPS.map((slap) => ({ kind: 'slap', slap }));
  return FINGER_POSITIONS.map((position) => single(position, 'live-plain'));
}

function single(position: FingerPosition, impression: Impression): PrintTarget {
  return { kind: 'single', position, impression };
}

function stepOf(steps: readonly CaptureStep[], touch: FingerTouch): CaptureStep {
  const step = steps.find((one) => isSameTouch(one, touch));
  if (!step) throw new Error(`${touch.position} ${touch.impression} is no step of this plan`);
  return step;
}

function stepAt(
  position: FingerPosition,
  impression: Impression,
  input: CapturePlanInput,
): CaptureStep {
  const qualities = input.attempts(position, impression);
  const bestQuality = qualities.length === 0 ? undefined : Math.max(...qualities);
  return {
    position,
    impression,
    attempts: qualities.length,
    bestQuality,
    state: stepState(position, bestQuality, input),
  };
}

function stepState(
  position: FingerPosition,
  bestQuality: number | undefined,
  { exceptions, thresholds }: CapturePlanInput,
): CaptureStepState {
  if (exceptions.has(position)) return 'missing';
  if (bestQuality === undefined) return 'open';
  return bestQuality >= fingerThreshold(position, thresholds) ? 'done' : 'weak';
}
