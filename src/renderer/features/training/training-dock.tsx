import { Button } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronUp,
  IconIdBadge2,
  IconPlugConnected,
  IconPlugConnectedX,
  IconSchool,
  IconWaveSawTool,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { ProcedureInput } from '../../../contract/procedures.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { useSession } from '../../station/session.ts';
import { useTrainingDock } from './training-dock-view.ts';
import classes from './training-dock.module.css';

type Condition = ProcedureInput<'training.condition'>['condition'];
type Mishap = ProcedureInput<'training.mishap'>['mishap'];

const CONDITIONS = [
  'good',
  'dry',
  'wet',
  'partial',
  'smudged',
  'rotated',
] as const satisfies readonly Condition[];

/** Training only: how the simulated citizen presents the next finger, and what befalls the scanner. */
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
  const [garbage, setGarbage] = useState(false);
  const present = useCall('training.condition');
  const mishap = useCall('training.mishap');
  const scan = useCall('training.scanCard');
  const plugged = useScannerPlugged();
  const provoke = async (what: Mishap): Promise<void> => {
    const answer = await mishap.call({ mishap: what });
    if (answer.ok && what !== 'unplug') setGarbage(what === 'garbage');
  };
  const choose = async (next: Condition): Promise<void> => {
    const answer = await present.call({ condition: next });
    if (answer.ok) useTrainingDock.setState({ condition: next });
  };
  const error = present.error ?? mishap.error ?? scan.error;
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
      <div className={classes.group}>
        <DockButton
          label={t(plugged ? 'training-mishap.unplug' : 'training-mishap.plug')}
          icon={plugged ? <IconPlugConnectedX size={18} /> : <IconPlugConnected size={18} />}
          onAct={() => void provoke(plugged ? 'unplug' : 'plug')}
        />
        <DockButton
          label={t(garbage ? 'training-mishap.recover' : 'training-mishap.garbage')}
          icon={<IconWaveSawTool size={18} />}
          onAct={() => void provoke(garbage ? 'recover' : 'garbage')}
        />
        {withCitizen && (
          <DockButton
            label={t('training.scan-card')}
            icon={<IconIdBadge2 size={18} />}
            onAct={() => void scan.call({})}
          />
        )}
      </div>
      {error && (
        <span className={classes.error} role="alert">
          {errorSentence(t, error)}
        </span>
      )}
    </>
  );
}

function DockButton({
  label,
  icon,
  onAct,
}: {
  label: string;
  icon: React.ReactNode;
  onAct: () => void;
}) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<span aria-hidden="true">{icon}</span>}
      className={classes.button}
      onClick={onAct}
    >
      {label}
    </Button>
  );
}

function useScannerPlugged(): boolean {
  const { data: devices = [] } = useStationQuery('devices.list', {});
  return devices.some(
    (device) =>
      device.role === 'fingerprint' && (device.state === 'ready' || device.state === 'trouble'),
  );
}
