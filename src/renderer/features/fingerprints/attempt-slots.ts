import type { CaptureStepView } from '../../../contract/views.ts';
import { ATTEMPTS_PER_FINGER } from '../../../domain/capture-plan.ts';
import type { Attempt } from './use-capture-flow.ts';

export interface AttemptSlot {
  readonly used: boolean;
  readonly best: boolean;
  /** Null when nothing was taken, or when it was taken before this visit and not kept. */
  readonly captureId: string | null;
  readonly quality: number | null;
}

/**
 * Always three places. The dossier names the number of attempts and the best; prints of this visit
 * fill the last used places, the best one of an earlier visit the first.
 */
export function attemptSlots(
  step: Pick<CaptureStepView, 'attempts' | 'bestCaptureId' | 'bestQuality'>,
  attempts: readonly Pick<Attempt, 'captureId' | 'quality'>[],
): AttemptSlot[] {
  const used = Math.min(step.attempts, ATTEMPTS_PER_FINGER);
  const recent = attempts.slice(-used || attempts.length);
  const before = used - recent.length;
  const bestIsRecent = recent.some((attempt) => attempt.captureId === step.bestCaptureId);
  return Array.from({ length: ATTEMPTS_PER_FINGER }, (_, index): AttemptSlot => {
    if (index >= used) return { used: false, best: false, captureId: null, quality: null };
    const attempt = recent[index - before];
    if (attempt) {
      const { captureId, quality } = attempt;
      return { used: true, best: captureId === step.bestCaptureId, captureId, quality };
    }
    const best = index === 0 && !bestIsRecent;
    return {
      used: true,
      best,
      captureId: best ? step.bestCaptureId : null,
      quality: best ? step.bestQuality : null,
    };
  });
}
