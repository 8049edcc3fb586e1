import { IconBan, IconRefresh } from '@tabler/icons-react';
import type { CaptureStepView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { AttemptsStrip } from './attempts-strip.tsx';
import { hasAttemptsLeft } from './capture-flow.ts';
import { LivePrint } from './live-print.tsx';
import { QualityAdvice } from './quality-advice.tsx';
import { QualityMeter } from './quality-meter.tsx';
import type { CaptureFlow } from './use-capture-flow.ts';
import classes from './finger-panel.module.css';

/** The finger that is chosen: its picture as it comes, quality in figures and words, its attempts. */
export function FingerPanel({
  dossierId,
  step,
  flow,
  onRetry,
  onException,
}: {
  dossierId: string;
  step: CaptureStepView;
  flow: CaptureFlow;
  onRetry: () => void;
  onException: () => void;
}) {
  const t = useT();
  const name = t(`finger.${step.position}`);
  const shown = shownResult(step, flow);
  return (
    <section className={classes.panel} aria-labelledby="finger-panel">
      <div className={classes.head}>
        <h2 className={classes.title} id="finger-panel">
          {name}
        </h2>
        <span className={classes.state} data-state={step.state}>
          {t(`capture-state.${step.state}`)}
        </span>
      </div>
      <div className={classes.body}>
        <LivePrint
          // The finished picture stays while its result is shown.
          progress={isTaking(flow.activity) ? flow.progress : null}
          keptCaptureId={shown.captureId}
          label={name}
        />
        <div className={classes.facts}>
          {step.exception ? (
            <ExceptionNote dossierId={dossierId} step={step} />
          ) : (
            <>
              <QualityMeter quality={shown.quality} threshold={step.threshold} />
              {shown.weak && <QualityAdvice reasons={shown.reasons} className={classes.advice} />}
            </>
          )}
        </div>
      </div>
      {!step.exception && (
        <div className={classes.foot}>
          <AttemptsStrip step={step} attempts={flow.attempts[step.position] ?? []} />
          <div className={classes.buttons}>
            <ActionButton
              label={t('fingerprints.retry')}
              hotkey="retake"
              icon={<IconRefresh size={20} aria-hidden="true" />}
              disabled={step.attempts === 0 || !hasAttemptsLeft(step) || flow.running}
              onAct={onRetry}
            />
            <ActionButton
              label={t('fingerprints.cannot-take')}
              hotkey="exception"
              icon={<IconBan size={20} aria-hidden="true" />}
              onAct={onException}
            />
          </div>
        </div>
      )}
    </section>
  );
}

function isTaking(activity: CaptureFlow['activity']): boolean {
  return activity === 'capturing' || activity === 'between';
}

/** The last attempt while its words matter; the kept one otherwise. */
function shownResult(
  step: CaptureStepView,
  flow: CaptureFlow,
): { captureId: string | null; quality: number | null; reasons: readonly string[]; weak: boolean } {
  const { outcome } = flow;
  if (outcome?.position === step.position && flow.running) {
    const { captureId, quality, reasons, accepted } = outcome;
    return { captureId, quality, reasons, weak: !accepted };
  }
  return {
    captureId: step.bestCaptureId,
    quality: step.bestQuality,
    reasons: step.reasons,
    weak: step.state === 'weak',
  };
}

function ExceptionNote({ dossierId, step }: { dossierId: string; step: CaptureStepView }) {
  const t = useT();
  const { call, pending, error } = useCall('fingerprint.clearException');
  if (!step.exception) return null;
  const { reason, comment } = step.exception;
  return (
    <div className={classes.exception}>
      <p className={classes.exceptionReason}>{t(`finger-exception.${reason}`)}</p>
      {comment !== '' && <p className={classes.comment}>{comment}</p>}
      <ErrorNotice error={error} />
      <ActionButton
        label={t('fingerprints.clear-exception')}
        hotkey="exception"
        pending={pending}
        onAct={() => void call({ dossierId, position: step.position })}
      />
    </div>
  );
}
