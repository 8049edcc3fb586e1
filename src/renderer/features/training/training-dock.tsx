import { Button, NativeSelect } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronUp,
  IconIdBadge2,
  IconPlugConnected,
  IconPlugConnectedX,
  IconSchool,
} from '@tabler/icons-react';
import type { StationError } from '../../../contract/errors.ts';
import type { ProcedureInput } from '../../../contract/procedures.ts';
import { TRAINING_DEVICES, TRAINING_FAULTS } from '../../../contract/training-devices.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { useSession } from '../../station/session.ts';
import { useTrainingDock } from './training-dock-view.ts';
import classes from './training-dock.module.css';

type Condition = ProcedureInput<'training.condition'>['condition'];

const CONDITIONS = [
  'good',
  'dry',
  'wet',
  'partial',
  'smudged',
  'rotated',
] as const satisfies readonly Condition[];

/** Training only: how the simulated citizen presents the fingers, and what befalls the emulated devices. */
export function TrainingDock() {
  const t = useT();
  const role = useSession()?.user?.role;
  const shown = useTrainingDock((dock) => dock.shown);
  // A supervisor has no scanner and no citizen in front of them.
  if (role === undefined || role === 'supervisor') return null;
  const Chevron = shown ? IconChevronDown : IconChevronUp;
  return (
    <aside className={classes.dock} aria-label={t('training.title')} data-shown={shown}>
      <button
        type="button"
        className={classes.title}
        aria-expanded={shown}
        onClick={() => useTrainingDock.setState({ shown: !shown })}
      >
        <IconSchool size={20} aria-hidden="true" />
        {t('training.title')}
        <Chevron size={18} aria-hidden="true" />
      </button>
      {shown && <Controls withCitizen={role === 'officer'} />}
    </aside>
  );
}

function Controls({ withCitizen }: { withCitizen: boolean }) {
  const t = useT();
  const condition = useTrainingDock((dock) => dock.condition);
  const present = useCall('training.condition');
  const scan = useCall('training.scanCard');
  const choose = async (next: Condition): Promise<void> => {
    const answer = await present.call({ condition: next });
    if (answer.ok) useTrainingDock.setState({ condition: next });
  };
  const error = present.error ?? scan.error;
  return (
    <>
      {withCitizen && (
        <div className={classes.group} role="group" aria-label={t('training.finger')}>
          <span className={classes.label}>{t('training.finger')}</span>
          {CONDITIONS.map((one) => (
            <button
              key={one}
              type="button"
              className={classes.choice}
              aria-pressed={one === condition}
              onClick={() => void choose(one)}
            >
              {t(`touch-condition.${one}`)}
            </button>
          ))}
        </div>
      )}
      <DeviceControls />
      {withCitizen && (
        <DockButton
          label={t('training.scan-card')}
          icon={<IconIdBadge2 size={18} />}
          onAct={() => void scan.call({})}
        />
      )}
      <Trouble error={error} />
    </>
  );
}

/** One emulated device at a time: plugs it, pulls it, and lets something go wrong with it. */
function DeviceControls() {
  const t = useT();
  const device = useTrainingDock((dock) => dock.device);
  const { data: devices = [], error } = useStationQuery('training.devices', {});
  const plug = useCall('training.plug');
  const play = useCall('training.fault');
  const chosen = devices.find((one) => one.device === device);
  const plugged = chosen?.plugged ?? false;
  return (
    <div className={classes.group} role="group" aria-label={t('training.device')}>
      <NativeSelect
        size="xs"
        className={classes.select}
        aria-label={t('training.device')}
        value={device}
        onChange={({ currentTarget }) => {
          const next = TRAINING_DEVICES.find((one) => one === currentTarget.value);
          if (next) useTrainingDock.setState({ device: next });
        }}
        data={TRAINING_DEVICES.map((one) => ({ value: one, label: t(`training-device.${one}`) }))}
      />
      <DockButton
        label={t(plugged ? 'training.unplug' : 'training.plug')}
        icon={plugged ? <IconPlugConnectedX size={18} /> : <IconPlugConnected size={18} />}
        pending={plug.pending}
        onAct={() => void plug.call({ device, plugged: !plugged })}
      />
      <NativeSelect
        size="xs"
        className={classes.select}
        aria-label={t('training.fault')}
        disabled={!plugged || play.pending}
        value={chosen?.fault ?? 'none'}
        onChange={({ currentTarget }) => {
          const fault = TRAINING_FAULTS[device].find((one) => one === currentTarget.value) ?? null;
          void play.call({ device, fault });
        }}
        data={[
          { value: 'none', label: t('training-fault.none') },
          ...TRAINING_FAULTS[device].map((fault) => ({
            value: fault,
            label: t(`training-fault.${fault}`),
          })),
        ]}
      />
      <Trouble error={error ?? plug.error ?? play.error} />
    </div>
  );
}

function Trouble({ error }: { error: StationError | null }) {
  const t = useT();
  if (!error) return null;
  return (
    <span className={classes.error} role="alert">
      {errorSentence(t, error)}
    </span>
  );
}

function DockButton({
  label,
  icon,
  pending = false,
  onAct,
}: {
  label: string;
  icon: React.ReactNode;
  pending?: boolean;
  onAct: () => void;
}) {
  return (
    <Button
      variant="default"
      size="xs"
      disabled={pending}
      leftSection={<span aria-hidden="true">{icon}</span>}
      className={classes.button}
      onClick={onAct}
    >
      {label}
    </Button>
  );
}
