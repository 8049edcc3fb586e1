import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconCheck,
  IconStethoscope,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeviceView, IncidentView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { CheckupTable } from './checkup-table.tsx';
import { deviceName, deviceWithNumber, shortPort, troubleWords } from './device-words.ts';
import type { Replacement, ReplacementStep, StepState } from './replacement.ts';
import {
  openIncidentsOf,
  REPLACEMENT_STEPS,
  replacementSteps,
  successorOf,
} from './replacement.ts';
import { layOpen, useTechnicianView } from './technician-view.ts';
import { WhatWasDoneForm } from './what-was-done-form.tsx';
import classes from './replacement-panel.module.css';

/**
 * Takes a technician through the replacement of a device. The steps tick themselves off as the rack changes; it can be
 * left at any time, and holds up nobody.
 */
export function ReplacementPanel({
  replacement,
  devices,
}: {
  replacement: Replacement;
  devices: readonly DeviceView[];
}) {
  const t = useT();
  const { data: incidents = [] } = useStationQuery('incidents.list', {});
  const steps = replacementSteps(replacement, devices, incidents);
  const successor = successorOf(replacement, devices);
  const isDone = REPLACEMENT_STEPS.every((step) => steps[step] === 'done');
  const leave = (): void => {
    useTechnicianView.setState({ replacement: null });
    if (successor) layOpen(successor.deviceId);
  };
  return (
    <section className={classes.panel} aria-label={t('replace.title', { name: replacement.name })}>
      <div className={classes.head}>
        <IconArrowsExchange size={24} aria-hidden="true" />
        <h2 className={classes.title}>{t('replace.title', { name: replacement.name })}</h2>
        <ActionButton
          label={t(isDone ? 'replace.finish' : 'replace.leave')}
          hotkey={isDone ? 'primary' : 'close'}
          emphasis={isDone ? 'primary' : 'secondary'}
          icon={
            isDone ? (
              <IconCheck size={18} aria-hidden="true" />
            ) : (
              <IconX size={18} aria-hidden="true" />
            )
          }
          onAct={leave}
        />
      </div>
      <ol className={classes.steps}>
        {REPLACEMENT_STEPS.map((step, index) => (
          <Step key={step} number={index + 1} step={step} state={steps[step]}>
            <StepContent
              step={step}
              state={steps[step]}
              replacement={replacement}
              successor={successor}
              incidents={incidents}
            />
          </Step>
        ))}
      </ol>
      <p className={classes.note}>{t(isDone ? 'replace.done-note' : 'replace.note')}</p>
    </section>
  );
}

/** While another device lies open: the replacement waits, and this leads back to it. */
export function ReplacementWaits({ replacement }: { replacement: Replacement }) {
  const t = useT();
  return (
    <div className={classes.waits}>
      <IconArrowsExchange size={20} aria-hidden="true" />
      <span className={classes.title}>{t('replace.title', { name: replacement.name })}</span>
      <ActionButton
        label={t('replace.go-on')}
        hotkey="replaceDevice"
        onAct={() => layOpen(replacement.deviceId)}
      />
    </div>
  );
}

function Step({
  number,
  step,
  state,
  children,
}: {
  number: number;
  step: ReplacementStep;
  state: StepState;
  children: ReactNode;
}) {
  const t = useT();
  return (
    <li
      className={classes.step}
      data-state={state}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <span className={classes.sign} aria-hidden="true">
        <Sign state={state} number={number} />
      </span>
      <div className={classes.content}>
        <span className={classes.name}>
          {t(`replace-step.${step}`)}
          <span className={classes.spoken}> ({t(`replace-state.${state}`)})</span>
        </span>
        {children}
      </div>
    </li>
  );
}

function Sign({ state, number }: { state: StepState; number: number }) {
  switch (state) {
    case 'done':
      return <IconCheck size={17} stroke={3} />;
    case 'failed':
      return <IconAlertTriangle size={17} stroke={2.2} />;
    case 'now':
    case 'later':
      return <>{number}</>;
  }
}

/** What to do at a step now, or how it went. */
function StepContent({
  step,
  state,
  replacement,
  successor,
  incidents,
}: {
  step: ReplacementStep;
  state: StepState;
  replacement: Replacement;
  successor: DeviceView | undefined;
  incidents: readonly IncidentView[];
}) {
  const t = useT();
  if (state === 'later') return null;
  switch (step) {
    case 'pull':
      return state === 'now' ? <p>{t('replace.pull-todo', { name: replacement.name })}</p> : null;
    case 'plug':
      return state === 'now' ? <p>{t('replace.plug-todo')}</p> : <Plugged device={successor} />;
    case 'ready':
      return successor ? <Ready device={successor} state={state} /> : null;
    case 'self-test':
      return successor ? <SelfTest device={successor} state={state} /> : null;
    case 'close':
      return (
        <Close
          open={state === 'now' ? openIncidentsOf(replacement, incidents) : []}
          replacement={replacement}
          successor={successor}
        />
      );
  }
}

function Plugged({ device }: { device: DeviceView | undefined }) {
  const t = useT();
  if (!device) return null;
  return (
    <p>{t('replace.plugged', { name: deviceName(t, device), port: shortPort(device.port) })}</p>
  );
}

function Ready({ device, state }: { device: DeviceView; state: StepState }) {
  const t = useT();
  const formats = useFormats();
  if (state === 'done') {
    const seconds = formats.number(Math.round((device.readyAfterMs ?? 0) / 100) / 10);
    return <p>{t('replace.ready-after', { seconds })}</p>;
  }
  if (device.trouble) {
    const { what, todo } = troubleWords(t, device.trouble.code);
    return (
      <p className={classes.bad}>
        {what} {todo}
      </p>
    );
  }
  if (device.state === 'ready') return <p>{t('replace.other-serves')}</p>;
  return <Waiting label={t('replace.opening')} />;
}

function SelfTest({ device, state }: { device: DeviceView; state: StepState }) {
  const t = useT();
  const { call, pending, error } = useCall('devices.selfTest');
  if (state === 'done') return <p>{t('replace.self-test-passed')}</p>;
  const todo =
    device.role === 'fingerprint' ? 'replace.self-test-todo-glass' : 'replace.self-test-todo';
  return (
    <>
      <p>{t(state === 'failed' ? 'replace.self-test-failed' : todo)}</p>
      {state === 'failed' && (
        <CheckupTable title={t('device.self-test')} checkup={device.selfTest} />
      )}
      <ErrorNotice error={error} />
      <ActionButton
        label={t(pending ? 'bench.self-testing' : 'device-act.self-test')}
        hotkey="primary"
        emphasis="primary"
        icon={<IconStethoscope size={19} aria-hidden="true" />}
        pending={pending}
        onAct={() => void call({ deviceId: device.deviceId })}
      />
    </>
  );
}

/** One text for every incident of the old device that is still open. */
function Close({
  open,
  replacement,
  successor,
}: {
  open: readonly IncidentView[];
  replacement: Replacement;
  successor: DeviceView | undefined;
}) {
  const t = useT();
  if (open.length === 0) return <p>{t('replace.closed')}</p>;
  const proposed =
    successor === undefined || successor.deviceId === replacement.deviceId
      ? t('replace.done-text-same', { name: replacement.name })
      : t('replace.done-text', { old: replacement.name, new: deviceWithNumber(t, successor) });
  return (
    <>
      <p>{t('replace.close-todo', { count: open.length })}</p>
      <WhatWasDoneForm incidentIds={open.map(({ incidentId }) => incidentId)} proposed={proposed} />
    </>
  );
}
