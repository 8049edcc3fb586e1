import { accessSync, constants } from 'node:fs';
import type { Catalogue } from '../drivers/catalogue.ts';
import { listHidDevices } from '../transports/hid.ts';
import type { HidDeviceInfo } from '../transports/hid.ts';
import { listSerialPorts } from '../transports/serial.ts';
import type { SerialPortInfo } from '../transports/serial.ts';

/**
 * Why a port is on no driver's list:
 * - `not-a-device`: it says itself that it is something else (keyboard, mouse, a port of the mainboard);
 * - `no-permission`: it may be one of ours, and this user may not open it;
 * - `no-description`: it could be one; no description names its ids.
 */
export type StrangerReason = 'not-a-device' | 'no-permission' | 'no-description';

/** A port that no driver of the station is for. */
export interface Stranger {
  readonly transport: 'serial' | 'hid';
  readonly path: string;
  /** What it calls itself; empty where it does not. */
  readonly name: string;
  readonly vendorId: number | undefined;
  readonly productId: number | undefined;
  readonly reason: StrangerReason;
}

/** USB HID Usage Tables 1.5, 4: Generic Desktop page, usages mouse, keyboard, keypad, system control. */
const GENERIC_DESKTOP_PAGE = 0x01;
const DESKTOP_USAGES: ReadonlySet<number> = new Set([0x02, 0x06, 0x07, 0x80]);
/** Consumer page: volume keys and the like. */
const CONSUMER_PAGE = 0x0c;

/** Every port that is no device of the station, and why. */
export async function findStrangers(catalogue: Catalogue): Promise<readonly Stranger[]> {
  const [ports, hids] = await Promise.all([listSerialPorts(), listHidDevices()]);
  return [
    ...(ports.ok ? ports.value : [])
      .filter((port) => catalogue.forSerialPort(port) === undefined)
      .map((port) => serialStranger(port)),
    ...(hids.ok ? hids.value : [])
      .filter((device) => catalogue.forHidDevice(device) === undefined)
      .map((device) => hidStranger(device)),
  ];
}

function serialStranger(port: SerialPortInfo): Stranger {
  const { path, vendorId, productId, manufacturer: name = '' } = port;
  return { transport: 'serial', path, name, vendorId, productId, reason: whyNotSerial(port) };
}

function hidStranger(device: HidDeviceInfo): Stranger {
  const { path, vendorId, productId, manufacturer = '', product = '' } = device;
  const name = `${manufacturer} ${product}`.trim();
  return { transport: 'hid', path, name, vendorId, productId, reason: whyNotHid(device) };
}

/** Why no driver is for a serial port that no description names. */
export function whyNotSerial({ path, vendorId }: SerialPortInfo): StrangerReason {
  // A port without ids is one of the mainboard; what hangs on it has to be named.
  if (vendorId === undefined) return 'not-a-device';
  return isOpenToUs(path) ? 'no-description' : 'no-permission';
}

/** Why no driver is for a HID device that no description names. */
export function whyNotHid({ path, usagePage, usage }: HidDeviceInfo): StrangerReason {
  const isDesktop =
    usagePage === CONSUMER_PAGE ||
    (usagePage === GENERIC_DESKTOP_PAGE && usage !== undefined && DESKTOP_USAGES.has(usage));
  if (isDesktop) return 'not-a-device';
  return isOpenToUs(path) ? 'no-description' : 'no-permission';
}

function isOpenToUs(path: string): boolean {
  if (!path.startsWith('/')) return true;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    // Not permitted, or gone between listing and looking: either way not ours to open now.
    return false;
  }
}
