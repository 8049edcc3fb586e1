import { basename } from 'node:path';
import {
  descriptionForHidDevice,
  descriptionForSbiDevice,
  descriptionForSerialPort,
} from '../descriptions/match.ts';
import type { HidDescription, SerialDescription } from '../descriptions/match.ts';
import type { KnownDescription } from '../descriptions/schema.ts';
import { settingsOf } from '../descriptions/settings.ts';
import type { DeviceInfo } from '../modality.ts';
import type { SbiEnvironment } from '../protocols/sbi/profile.ts';
import type { HidDeviceInfo } from '../transports/hid.ts';
import type { SerialPortInfo } from '../transports/serial.ts';
import type {
  DeviceCandidate,
  UsbIds,
  Vc0706Settings,
  ViscaSettings,
  ZfmSettings,
} from './candidate.ts';
import type { SbiFoundDevice } from './sbi-discovery.ts';

/** Which driver is for a device that was found; undefined where none of ours is. */
export interface Catalogue {
  forSerialPort(port: SerialPortInfo): DeviceCandidate | undefined;
  forHidDevice(device: HidDeviceInfo): DeviceCandidate | undefined;
  forSbiDevice(device: SbiFoundDevice, trust: SbiTrust): DeviceCandidate | undefined;
}

/** Whom the station believes behind a Secure Biometric Interface. */
export interface SbiTrust {
  /** PEM. */
  readonly trustAnchors: readonly string[];
  readonly environment: SbiEnvironment;
}

/** The drivers that the descriptions name. Ports that no description is for are left alone. */
export function catalogueOf(descriptions: readonly KnownDescription[]): Catalogue {
  return {
    forSerialPort: (port) => {
      const description = descriptionForSerialPort(descriptions, port);
      return description && serialCandidate(port, description);
    },
    forHidDevice: (device) => {
      const description = descriptionForHidDevice(descriptions, device);
      return description && hidCandidate(device, description);
    },
    forSbiDevice: (device, trust) => sbiCandidate(device, trust, descriptions),
  };
}

function serialCandidate(port: SerialPortInfo, description: SerialDescription): DeviceCandidate {
  const found = {
    ...foundAt('serial', port, { make: port.manufacturer }),
    description: basename(description.file),
    transport: 'serial',
  } as const;
  switch (description.driver) {
    case 'zfm':
      return { ...found, driver: 'zfm', role: 'fingerprint', settings: settingsOf(description) };
    case 'visca':
      return { ...found, driver: 'visca', role: 'camera-head', settings: settingsOf(description) };
    case 'vc0706':
      return {
        ...found,
        driver: 'vc0706',
        role: 'portrait-camera',
        settings: settingsOf(description),
      };
  }
}

function hidCandidate(device: HidDeviceInfo, description: HidDescription): DeviceCandidate {
  const found = {
    ...foundAt('hid', device, { make: device.manufacturer, model: device.product }),
    description: basename(description.file),
    transport: 'hid',
  } as const;
  switch (description.driver) {
    case 'zfm':
      return { ...found, driver: 'zfm', role: 'fingerprint', settings: settingsOf(description) };
    case 'hid-pos':
      return {
        ...found,
        driver: 'hid-pos',
        role: 'code-scanner',
        settings: settingsOf(description),
      };
  }
}

/** Every device of the interface is one of ours; a description may say more of its make. Irises are not taken here. */
function sbiCandidate(
  device: SbiFoundDevice,
  trust: SbiTrust,
  descriptions: readonly KnownDescription[],
): DeviceCandidate | undefined {
  const { make, model, serialNo, type } = device.digitalId;
  if (type === 'Iris') return undefined;
  const description = descriptionForSbiDevice(descriptions, { make, model, serialNo });
  return {
    id: `sbi:${make}:${model}:${serialNo}`,
    address: `127.0.0.1:${device.port}`,
    identity: { make, model, serialNumber: serialNo },
    driver: 'sbi',
    role: type === 'Finger' ? 'fingerprint' : 'portrait-camera',
    transport: 'loopback-http',
    ...(description && { description: basename(description.file) }),
    settings: {
      ...(description && settingsOf(description)),
      ...trust,
      port: device.port,
      deviceId: device.deviceId,
    },
  };
}

/** A device on a serial port that somebody named, because the port does not say what is behind it. */
export function namedSerialDevice(
  path: string,
  device:
    | { readonly driver: 'zfm'; readonly settings: ZfmSettings }
    | { readonly driver: 'visca'; readonly settings: ViscaSettings }
    | { readonly driver: 'vc0706'; readonly settings: Vc0706Settings },
): DeviceCandidate {
  const at = { id: `serial:${path}`, address: path, identity: {}, transport: 'serial' } as const;
  switch (device.driver) {
    case 'zfm':
      return { ...at, ...device, role: 'fingerprint' };
    case 'visca':
      return { ...at, ...device, role: 'camera-head' };
    case 'vc0706':
      return { ...at, ...device, role: 'portrait-camera' };
  }
}

function foundAt(
  transport: 'serial' | 'hid',
  port: {
    readonly vendorId: number | undefined;
    readonly productId: number | undefined;
    readonly serialNumber: string | undefined;
    readonly path: string;
  },
  names: { readonly make: string | undefined; readonly model?: string | undefined },
): { id: string; address: string; identity: Partial<DeviceInfo>; usb?: UsbIds } {
  const { vendorId, productId } = port;
  const told = { ...names, serialNumber: port.serialNumber };
  return {
    id: identityKey(transport, port),
    address: port.path,
    ...(vendorId !== undefined && productId !== undefined && { usb: { vendorId, productId } }),
    // Without a key that is undefined.
    identity: Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  };
}

/** The same for the same device on whatever port, where it has a serial number. */
function identityKey(
  transport: 'serial' | 'hid',
  device: {
    readonly vendorId: number | undefined;
    readonly productId: number | undefined;
    readonly serialNumber: string | undefined;
    readonly path: string;
  },
): string {
  const { vendorId, productId, serialNumber, path } = device;
  if (vendorId === undefined || productId === undefined || serialNumber === undefined) {
    return `${transport}:${path}`;
  }
  const hexadecimal = (value: number): string => value.toString(16).padStart(4, '0');
  return `${transport}:${hexadecimal(vendorId)}:${hexadecimal(productId)}:${serialNumber}`;
}
