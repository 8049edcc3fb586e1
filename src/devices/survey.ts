import type { NamedDevice } from '../domain/named-device.ts';
import { readDescriptions } from './descriptions/read.ts';
import type { DescriptionFolders, RefusedDescription } from './descriptions/read.ts';
import type { KnownDescription } from './descriptions/schema.ts';
import type { DeviceError } from './device-error.ts';
import type { DeviceCandidate, DriverName } from './drivers/candidate.ts';
import { catalogueOf, namedSerialDevice } from './drivers/catalogue.ts';
import type { Catalogue, SbiTrust } from './drivers/catalogue.ts';
import { discoverSbiDevices } from './drivers/sbi-discovery.ts';
import type { SbiScan } from './drivers/sbi-discovery.ts';
import { HOST_SCRIPT } from './host/host-script.ts';
import type { CandidateSource } from './rack/candidate-source.ts';
import { Rack } from './rack/rack.ts';
import type { RackDevice } from './rack/rack-device.ts';
import { whyNotHid, whyNotSerial } from './rack/stranger.ts';
import type { StrangerReason } from './rack/stranger.ts';
import { listHidDevices } from './transports/hid.ts';
import { listSerialPorts } from './transports/serial.ts';
import type { TransportError } from './transports/transport.ts';

/** A port that the operating system lists, and which of our drivers is for it: null where none is. */
export interface SurveyedPort {
  readonly transport: 'serial' | 'hid';
  readonly path: string;
  readonly vendorId: number | null;
  readonly productId: number | null;
  readonly serialNumber: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly driver: DriverName | null;
  /** Why none is for it; null where one is. */
  readonly reason: StrangerReason | null;
}

/** Why the ports of one kind cannot be listed. */
export interface SurveyProblem {
  readonly transport: 'serial' | 'hid';
  readonly error: TransportError | DeviceError;
}

export interface Survey {
  readonly ports: readonly SurveyedPort[];
  readonly devices: readonly RackDevice[];
  /** Services of the Secure Biometric Interface on this machine; what they say of themselves, not verified. */
  readonly services: SbiScan;
  readonly problems: readonly SurveyProblem[];
  /** Which file is for which devices. */
  readonly descriptions: readonly KnownDescription[];
  /** Descriptions that cannot be used, with the line that is wrong. */
  readonly refused: readonly RefusedDescription[];
}

export interface SurveyOptions {
  /** Devices on serial ports that do not say what is behind them. */
  readonly named: readonly NamedDevice[];
  readonly descriptions: DescriptionFolders;
  readonly trust: SbiTrust;
}

/**
 * Lists ports and services, opens every device that a driver is for, asks it who it is, and closes it again. A device
 * that a station holds open is listed as `port-busy`.
 */
export async function surveyDevices(options: SurveyOptions): Promise<Survey> {
  const { named, trust } = options;
  const { descriptions, refused } = await readDescriptions(options.descriptions);
  const catalogue = catalogueOf(descriptions);
  const [{ ports, problems }, services] = await Promise.all([
    surveyPorts(catalogue, named),
    discoverSbiDevices(),
  ]);
  const rack = new Rack({
    host: { script: HOST_SCRIPT },
    named: named.map(({ driver, port }) => namedSerialDevice(port, { driver, settings: {} })),
    catalogue,
    sources: [onceFound(services.devices.map((device) => catalogue.forSbiDevice(device, trust)))],
  });
  try {
    await rack.start();
    return { ports, devices: rack.devices(), services, problems, descriptions, refused };
  } finally {
    await rack.stop();
  }
}

/** What was found by one look, and is looked for no more. */
function onceFound(found: readonly (DeviceCandidate | undefined)[]): CandidateSource {
  const candidates = found.filter((candidate) => candidate !== undefined);
  return {
    candidates: () => candidates,
    onChange: () => () => undefined,
    stop: () => Promise.resolve(),
  };
}

async function surveyPorts(
  catalogue: Catalogue,
  named: readonly NamedDevice[],
): Promise<Pick<Survey, 'ports' | 'problems'>> {
  const [serial, hid] = await Promise.all([listSerialPorts(), listHidDevices()]);
  return {
    ports: [
      ...(serial.ok ? serial.value : []).map((port) => ({
        transport: 'serial' as const,
        path: port.path,
        vendorId: port.vendorId ?? null,
        productId: port.productId ?? null,
        serialNumber: port.serialNumber ?? null,
        make: port.manufacturer ?? null,
        model: null,
        ...judged(
          named.find((device) => device.port === port.path) ?? catalogue.forSerialPort(port),
          () => whyNotSerial(port),
        ),
      })),
      ...(hid.ok ? hid.value : []).map((device) => ({
        transport: 'hid' as const,
        path: device.path,
        vendorId: device.vendorId,
        productId: device.productId,
        serialNumber: device.serialNumber ?? null,
        make: device.manufacturer ?? null,
        model: device.product ?? null,
        ...judged(catalogue.forHidDevice(device), () => whyNotHid(device)),
      })),
    ],
    problems: [
      ...(serial.ok ? [] : [{ transport: 'serial' as const, error: serial.error }]),
      ...(hid.ok ? [] : [{ transport: 'hid' as const, error: hid.error }]),
    ],
  };
}

function judged(
  device: { readonly driver: DriverName } | undefined,
  whyNot: () => StrangerReason,
): Pick<SurveyedPort, 'driver' | 'reason'> {
  return device ? { driver: device.driver, reason: null } : { driver: null, reason: whyNot() };
}
