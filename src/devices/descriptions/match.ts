import type { HidDeviceInfo } from '../transports/hid.ts';
import type { SerialPortInfo } from '../transports/serial.ts';
import { matchesPattern } from '../text-pattern.ts';
import type { DeviceDescription, KnownDescription } from './schema.ts';

type OnTransport<Transport extends DeviceDescription['transport']> = Extract<
  DeviceDescription,
  { transport: Transport }
>;

export type SerialDescription = KnownDescription<OnTransport<'serial'>>;
export type HidDescription = KnownDescription<OnTransport<'hid'>>;
export type SbiDescription = KnownDescription<OnTransport<'loopback-http'>>;

type Match = DeviceDescription['match'][number];

/** What a device behind a Secure Biometric Interface says it is. */
export interface SbiIdentity {
  readonly make: string;
  readonly model: string;
  readonly serialNo: string;
}

/** The description for a serial port, or undefined where none is for it. */
export function descriptionForSerialPort(
  descriptions: readonly KnownDescription[],
  port: SerialPortInfo,
): SerialDescription | undefined {
  return best(
    descriptions.filter((one): one is SerialDescription => one.transport === 'serial'),
    (match: SerialDescription['match'][number]) =>
      match.vendorId === port.vendorId &&
      match.productId === port.productId &&
      fits(match.serialNumber, port.serialNumber),
  );
}

/** The description for a HID device (one of its collections), or undefined where none is for it. */
export function descriptionForHidDevice(
  descriptions: readonly KnownDescription[],
  device: HidDeviceInfo,
): HidDescription | undefined {
  return best(
    descriptions.filter((one): one is HidDescription => one.transport === 'hid'),
    (match: HidDescription['match'][number]) =>
      isSame(match.vendorId, device.vendorId) &&
      isSame(match.productId, device.productId) &&
      isSame(match.usagePage, device.usagePage) &&
      isSame(match.usage, device.usage) &&
      fits(match.serialNumber, device.serialNumber),
  );
}

/** The description for a device behind a Secure Biometric Interface, or undefined where none is for it. */
export function descriptionForSbiDevice(
  descriptions: readonly KnownDescription[],
  device: SbiIdentity,
): SbiDescription | undefined {
  return best(
    descriptions.filter((one): one is SbiDescription => one.transport === 'loopback-http'),
    (match: SbiDescription['match'][number]) =>
      fits(match.make, device.make) &&
      fits(match.model, device.model) &&
      fits(match.serialNumber, device.serialNo),
  );
}

function isSame(wanted: number | undefined, said: number | undefined): boolean {
  return wanted === undefined || wanted === said;
}

function fits(pattern: string | undefined, said: string | undefined): boolean {
  return pattern === undefined || (said !== undefined && matchesPattern(said, pattern));
}

/** The technician's own before what is shipped, and then the one that says most of the device. */
function best<Description extends KnownDescription>(
  descriptions: readonly Description[],
  isFor: (match: Description['match'][number]) => boolean,
): Description | undefined {
  const fitting = descriptions.flatMap((description) =>
    (description.match as readonly Description['match'][number][])
      .filter(isFor)
      .map((match) => ({ description, rank: rankOf(description, match) })),
  );
  return fitting.toSorted((one, other) => compareRanks(other.rank, one.rank))[0]?.description;
}

/** Most important first: serial number, vendor and product (make, model), usage page, usage. */
function rankOf(description: KnownDescription, match: Match): readonly number[] {
  const said: Partial<Record<string, string | number>> = match;
  return [
    Number(description.isOwn),
    exactness(said['serialNumber']),
    exactness(said['vendorId']) + exactness(said['make']),
    exactness(said['model']),
    exactness(said['usagePage']),
    exactness(said['usage']),
  ];
}

/** A longer pattern says more than a shorter one, and a text without `*` more than any pattern. */
function exactness(said: string | number | undefined): number {
  if (said === undefined) return 0;
  if (typeof said === 'number' || !said.includes('*')) return 1_000;
  return 1 + said.replaceAll('*', '').length;
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((part, at) => part !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}
