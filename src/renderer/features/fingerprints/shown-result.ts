import type { CaptureStepView } from '../../../contract/views.ts';
import { isSameTouch } from '../../../domain/capture-plan.ts';
import type { CaptureFlow } from './use-capture-flow.ts';

export interface ShownResult {
  readonly captureId: string | null;
  readonly quality: number | null;
  readonly reasons: readonly string[];
  readonly weak: boolean;
}

/** What is shown of a finger: the last attempt while its words matter, the kept one otherwise. */
export function shownResult(
  step: CaptureStepView,
  { outcome, running }: Pick<CaptureFlow, 'outcome' | 'running'>,
): ShownResult {
  const recent = outcome?.prints.find((print) => isSameTouch(print, step));
  if (recent && running) {
    const { captureId, quality, reasons, accepted } = recent;
    return { captureId, quality, reasons, weak: !accepted };
  }
  return {
    captureId: step.bestCaptureId,
    quality: step.bestQuality,
    reasons: step.reasons,
    weak: step.state === 'weak',
  };
}
