import type { DeviceRole } from '../../domain/device-role.ts';
import { capabilitiesOfDriver } from '../drivers/drivers.ts';
import type { DriverCapability } from '../drivers/drivers.ts';
import type { RackDevice } from './rack-device.ts';

/** The role that a device with a capability serves; irises are read by devices that no step of a dossier needs yet. */
const ROLE_OF: Readonly<Record<DriverCapability, DeviceRole | undefined>> = {
  'single-plain': 'fingerprint',
  'single-rolled': 'fingerprint',
  'slaps-4-4-2': 'fingerprint',
  iris: undefined,
  face: 'portrait-camera',
  'exception-photo': 'portrait-camera',
  'still-picture': 'portrait-camera',
  'live-picture': 'portrait-camera',
  'camera-head': 'camera-head',
  codes: 'code-scanner',
};

/** What a device in a role can do: as it says itself, and until it is open as its driver can. */
export function capabilitiesOf({
  driver,
  role,
  info,
}: Pick<RackDevice, 'driver' | 'role' | 'info'>): readonly DriverCapability[] {
  if (info.abilities !== undefined) return info.abilities;
  return capabilitiesOfDriver(driver).filter((capability) => ROLE_OF[capability] === role);
}
