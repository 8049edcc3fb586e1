import { randomInt } from 'node:crypto';
import type { GrayImage } from '../../domain/gray-image.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import { readDescriptions } from '../descriptions/read.ts';
import { SHIPPED_DESCRIPTIONS } from '../descriptions/shipped.ts';
import { catalogueOf } from '../drivers/catalogue.ts';
import { openDriver } from '../drivers/open-driver.ts';
import { startHidCodeScanner, startHidFingerprint } from '../emulators/hid-devices.ts';
import type { HidDescription, HidWire } from '../emulators/hid-wire.ts';
import type { CodeScanner, FingerprintScanner } from '../modality.ts';
import type { OpenedDevice } from '../opened-device.ts';
import { listHidDevices } from '../transports/hid.ts';
import type { HidDeviceInfo } from '../transports/hid.ts';
import type { CodeScannerBench } from './code-scanner-contract.ts';
import { humanHand, moduleHand, opener, somePrint } from './fingerprint-bench.ts';
import type { FingerprintBench } from './fingerprint-contract.ts';

type StartWire = (description: HidDescription) => Promise<HidWire>;
type Ask = (sentence: string) => Promise<void>;

const PROFILE = 'r503';

/**
 * The driver on the emulated module behind a HID bridge.
 * @param startWire what carries its reports
 * @param print what is laid on its sensor, of the size of an R503
 */
export async function emulatedHidZfmBench(
  startWire: StartWire,
  print: GrayImage = somePrint(PROFILE),
): Promise<FingerprintBench> {
  const serialNumber = randomSerialNumber('FP');
  const { module } = await startHidFingerprint(PROFILE, serialNumber, startWire);
  return {
    hand: moduleHand(module, print),
    ...opener(
      () => findHidFingerprint((device) => device.serialNumber === serialNumber),
      () => module.stop(),
    ),
  };
}

/** The driver on a real module; what has to be done at it is asked of a person. */
export function realHidZfmBench(path: string, ask: Ask): FingerprintBench {
  const open = () => findHidFingerprint((device) => device.path === path);
  return { hand: humanHand(ask), ...opener(open, () => Promise.resolve()) };
}

/** The driver on the emulated code scanner. @param startWire what carries its reports */
export async function emulatedCodeScannerBench(startWire: StartWire): Promise<CodeScannerBench> {
  const serialNumber = randomSerialNumber('CS');
  const scanner = await startHidCodeScanner(serialNumber, startWire);
  return {
    hand: {
      scan: (code) => Promise.resolve(scanner.scan(code)),
      scanInPart: (code) => Promise.resolve(scanner.scanInPart(code)),
      unplug: async () => {
        await scanner.drained();
        await scanner.hid.unplug();
      },
      plug: () => scanner.hid.plug(),
    },
    ...opener(
      () => findCodeScanner((device) => device.serialNumber === serialNumber),
      () => scanner.stop(),
    ),
  };
}

/** The driver on a real code scanner; what has to be done at it is asked of a person. */
export function realCodeScannerBench(path: string, ask: Ask): CodeScannerBench {
  return {
    hand: {
      scan: ({ text }) => ask(`Scan a QR code that says ${text}`),
      scanInPart: () => Promise.reject(new Error('only an emulator does this')),
      unplug: () => ask('Pull the cable.'),
      plug: () => ask('Plug the cable in again.'),
    },
    ...opener(
      () => findCodeScanner((device) => device.path === path),
      () => Promise.resolve(),
    ),
  };
}

type IsWanted = (device: HidDeviceInfo) => boolean;

/** As the rack does: found among what the system lists, and opened as the descriptions say. */
async function open(isWanted: IsWanted): Promise<Result<OpenedDevice, DeviceError>> {
  const devices = await listHidDevices();
  if (!devices.ok) return devices;
  const device = devices.value.find(isWanted);
  if (device === undefined) return err(deviceError('port-not-found', 'the system lists it not'));
  const { descriptions } = await readDescriptions({ shipped: SHIPPED_DESCRIPTIONS });
  const candidate = catalogueOf(descriptions).forHidDevice(device);
  if (candidate === undefined) throw new Error(`no description is for ${device.path}`);
  return openDriver(candidate);
}

export async function findHidFingerprint(
  isWanted: IsWanted,
): Promise<Result<FingerprintScanner, DeviceError>> {
  const opened = await open(isWanted);
  if (!opened.ok) return opened;
  if (opened.value.role !== 'fingerprint') throw new Error('it is no fingerprint scanner');
  return ok(opened.value.device);
}

async function findCodeScanner(isWanted: IsWanted): Promise<Result<CodeScanner, DeviceError>> {
  const opened = await open(isWanted);
  if (!opened.ok) return opened;
  if (opened.value.role !== 'code-scanner') throw new Error('it is no code scanner');
  return ok(opened.value.device);
}

/** A device of an earlier clause may still be on its way out. */
function randomSerialNumber(kind: string): string {
  return `${kind}-${randomInt(2 ** 32).toString(16)}`;
}
