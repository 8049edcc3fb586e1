import { Switch } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { CaptureStepView, DossierView } from '../../../contract/views.ts';
import { fingersOf } from '../../../domain/capture-plan.ts';
import type { FingerTouch } from '../../../domain/capture-plan.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { ActionButton } from '../../components/action-button.tsx';
import type { Action } from '../../components/action-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { StepFrame } from '../wizard/step-frame.tsx';
import { exceptedIn, finishedCount, mayTake, stepOf, stepsOf } from './capture-flow.ts';
import { useCaptureSettings } from './capture-settings.ts';
import { ExceptionForm } from './exception-form.tsx';
import { FingerPanel } from './finger-panel.tsx';
import { inSentence, targetName } from './finger-name.ts';
import { HandPicture } from './hand-picture.tsx';
import { PhaseBanner } from './phase-banner.tsx';
import { ScannerChange } from './scanner-change.tsx';
import { SectionTabs } from './section-tabs.tsx';
import { SlapPanel } from './slap-panel.tsx';
import type { CaptureFlow } from './use-capture-flow.ts';
import { useCaptureFlow } from './use-capture-flow.ts';
import classes from './fingerprints-step.module.css';

/** The prints of ten fingers, hands free: an accepted capture brings the next one by itself. */
export function FingerprintsStep({ dossier }: { dossier: DossierView }) {
  const t = useT();
  if (!dossier.biometricsRequired) {
    return (
      <StepFrame dossier={dossier} title={t('fingerprints.title')}>
        <Notice title={t('fingerprints.not-required')} />
      </StepFrame>
    );
  }
  return <TenPrints dossier={dossier} />;
}

