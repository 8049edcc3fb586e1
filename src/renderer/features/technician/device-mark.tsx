import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHandStop,
  IconLoader2,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { DeviceView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import classes from './device-mark.module.css';

const ICONS = {
  ready: IconCircleCheck,
  searching: IconLoader2,
  lost: IconPlugConnectedX,
  trouble: IconAlertTriangle,
  'set-aside': IconHandStop,
} as const satisfies Record<DeviceView['state'], unknown>;

/** How a device is, as a sign with its word. */
export function DeviceMark({ state }: { state: DeviceView['state'] }) {
  const t = useT();
  const Icon = ICONS[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={16} stroke={2.2} aria-hidden="true" />
      {t(`device-state.${state}`)}
    </span>
  );
}
