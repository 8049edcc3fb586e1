import type { DeviceView } from '../../../contract/views.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import { isMessageKey } from '../../i18n/messages.ts';

/** Make and model; what kind of device it is where it tells neither. */
export function deviceName(
  t: Translate,
  { make, model, role }: Pick<DeviceView, 'make' | 'model' | 'role'>,
): string {
  const name = [make, model].filter((part) => part !== '').join(' ');
  return name === '' ? t(`device-kind.${role}`) : name;
}

/** Make, model and serial number: two of one model are told apart where it is written down. */
export function deviceWithNumber(
  t: Translate,
  device: Pick<DeviceView, 'make' | 'model' | 'role' | 'serialNumber'>,
): string {
  const name = deviceName(t, device);
  return device.serialNumber === '' ? name : `${name} (${device.serialNumber})`;
}

/** What stands on a port's label: the end of its path (`ttyUSB0`), or its number on this computer (`4501`). */
export function shortPort(port: string): string {
  return (
    port
      .replace(/^127\.0\.0\.1:/, '')
      .split(/[/\\]/)
      .at(-1) ?? port
  );
}

export interface TroubleWords {
  readonly what: string;
  /** Empty for a code that this station does not know. */
  readonly todo: string;
}

/** What a device's own error code means, and what a technician does about it. */
export function troubleWords(t: Translate, code: string): TroubleWords {
  const what = `trouble.${code}`;
  const todo = `trouble-todo.${code}`;
  return {
    what: isMessageKey(what) ? t(what) : code,
    todo: isMessageKey(todo) ? t(todo) : '',
  };
}

/** The device of an incident by name; ports that cannot be listed are named by their kind. */
export function incidentDevice(t: Translate, id: string, devices: readonly DeviceView[]): string {
  const device = devices.find(({ deviceId }) => deviceId === id);
  if (device) return deviceName(t, device);
  const ports = `incident.ports-${id}`;
  return isMessageKey(ports) ? t(ports) : id;
}
