import type { ErrorCode } from '../../../contract/errors.ts';
import type { EventPayload } from '../../../contract/events.ts';
import type { CaptureStepView, DossierView } from '../../../contract/views.ts';
import type { FingerTouch } from '../../../domain/capture-plan.ts';
import {
  ATTEMPTS_PER_FINGER,
  fingersOf,
  isSameTouch,
  isStepFinished,
  targetOf,
} from '../../../domain/capture-plan.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { PrintTarget } from '../../../domain/print-target.ts';

/** What the screen does by itself once an attempt has ended. */
export type NextMove =
  /** Takes the capture of this finger after `delayMs`, in which the officer sees the result. */
  | { readonly kind: 'capture'; readonly touch: FingerTouch; readonly delayMs: number }
  /** Waits for the officer, with this finger chosen. */
  | { readonly kind: 'rest'; readonly touch: FingerTouch }
  | { readonly kind: 'wait-for-device' };

/** Long enough to see a tick; longer when there are words to read to the citizen. */
export const SHOW_ACCEPTED_MS = 700;
export const SHOW_WEAK_MS = 1800;
export const TRY_AGAIN_MS = 1200;

/** Failures in a row after which the officer is asked instead of trying once more. */
export const FAILURES_IN_A_ROW = 3;

type Fingerprints = Pick<DossierView['fingerprints'], 'steps' | 'targets' | 'next'>;

/** After a capture: the same one while a finger of it is weak and has attempts left, else the next of the plan. */
export function afterPrints(input: {
  target: PrintTarget;
  /** Every print of the capture was good enough. */
  accepted: boolean;
  fingerprints: Fingerprints;
  automatic: boolean;
}): NextMove {
  const { target, accepted, fingerprints, automatic } = input;
  const { steps, next } = fingerprints;
  const following = isUnfinished(steps, target) ? target : next;
  if (following === null) return { kind: 'rest', touch: touchIn(steps, target) };
  const touch = touchIn(steps, following);
  if (!automatic) return { kind: 'rest', touch };
  return { kind: 'capture', touch, delayMs: accepted ? SHOW_ACCEPTED_MS : SHOW_WEAK_MS };
}

/** After an attempt that gave no print. Nothing of it was kept. */
export function afterFailure(input: {
  code: ErrorCode;
  /** The finger that was chosen. */
  touch: FingerTouch;
  /** As they are now: a scanner that does not take what was asked brings a plan of its own. */
  fingerprints: Fingerprints;
  automatic: boolean;
  /** This one included. */
  failuresInARow: number;
}): NextMove {
  const { code, touch, fingerprints, automatic, failuresInARow } = input;
  const goesOn = automatic && failuresInARow < FAILURES_IN_A_ROW;
  if (code === 'attempts-used-up' || code === 'device-not-supported') {
    const following = targetToGoOn(fingerprints, touch);
    if (following === null) return { kind: 'rest', touch };
    const next = touchIn(fingerprints.steps, following);
    return goesOn
      ? { kind: 'capture', touch: next, delayMs: SHOW_WEAK_MS }
      : { kind: 'rest', touch: next };
  }
  if (isDeviceTrouble(code)) return { kind: 'wait-for-device' };
  const mayTryAgain = code === 'finger-removed' || code === 'already-running';
  return goesOn && mayTryAgain
    ? { kind: 'capture', touch, delayMs: TRY_AGAIN_MS }
    : { kind: 'rest', touch };
}

/** What another attempt would not mend: the officer decides whether to try again or to change the scanner. */
const FOR_THE_OFFICER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'device-not-supported',
  'device-untrusted',
  'device-image-unsupported',
]);

/** Trouble that ends when the scanner, or the station behind it, is back: capture goes on by itself. */
export function isDeviceTrouble(code: ErrorCode): boolean {
  if (FOR_THE_OFFICER.has(code)) return false;
  return code.startsWith('device-') || code === 'station-down';
}

/** Whether a picture that came row by row begins once more: some of it was damaged on the way. */
export function isReadAnew(before: RowsRead | null, now: RowsRead): boolean {
  return before?.phase === 'reading' && now.phase === 'reading' && now.rowsDone < before.rowsDone;
}

type RowsRead = Pick<EventPayload<'fingerprint.progress'>, 'phase' | 'rowsDone'>;

/** The capture with which the work goes on at this finger, with the scanner that serves now: its own, else the next. */
export function targetToGoOn(fingerprints: Fingerprints, touch: FingerTouch): PrintTarget | null {
  const own = targetOf(fingerprints.targets, touch);
  return own && isUnfinished(fingerprints.steps, own) ? own : fingerprints.next;
}

/** The finger that is chosen when a capture is: the first that it is still needed for, else the first that lies there. */
export function touchIn(steps: readonly CaptureStepView[], target: PrintTarget): FingerTouch {
  const fingers = fingersOf(target).map(({ position, impression }) => ({ position, impression }));
  const chosen =
    fingers.find((finger) => isOpen(stepOf(steps, finger))) ??
    fingers.find((finger) => stepOf(steps, finger)?.exception === null) ??
    fingers[0];
  if (!chosen) throw new Error('a capture takes one finger at least');
  return chosen;
}

/** True while a finger of the capture is neither good, nor given up as weak, nor missing. */
export function isUnfinished(steps: readonly CaptureStepView[], target: PrintTarget): boolean {
  return fingersOf(target).some((finger) => isOpen(stepOf(steps, finger)));
}

/** True when the capture can bring one more attempt at one of its fingers. */
export function mayTake(steps: readonly CaptureStepView[], target: PrintTarget): boolean {
  return fingersOf(target).some((finger) => hasAttemptsLeft(stepOf(steps, finger)));
}

export function stepOf(
  steps: readonly CaptureStepView[],
  touch: FingerTouch,
): CaptureStepView | undefined {
  return steps.find((step) => isSameTouch(step, touch));
}

/** The steps of the fingers that a capture takes. */
export function stepsOf(
  steps: readonly CaptureStepView[],
  target: PrintTarget,
): readonly CaptureStepView[] {
  return fingersOf(target).flatMap((finger) => stepOf(steps, finger) ?? []);
}

/** Fingers that cannot be taken. */
export function exceptedIn(steps: readonly CaptureStepView[]): readonly FingerPosition[] {
  return steps.filter(({ exception }) => exception !== null).map(({ position }) => position);
}

/** How a capture of several fingers stands, in one word: as its worst finger does. */
export function stateOfAll(steps: readonly CaptureStepView[]): CaptureStepView['state'] {
  const taken = steps.filter(({ state }) => state !== 'missing');
  if (taken.length === 0) return 'missing';
  if (taken.some(({ state }) => state === 'weak')) return 'weak';
  return taken.some(({ state }) => state === 'open') ? 'open' : 'done';
}

export function hasAttemptsLeft(step: CaptureStepView | undefined): boolean {
  return step !== undefined && step.exception === null && step.attempts < ATTEMPTS_PER_FINGER;
}

/**
 * Fingers that need nothing more: done, missing, weak with every attempt used, or such as the scanner that serves now
 * does not take.
 */
export function finishedCount(
  steps: readonly CaptureStepView[],
  targets: readonly PrintTarget[],
): number {
  return steps.filter((step) => isStepFinished(step) || targetOf(targets, step) === undefined)
    .length;
}

function isOpen(step: CaptureStepView | undefined): boolean {
  return step !== undefined && !isStepFinished(step);
}
