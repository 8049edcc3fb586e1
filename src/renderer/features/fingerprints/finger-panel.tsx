import { IconBan, IconRefresh } from '@tabler/icons-react';
import type { CaptureStepView } from '../../../contract/views.ts';
import { isSameTouch } from '../../../domain/capture-plan.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { AttemptsStrip } from './attempts-strip.tsx';
import { hasAttemptsLeft } from './capture-flow.ts';
import { ClearException } from './clear-exception.tsx';
import { LivePrint } from './live-print.tsx';
import { QualityAdvice } from './quality-advice.tsx';
import { QualityMeter } from './quality-meter.tsx';
import { RollGuide } from './roll-guide.tsx';
import { shownResult } from './shown-result.ts';
import type { CaptureFlow } from './use-capture-flow.ts';
import { livePicture } from './use-capture-flow.ts';
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
  const rolled = step.impression === 'live-rolled';
  const shown = shownResult(step, flow);
  return (
    <section className={classes.panel} aria-labelledby="finger-panel">
      <div className={classes.head}>
        <h2 className={classes.title} id="finger-panel">
          {rolled ? t('fingerprints.rolled-name', { finger: name }) : name}
        </h2>
        <span className={classes.state} data-state={step.state}>
          {t(`capture-state.${step.state}`)}
        </span>
      </div>
      <div className={classes.body}>
        <LivePrint progress={livePicture(flow)} keptCaptureId={shown.captureId} label={name} />
        <div className={classes.facts}>
          {step.exception ? (
            <ExceptionNote dossierId={dossierId} step={step} exception={step.exception} />
          ) : (
            <>
              <QualityMeter quality={shown.quality} threshold={step.threshold} />
              {shown.weak && <QualityAdvice reasons={shown.reasons} className={classes.advice} />}
              {rolled && !shown.weak && <RollGuide />}
            </>
          )}
        </div>
      </div>
      {!step.exception && (
        <div className={classes.foot}>
          <AttemptsStrip
            step={step}
            attempts={flow.attempts.filter((attempt) => isSameTouch(attempt, step))}
          />
          <div className={classes.buttons}>
            <ActionButton
              label={t('fingerprints.retry')}
              hotkey="retake"
              icon={<IconRefresh size={20} aria-hidden="true" />}
              disabled={
                step.attempts === 0 ||
                flow.target === null ||
                !hasAttemptsLeft(step) ||
                flow.running
              }
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

function ExceptionNote({
  dossierId,
  step,
  exception,
}: {
  dossierId: string;
  step: CaptureStepView;
  exception: NonNullable<CaptureStepView['exception']>;
}) {
  const t = useT();
  const { reason, comment } = exception;
  return (
    <div className={classes.exception}>
      <p className={classes.exceptionReason}>{t(`finger-exception.${reason}`)}</p>
      {comment !== '' && <p className={classes.comment}>{comment}</p>}
      <ClearException
        dossierId={dossierId}
        position={step.position}
        label={t('fingerprints.clear-exception')}
      />
    </div>
  );
}
