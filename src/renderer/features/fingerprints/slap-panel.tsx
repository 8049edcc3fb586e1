import {
  IconBan,
  IconCheck,
  IconExclamationMark,
  IconFingerprint,
  IconRefresh,
} from '@tabler/icons-react';
import type { CaptureStepView } from '../../../contract/views.ts';
import { ATTEMPTS_PER_FINGER, isSameTouch } from '../../../domain/capture-plan.ts';
import type { PrintTarget } from '../../../domain/print-target.ts';
import { ActionButton } from '../../components/action-button.tsx';
import type { Translate } from '../../i18n/i18n.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { exceptedIn, mayTake, stateOfAll, stepsOf } from './capture-flow.ts';
import { CaptureImage } from './capture-image.tsx';
import { ClearException } from './clear-exception.tsx';
import { capitalised, fingersInSentence, targetName } from './finger-name.ts';
import { fingerOf, FINGERS_LEFT_TO_RIGHT, handOf } from './hand-shape.ts';
import { hasPicture, LivePicture } from './live-print.tsx';
import { adviceKeys } from './quality-advice.tsx';
import { QualityBar } from './quality-bar.tsx';
import { shownResult } from './shown-result.ts';
import type { CaptureFlow } from './use-capture-flow.ts';
import { livePicture } from './use-capture-flow.ts';
import frame from './finger-panel.module.css';
import classes from './slap-panel.module.css';

type SlapTarget = Extract<PrintTarget, { kind: 'slap' }>;

/** Several fingers that are taken at once: the picture as it comes, then each finger's quality and words. */
export function SlapPanel({
  dossierId,
  target,
  steps,
  flow,
  onRetry,
  onException,
}: {
  dossierId: string;
  target: SlapTarget;
  steps: readonly CaptureStepView[];
  flow: CaptureFlow;
  onRetry: () => void;
  onException: () => void;
}) {
  const t = useT();
  const fingers = asTheyLie(stepsOf(steps, target));
  const name = targetName(t, target, exceptedIn(fingers));
  const state = stateOfAll(fingers);
  const live = livePicture(flow);
  return (
    <section className={classes.panel} aria-labelledby="slap-panel">
      <div className={frame.head}>
        <h2 className={frame.title} id="slap-panel">
          {name}
        </h2>
        <span className={frame.state} data-state={state}>
          {t(`capture-state.${state}`)}
        </span>
      </div>
      <div className={classes.window} data-phase={live?.phase}>
        {live && hasPicture(live) ? (
          <LivePicture progress={live} label={name} />
        ) : (
          <Prints fingers={fingers} flow={flow} />
        )}
      </div>
      <ul className={classes.fingers}>
        {fingers.map((step) => (
          <FingerFacts
            key={step.position}
            step={step}
            name={shortName(t, target, step)}
            selected={isSameTouch(step, flow.selected)}
            flow={flow}
          />
        ))}
      </ul>
      <WeakFingers fingers={fingers} flow={flow} />
      <div className={classes.foot}>
        <ActionButton
          label={t('fingerprints.retry')}
          hotkey="retake"
          icon={<IconRefresh size={20} aria-hidden="true" />}
          disabled={
            fingers.every(({ attempts }) => attempts === 0) ||
            !mayTake(steps, target) ||
            flow.running
          }
          onAct={onRetry}
        />
        <SelectedException
          dossierId={dossierId}
          step={fingers.find((step) => isSameTouch(step, flow.selected))}
          onException={onException}
        />
      </div>
    </section>
  );
}

/** From left to right as they lie on the glass. */
function asTheyLie(steps: readonly CaptureStepView[]): readonly CaptureStepView[] {
  return FINGERS_LEFT_TO_RIGHT.flatMap(
    (position) => steps.find((step) => step.position === position) ?? [],
  );
}

/** The heading names the hand; of the thumbs, each hand has one. */
function shortName(t: Translate, { slap }: SlapTarget, { position }: CaptureStepView): string {
  return slap === 'two-thumbs'
    ? t(`fingerprints.hand-${handOf(position)}`)
    : t(`finger-short.${fingerOf(position)}`);
}