function TenPrints({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const flow = useCaptureFlow(dossier);
  const [excepting, setExcepting] = useState(false);
  const hands = useRef<SVGSVGElement>(null);
  const { steps } = dossier.fingerprints;
  const { selected, target, toTake } = flow;
  const step = stepOf(steps, selected);
  const section = steps.filter(({ impression }) => impression === selected.impression);
  useEffect(() => {
    if (!excepting) hands.current?.focus();
  }, [excepting]);

  const goOn = (): void => {
    if (toTake && flow.activity !== 'capturing') flow.start(toTake);
  };
  const takeAgain = (): void => {
    if (target && mayTake(steps, target)) flow.start(target);
  };
  useHotkey('capture', goOn, toTake !== null && !flow.running && !excepting);

  const choose = (touch: FingerTouch): void => {
    setExcepting(false);
    flow.select(touch);
  };
  const startException = (): void => {
    flow.stop();
    setExcepting(true);
  };
  const onPlainKey = (key: string): boolean => {
    switch (key.toLowerCase()) {
      case 'enter':
      case ' ':
        // A good print is taken again on purpose only: with R.
        goOn();
        return true;
      case 'r':
        takeAgain();
        return true;
      case 'x':
        if (!step?.exception) startException();
        return true;
      default:
        return false;
    }
  };
  const formId = useId();
  const form = excepting && step && !step.exception ? step.position : null;
  const primary =
    form === null
      ? primaryAction(t, flow, dossier)
      : { label: t('fingerprints.exception-save'), onAct: () => submitForm(formId) };
  return (
    <StepFrame
      dossier={dossier}
      title={t('fingerprints.title')}
      aside={
        <div className={classes.aside}>
          <strong>
            {t('fingerprints.done-of', {
              done: finishedCount(section, dossier.fingerprints.targets),
              all: section.length,
            })}
          </strong>
          <AutomaticSwitch onChanged={() => hands.current?.focus()} />
        </div>
      }
      wide
      {...(primary && { primary })}
      note={
        form !== null ? (
          <ActionButton
            label={t('fingerprints.exception-cancel')}
            hotkey="close"
            onAct={() => setExcepting(false)}
          />
        ) : (
          flow.running && (
            <ActionButton label={t('fingerprints.stop')} hotkey="close" onAct={flow.stop} />
          )
        )
      }
    >
      <PhaseBanner flow={flow} fingerprints={dossier.fingerprints} excepting={form !== null} />
      <div className={classes.columns}>
        <div className={classes.hands}>
          {steps.length > section.length && (
            <SectionTabs
              fingerprints={dossier.fingerprints}
              shown={selected.impression}
              onShow={(impression) => choose(firstOf(dossier, impression))}
            />
          )}
          <HandPicture
            steps={section}
            selected={selected.position}
            lit={litFingers(flow, steps)}
            active={flow.activity === 'capturing'}
            onSelect={(position) => {
              const touch = { position, impression: selected.impression };
              if (stepOf(steps, touch)) choose(touch);
            }}
            onKey={onPlainKey}
            focusRef={hands}
          />
          {flow.changedScanner && (
            <ScannerChange
              scanner={flow.changedScanner}
              takesAgain={target !== null && stepsOf(steps, target).some(isTaken)}
            />
          )}
          <Legend />
        </div>
        <div className={classes.side}>
          {form !== null ? (
            <ExceptionForm
              key={form}
              dossierId={dossier.dossierId}
              position={form}
              formId={formId}
              onDone={(next) => {
                setExcepting(false);
                if (next) flow.goOnWith(next);
              }}
            />
          ) : target?.kind === 'slap' ? (
            <SlapPanel
              dossierId={dossier.dossierId}
              target={target}
              steps={steps}
              flow={flow}
              onRetry={takeAgain}
              onException={startException}
            />
          ) : (
            step && (
              <FingerPanel
                dossierId={dossier.dossierId}
                step={step}
                flow={flow}
                onRetry={takeAgain}
                onException={startException}
              />
            )
          )}
        </div>
      </div>
    </StepFrame>
  );
}

/** The finger with which a section is opened: the next to be taken there, else its first. */
function firstOf(
  { fingerprints: { steps } }: DossierView,
  impression: FingerTouch['impression'],
): FingerTouch {
  const section = steps.filter((step) => step.impression === impression);
  const open = section.find(({ state }) => state === 'open') ?? section[0];
  return { position: open?.position ?? 'right-thumb', impression };
}

/** What lies on the scanner together; the chosen finger alone when nothing of it is taken. */
function litFingers(
  { target, selected }: CaptureFlow,
  steps: DossierView['fingerprints']['steps'],
): readonly FingerPosition[] {
  const missing = exceptedIn(steps);
  const fingers = target ? fingersOf(target) : [selected];
  return fingers.map(({ position }) => position).filter((position) => !missing.includes(position));
}

/** Sends the form as its own Enter key would, with the checks of its fields. */
function submitForm(id: string): void {
  const form = document.querySelector<HTMLFormElement>(`#${CSS.escape(id)}`);
  form?.requestSubmit();
}

function primaryAction(
  t: ReturnType<typeof useT>,
  flow: CaptureFlow,
  { fingerprints }: DossierView,
): Action | undefined {
  const { steps } = fingerprints;
  const target = flow.toTake;
  switch (flow.activity) {
    case 'idle':
      if (!target) return undefined;
      return { label: takeLabel(t, target, steps), onAct: () => flow.start(target) };
    case 'waiting-for-device':
      if (!target) return undefined;
      return { label: t('fingerprints.try-now'), onAct: () => flow.start(target) };
    case 'capturing':
    case 'between':
      return { label: t('fingerprints.taking'), onAct: () => undefined, pending: true };
  }
}

/** `Lấy bốn ngón phải`; a rolled finger is already named by what is done with it. */
function takeLabel(
  t: ReturnType<typeof useT>,
  target: NonNullable<CaptureFlow['target']>,
  steps: DossierView['fingerprints']['steps'],
): string {
  const name = targetName(t, target, exceptedIn(steps));
  const rolled = target.kind === 'single' && target.impression === 'live-rolled';
  return rolled ? name : t('fingerprints.take', { finger: inSentence(name) });
}

function isTaken({ attempts }: CaptureStepView): boolean {
  return attempts > 0;
}

/** @param onChanged gives the keyboard back to the fingers */
function AutomaticSwitch({ onChanged }: { onChanged: () => void }) {
  const t = useT();
  const automatic = useCaptureSettings((settings) => settings.automatic);
  return (
    <Switch
      size="md"
      label={t('fingerprints.automatic')}
      checked={automatic}
      onChange={(event) => {
        useCaptureSettings.setState({ automatic: event.currentTarget.checked });
        onChanged();
      }}
    />
  );
}

function Legend() {
  const t = useT();
  return (
    <p className={classes.legend}>
      <span>
        <kbd>←</kbd> <kbd>→</kbd> {t('fingerprints.key-choose')}
      </span>
      <span>
        <kbd>Enter</kbd> {t('fingerprints.key-take')}
      </span>
      <span>
        <kbd>X</kbd> {t('fingerprints.key-exception')}
      </span>
    </p>
  );
}
