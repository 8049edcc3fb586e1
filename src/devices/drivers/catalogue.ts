import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { CodeScanner, DeviceInfo, FingerprintScanner } from '../modality.ts';
import {
  BAR_CODE_SCANNER_PAGE,
  DEFAULT_LAYOUT,
  layoutFromDescriptor,
} from '../protocols/hid-pos/layout.ts';
import { STREAM_REPORT_BYTES } from '../protocols/hid-stream.ts';
import { FAMILY_BAUD_RATES } from '../protocols/zfm/parameters.ts';
import { HidTransport, readHidReportDescriptor } from '../transports/hid.ts';
import type { HidDeviceInfo } from '../transports/hid.ts';
import { SerialTransport } from '../transports/serial.ts';
import type { SerialPortInfo } from '../transports/serial.ts';
import { openHidPosScanner } from './hid-pos-scanner.ts';
import { HidStreamTransport } from './hid-stream-transport.ts';
import { openZfmFingerprintScanner } from './zfm-fingerprint.ts';
import type { ZfmFingerprintOptions } from './zfm-fingerprint.ts';

export type DriverName = 'zfm' | 'hid-pos';

export type DeviceRole = 'fingerprint' | 'code-scanner';

export type OpenedDevice =
  | { readonly role: 'fingerprint'; readonly scanner: FingerprintScanner }
  | { readonly role: 'code-scanner'; readonly scanner: CodeScanner };

/** A device that was found or configured, and how to open it. */
export interface DeviceCandidate {
  /** The same for the same device on whatever port: vendor, product and serial number where it has one, else its port. */
  readonly id: string;
  readonly role: DeviceRole;
  readonly driver: DriverName;
  readonly transport: 'serial' | 'hid';
  readonly address: string;
  /** What is known before it is opened. */
  readonly identity: Partial<DeviceInfo>;
  open(): Promise<Result<OpenedDevice, DeviceError>>;
}

/** How the fingerprint driver is to behave; the transport is the candidate's. */
export type ZfmSettings = Omit<ZfmFingerprintOptions, 'transport' | 'identity'>;

interface UsbId {
  readonly vendorId: number;
  readonly productId: number;
}

/**
 * USB-to-serial bridges that modules of the ZFM family come with. Other serial ports are left alone: a question in this
 * protocol could disturb what listens there.
 */
const KNOWN_BRIDGES: readonly UsbId[] = [
  { vendorId: 0x10c4, productId: 0xea60 }, // Silicon Labs CP210x
  { vendorId: 0x1a86, productId: 0x7523 }, // QinHeng CH340
  { vendorId: 0x0403, productId: 0x6001 }, // FTDI FT232
  { vendorId: 0x067b, productId: 0x2303 }, // Prolific PL2303
];

/** HID bridges that speak `protocols/hid-stream.ts`: the emulated one, until a description names others. */
const KNOWN_HID_BRIDGES: readonly UsbId[] = [{ vendorId: 0x1209, productId: 0x0001 }];

function isAmong(known: readonly UsbId[], vendorId?: number, productId?: number): boolean {
  return known.some((id) => id.vendorId === vendorId && id.productId === productId);
}

/** Without a key that is undefined. */
function identityOf(fields: {
  make: string | undefined;
  model?: string | undefined;
  serialNumber: string | undefined;
}): Partial<DeviceInfo> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function identityKey(
  transport: 'serial' | 'hid',
  device: {
    vendorId: number | undefined;
    productId: number | undefined;
    serialNumber: string | undefined;
    path: string;
  },
): string {
  const { vendorId, productId, serialNumber, path } = device;
  if (vendorId === undefined || productId === undefined || serialNumber === undefined) {
    return `${transport}:${path}`;
  }
  const hexadecimal = (value: number): string => value.toString(16).padStart(4, '0');
  return `${transport}:${hexadecimal(vendorId)}:${hexadecimal(productId)}:${serialNumber}`;
}

/** A fingerprint module on a serial port that the technician named, or that was found. */
export function serialFingerprintCandidate(
  port: SerialPortInfo,
  settings: ZfmSettings,
): DeviceCandidate {
  const identity = identityOf({ make: port.manufacturer, serialNumber: port.serialNumber });
  const baudRate = (settings.baudRates ?? FAMILY_BAUD_RATES)[0] ?? 57_600;
  return {
    id: identityKey('serial', port),
    role: 'fingerprint',
    driver: 'zfm',
    transport: 'serial',
    address: port.path,
    identity,
    open: async () => {
      const transport = new SerialTransport({ path: port.path, baudRate });
      const opened = await openZfmFingerprintScanner({ ...settings, transport, identity });
      return opened.ok ? asFingerprint(opened.value) : opened;
    },
  };
}

/** The driver for a serial port that was found, or undefined when none of ours is for it. */
export function candidateForSerialPort(
  port: SerialPortInfo,
  settings: ZfmSettings,
): DeviceCandidate | undefined {
  const isKnown = isAmong(KNOWN_BRIDGES, port.vendorId, port.productId);
  return isKnown ? serialFingerprintCandidate(port, settings) : undefined;
}

/** The driver for a HID device that was found, or undefined when none of ours is for it. */
export function candidateForHidDevice(
  device: HidDeviceInfo,
  settings: ZfmSettings,
): DeviceCandidate | undefined {
  if (device.usagePage === BAR_CODE_SCANNER_PAGE) return codeScannerCandidate(device);
  const isBridge = isAmong(KNOWN_HID_BRIDGES, device.vendorId, device.productId);
  return isBridge ? hidFingerprintCandidate(device, settings) : undefined;
}

function hidFingerprintCandidate(device: HidDeviceInfo, settings: ZfmSettings): DeviceCandidate {
  const identity = hidIdentity(device);
  return {
    id: identityKey('hid', device),
    role: 'fingerprint',
    driver: 'zfm',
    transport: 'hid',
    address: device.path,
    identity,
    open: async () => {
      const reports = new HidTransport({
        path: device.path,
        inputReportSizeBytes: STREAM_REPORT_BYTES,
      });
      const transport = new HidStreamTransport(reports);
      const opened = await openZfmFingerprintScanner({ ...settings, transport, identity });
      return opened.ok ? asFingerprint(opened.value) : opened;
    },
  };
}

function codeScannerCandidate(device: HidDeviceInfo): DeviceCandidate {
  const identity = hidIdentity(device);
  return {
    id: identityKey('hid', device),
    role: 'code-scanner',
    driver: 'hid-pos',
    transport: 'hid',
    address: device.path,
    identity,
    open: async () => {
      const descriptor = await readHidReportDescriptor(device.path);
      const layout = (descriptor && layoutFromDescriptor(descriptor)) ?? DEFAULT_LAYOUT;
      const transport = new HidTransport({
        path: device.path,
        inputReportSizeBytes: layout.reportSizeBytes,
      });
      const info = { make: '', model: '', serialNumber: '', ...identity };
      const opened = await openHidPosScanner({ transport, layout, info });
      if (!opened.ok) return opened;
      return { ok: true, value: { role: 'code-scanner', scanner: opened.value } };
    },
  };
}

function hidIdentity(device: HidDeviceInfo): Partial<DeviceInfo> {
  return identityOf({
    make: device.manufacturer,
    model: device.product,
    serialNumber: device.serialNumber,
  });
}

function asFingerprint(scanner: FingerprintScanner): Result<OpenedDevice, DeviceError> {
  return { ok: true, value: { role: 'fingerprint', scanner } };
}