function Prints({ fingers, flow }: { fingers: readonly CaptureStepView[]; flow: CaptureFlow }) {
  const t = useT();
  const waiting = flow.activity === 'capturing';
  return fingers.map((step) => {
    const { captureId } = shownResult(step, flow);
    return (
      <span key={step.position} className={classes.print} data-missing={step.exception !== null}>
        {step.exception !== null ? (
          <IconBan size={40} stroke={1.5} aria-hidden="true" />
        ) : captureId !== null && !waiting ? (
          <CaptureImage
            captureId={captureId}
            alt={t('fingerprints.kept-image', { finger: t(`finger.${step.position}`) })}
            className={classes.image}
          />
        ) : (
          <IconFingerprint
            className={classes.empty}
            size={64}
            stroke={1.2}
            aria-hidden="true"
            data-waiting={waiting || undefined}
          />
        )}
      </span>
    );
  });
}

function FingerFacts({
  step,
  name,
  selected,
  flow,
}: {
  step: CaptureStepView;
  name: string;
  selected: boolean;
  flow: CaptureFlow;
}) {
  const t = useT();
  const shown = shownResult(step, flow);
  const finger = t(`finger.${step.position}`);
  if (step.exception) {
    return (
      <li className={classes.finger} data-state="missing" data-selected={selected || undefined}>
        <span className={classes.name}>{name}</span>
        <span className={classes.reason}>{t(`finger-exception.${step.exception.reason}`)}</span>
      </li>
    );
  }
  const state = shown.quality === null ? 'open' : shown.weak ? 'weak' : 'done';
  return (
    <li className={classes.finger} data-state={state} data-selected={selected || undefined}>
      <span className={classes.name}>{name}</span>
      <span className={classes.quality}>
        <Sign state={state} />
        {shown.quality ?? '–'}
      </span>
      <span className={classes.bar}>
        <QualityBar
          quality={shown.quality}
          threshold={step.threshold}
          label={`${t('fingerprints.quality')}: ${finger}`}
        />
      </span>
      <span className={classes.attempts}>
        {t('fingerprints.attempt-count', { done: step.attempts, most: ATTEMPTS_PER_FINGER })}
      </span>
    </li>
  );
}

function Sign({ state }: { state: 'open' | 'weak' | 'done' }) {
  switch (state) {
    case 'open':
      return null;
    case 'weak':
      return <IconExclamationMark size={20} stroke={3.5} aria-hidden="true" />;
    case 'done':
      return <IconCheck size={20} stroke={3.5} aria-hidden="true" />;
  }
}

/** Which fingers are weak, and what to tell the citizen about them. */
function WeakFingers({
  fingers,
  flow,
}: {
  fingers: readonly CaptureStepView[];
  flow: CaptureFlow;
}) {
  const t = useT();
  const weak = fingers.filter((step) => step.exception === null && shownResult(step, flow).weak);
  if (weak.length === 0) return null;
  const adviceOf = (step: CaptureStepView) => adviceKeys(shownResult(step, flow).reasons)[0];
  const advices = [...new Set(weak.map(adviceOf))];
  return (
    <ul className={classes.advice}>
      {advices.map((advice) => {
        const alike = weak.filter((step) => adviceOf(step) === advice);
        return (
          <li key={advice ?? 'none'}>
            <strong>
              {capitalised(
                fingersInSentence(
                  t,
                  alike.map(({ position }) => position),
                ),
              )}
            </strong>
            {advice && `: ${t(advice)}`}
          </li>
        );
      })}
    </ul>
  );
}

/** Writes the chosen finger down as one that cannot be taken, or takes that back. */
function SelectedException({
  dossierId,
  step,
  onException,
}: {
  dossierId: string;
  step: CaptureStepView | undefined;
  onException: () => void;
}) {
  const t = useT();
  if (!step) return null;
  return step.exception ? (
    <ClearException
      dossierId={dossierId}
      position={step.position}
      label={t('fingerprints.clear-exception-short')}
    />
  ) : (
    <ActionButton
      label={t('fingerprints.cannot-take')}
      hotkey="exception"
      icon={<IconBan size={20} aria-hidden="true" />}
      onAct={onException}
    />
  );
}
