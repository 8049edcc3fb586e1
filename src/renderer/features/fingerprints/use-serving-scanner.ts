import type { DeviceView } from '../../../contract/views.ts';
import { useStationQuery } from '../../station/hooks.ts';
import { useLink } from '../../station/link.ts';

/** The fingerprint scanner that serves now; null while there is none, and while the station is down. */
export function useServingScanner(): DeviceView | null {
  const { data: devices = [] } = useStationQuery('devices.list', {});
  const stationUp = useLink((link) => link.up);
  if (!stationUp) return null;
  return devices.find(({ role, serving }) => role === 'fingerprint' && serving) ?? null;
}
