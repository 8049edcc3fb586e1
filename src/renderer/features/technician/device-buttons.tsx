import {
  IconAdjustments,
  IconArrowBackUp,
  IconArrowsExchange,
  IconHandStop,
  IconPhoto,
  IconRefresh,
  IconStar,
  IconStarOff,
  IconStethoscope,
} from '@tabler/icons-react';
import type { DeviceView } from '../../../contract/views.ts';
import type { Action, Emphasis } from '../../components/action-button.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import type { Translate } from '../../i18n/i18n.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import type { DeviceAct } from './device-acts.ts';
import { actsFor } from './device-acts.ts';
import { deviceWithNumber } from './device-words.ts';
import { replaceDevice, useTechnicianView } from './technician-view.ts';
import type { Bench } from './use-bench.ts';
import classes from './device-buttons.module.css';

/** Everything that can be done at a device as it is now, each with its key. */
export function DeviceButtons({ device, bench }: { device: DeviceView; bench: Bench }) {
  const t = useT();
  const set = useCall('devices.set');
  const tryAgain = useCall('devices.tryAgain');
  const { deviceId, preferred, state } = device;
  const isSetAside = state === 'set-aside';
  const perform = (act: DeviceAct): void => {
    switch (act) {
      case 'live-image':
        return device.transport === 'media' ? bench.showCamera() : bench.showLiveImage();
      case 'self-test':
        return bench.selfTest();
      case 'calibrate':
        return bench.askForCalibration();
      case 'replace':
        return replaceDevice(device, deviceWithNumber(t, device));
      case 'try-again':
        return void tryAgain.call({ deviceId });
      case 'prefer':
      case 'prefer-no-more':
        return void set.call({ deviceId, setAside: isSetAside, preferred: act === 'prefer' });
      case 'set-aside':
      case 'take-back':
        return void set.call({ deviceId, setAside: act === 'set-aside', preferred });
    }
  };
  const isReplacing = useTechnicianView((view) => view.replacement !== null);
  const acts = actsFor(device).filter((act) => act !== 'replace' || !isReplacing);
  return (
    <>
      <div className={classes.buttons}>
        {acts.map((act) => (
          <ActionButton
            key={act}
            {...FACES[act]}
            label={labelOf(t, act, device)}
            emphasis={emphasisOf(act, acts, state)}
            pending={
              (bench.busy && NEEDS_DEVICE.has(act)) || (act === 'try-again' && tryAgain.pending)
            }
            onAct={() => perform(act)}
          />
        ))}
      </div>
      <ErrorNotice error={set.error ?? tryAgain.error} />
    </>
  );
}

/** One at a time, and none while another runs. */
const NEEDS_DEVICE: ReadonlySet<DeviceAct> = new Set(['live-image', 'self-test', 'calibrate']);

const FACES = {
  'live-image': { hotkey: 'liveImage', icon: <IconPhoto size={19} aria-hidden="true" /> },
  'self-test': { hotkey: 'selfTest', icon: <IconStethoscope size={19} aria-hidden="true" /> },
  calibrate: { hotkey: 'calibrate', icon: <IconAdjustments size={19} aria-hidden="true" /> },
  replace: { hotkey: 'replaceDevice', icon: <IconArrowsExchange size={19} aria-hidden="true" /> },
  'try-again': { hotkey: 'tryAgain', icon: <IconRefresh size={19} aria-hidden="true" /> },
  prefer: { hotkey: 'prefer', icon: <IconStar size={19} aria-hidden="true" /> },
  'prefer-no-more': { hotkey: 'prefer', icon: <IconStarOff size={19} aria-hidden="true" /> },
  'set-aside': { hotkey: 'setAside', icon: <IconHandStop size={19} aria-hidden="true" /> },
  'take-back': { hotkey: 'setAside', icon: <IconArrowBackUp size={19} aria-hidden="true" /> },
} as const satisfies Record<DeviceAct, Pick<Action, 'hotkey' | 'icon'>>;

function labelOf(t: Translate, act: DeviceAct, { role }: DeviceView): string {
  if (act === 'live-image' && role === 'fingerprint') return t('device-act.test-print');
  return t(`device-act.${act}`);
}

/** Of a device that does not work, the first act is the obvious one. */
function emphasisOf(
  act: DeviceAct,
  acts: readonly DeviceAct[],
  state: DeviceView['state'],
): Emphasis {
  const isWell = state === 'ready' || state === 'searching';
  return !isWell && act === acts[0] ? 'primary' : 'secondary';
}
