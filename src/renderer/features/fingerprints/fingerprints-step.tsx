import { Switch } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import type { Action } from '../../components/action-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { StepFrame } from '../wizard/step-frame.tsx';
import { finishedCount, stepOf } from './capture-flow.ts';
import { useCaptureSettings } from './capture-settings.ts';
import { ExceptionForm } from './exception-form.tsx';
import { FingerPanel } from './finger-panel.tsx';
import { fingerInSentence } from './finger-name.ts';
import { HandPicture } from './hand-picture.tsx';
import { PhaseBanner } from './phase-banner.tsx';
import type { CaptureFlow } from './use-capture-flow.ts';
import { useCaptureFlow } from './use-capture-flow.ts';
import classes from './fingerprints-step.module.css';

/** Ten single prints, hands free: an accepted print brings the next finger by itself. */
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
  const step = stepOf(steps, flow.selected);
  useEffect(() => {
    if (!excepting) hands.current?.focus();
  }, [excepting]);

  const mayStart = step?.state === 'open' || step?.state === 'weak';
  useHotkey('capture', () => flow.start(), mayStart && !flow.running && !excepting);

  const startException = (): void => {
    flow.stop();
    setExcepting(true);
  };
  const onPlainKey = (key: string): boolean => {
    switch (key.toLowerCase()) {
      case 'enter':
      case ' ':
        // A good print is taken again on purpose only: with R.
        if (mayStart) flow.start();
        return true;
      case 'r':
        if (!step?.exception) flow.start();
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
            {t('fingerprints.done-of', { done: finishedCount(steps), all: steps.length })}
          </strong>
          <AutomaticSwitch />
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
          <HandPicture
            steps={steps}
            selected={flow.selected}
            active={flow.activity === 'capturing' ? flow.selected : null}
            onSelect={(position) => {
              setExcepting(false);
              flow.select(position);
            }}
            onKey={onPlainKey}
            focusRef={hands}
          />
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
          ) : (
            step && (
              <FingerPanel
                dossierId={dossier.dossierId}
                step={step}
                flow={flow}
                onRetry={() => flow.start()}
                onException={startException}
              />
            )
          )}
        </div>
      </div>
    </StepFrame>
  );
}

/** Sends the form as its own Enter key would, with the checks of its fields. */
function submitForm(id: string): void {
  const form = document.querySelector<HTMLFormElement>(`#${CSS.escape(id)}`);
  form?.requestSubmit();
}

function primaryAction(
  t: ReturnType<typeof useT>,
  flow: CaptureFlow,
  dossier: DossierView,
): Action | undefined {
  const finger = fingerInSentence(t, flow.selected);
  switch (flow.activity) {
    case 'idle':
      return dossier.fingerprints.complete ||
        stepOf(dossier.fingerprints.steps, flow.selected)?.exception
        ? undefined
        : { label: t('fingerprints.take', { finger }), onAct: () => flow.start() };
    case 'waiting-for-device':
      return { label: t('fingerprints.try-now'), onAct: () => flow.start() };
    case 'capturing':
    case 'between':
      return { label: t('fingerprints.taking'), onAct: () => undefined, pending: true };
  }
}

function AutomaticSwitch() {
  const t = useT();
  const automatic = useCaptureSettings((settings) => settings.automatic);
  return (
    <Switch
      size="md"
      label={t('fingerprints.automatic')}
      checked={automatic}
      onChange={(event) => useCaptureSettings.setState({ automatic: event.currentTarget.checked })}
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
