import type { DeviceView } from '../../../contract/views.ts';
import { useStationQuery } from '../../station/hooks.ts';
import { useChosenCamera } from '../cameras/camera-choice.tsx';

/** Where portraits come from now. */
export type PortraitSource =
  /** A camera of this computer; null: whichever there is, when none serves. */
  | { readonly kind: 'window'; readonly cameraId: string | null }
  /** A camera at the station that gives one picture at a time. */
  | { readonly kind: 'still'; readonly device: DeviceView };

/** Follows the rack: who holds the role of the portrait camera. Undefined before the station has said. */
export function usePortraitSource(): PortraitSource | undefined {
  const { data: devices } = useStationQuery('devices.list', {});
  const chosen = useChosenCamera('portrait');
  if (!devices) return undefined;
  const serving = devices.find((device) => device.role === 'portrait-camera' && device.serving);
  if (serving && serving.transport !== 'media') return { kind: 'still', device: serving };
  return { kind: 'window', cameraId: chosen ?? serving?.deviceId ?? null };
}
