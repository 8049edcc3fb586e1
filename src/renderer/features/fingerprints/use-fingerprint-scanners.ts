import type { DeviceView } from '../../../contract/views.ts';
import { useStationQuery } from '../../station/hooks.ts';
import { useLink } from '../../station/link.ts';

export interface FingerprintScanners {
  /** The one that serves now; null while there is none, and while the station is down. */
  readonly serving: DeviceView | null;
  /** One that is plugged in and cannot be used; null while another one serves. */
  readonly troubled: DeviceView | null;
}

/** The fingerprint scanners as the officer has to know of them. */
export function useFingerprintScanners(): FingerprintScanners {
  const { data: devices = [] } = useStationQuery('devices.list', {});
  const stationUp = useLink((link) => link.up);
  if (!stationUp) return { serving: null, troubled: null };
  const scanners = devices.filter(({ role }) => role === 'fingerprint');
  const serving = scanners.find((scanner) => scanner.serving) ?? null;
  const troubled = scanners.find(({ state }) => state === 'trouble') ?? null;
  return { serving, troubled: serving ? null : troubled };
}
