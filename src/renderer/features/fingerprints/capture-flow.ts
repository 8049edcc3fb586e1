import type { ErrorCode } from '../../../contract/errors.ts';
import type { CaptureStepView, DossierView } from '../../../contract/views.ts';
import { ATTEMPTS_PER_FINGER } from '../../../domain/capture-plan.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';

/** What the screen does by itself once an attempt has ended. */
export type NextMove =
  /** Takes this finger after `delayMs`, in which the officer sees the result. */
  | { readonly kind: 'capture'; readonly position: FingerPosition; readonly delayMs: number }
  /** Waits for the officer, with this finger chosen. */
  | { readonly kind: 'rest'; readonly position: FingerPosition }
  | { readonly kind: 'wait-for-device' };

/** Long enough to see a tick; longer when there are words to read to the citizen. */
export const SHOW_ACCEPTED_MS = 700;
export const SHOW_WEAK_MS = 1800;
export const TRY_AGAIN_MS = 1200;

/** Failures in a row after which the officer is asked instead of trying once more. */
export const FAILURES_IN_A_ROW = 3;

type Steps = Pick<DossierView['fingerprints'], 'steps' | 'next'>;

/** After a print: the same finger while it is weak and has attempts left, else the next of the plan. */
export function afterPrint(input: {
  position: FingerPosition;
  accepted: boolean;
  fingerprints: Steps;
  automatic: boolean;
}): NextMove {
  const { position, accepted, fingerprints, automatic } = input;
  const again = !accepted && hasAttemptsLeft(stepOf(fingerprints.steps, position));
  const target = again ? position : (fingerprints.next ?? undefined);
  if (target === undefined) return { kind: 'rest', position };
  if (!automatic) return { kind: 'rest', position: target };
  return { kind: 'capture', position: target, delayMs: accepted ? SHOW_ACCEPTED_MS : SHOW_WEAK_MS };
}

/** After an attempt that gave no print. Nothing of it was kept. */
export function afterFailure(input: {
  code: ErrorCode;
  position: FingerPosition;
  fingerprints: Steps;
  automatic: boolean;
  /** This one included. */
  failuresInARow: number;
}): NextMove {
  const { code, position, fingerprints, automatic, failuresInARow } = input;
  if (isDeviceTrouble(code)) return { kind: 'wait-for-device' };
  if (code === 'attempts-used-up' && fingerprints.next !== null) {
    return automatic
      ? { kind: 'capture', position: fingerprints.next, delayMs: SHOW_WEAK_MS }
      : { kind: 'rest', position: fingerprints.next };
  }
  const mayTryAgain = code === 'finger-removed' || code === 'already-running';
  return automatic && mayTryAgain && failuresInARow < FAILURES_IN_A_ROW
    ? { kind: 'capture', position, delayMs: TRY_AGAIN_MS }
    : { kind: 'rest', position };
}

/** Trouble that ends when the scanner, or the station behind it, is back: capture goes on by itself. */
export function isDeviceTrouble(code: ErrorCode): boolean {
  return code.startsWith('device-') || code === 'station-down';
}

export function stepOf(
  steps: readonly CaptureStepView[],
  position: FingerPosition,
): CaptureStepView | undefined {
  return steps.find((step) => step.position === position);
}

export function hasAttemptsLeft(step: CaptureStepView | undefined): boolean {
  return step !== undefined && step.exception === null && step.attempts < ATTEMPTS_PER_FINGER;
}

/** Fingers that need nothing more: done, missing, or weak with every attempt used. */
export function finishedCount(steps: readonly CaptureStepView[]): number {
  return steps.filter(
    ({ state, attempts }) =>
      state === 'done' ||
      state === 'missing' ||
      (state === 'weak' && attempts >= ATTEMPTS_PER_FINGER),
  ).length;
}
