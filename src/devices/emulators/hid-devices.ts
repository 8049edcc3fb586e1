import { ReportReader, ReportWriter } from '../protocols/hid-stream.ts';
import { DEFAULT_LAYOUT } from '../protocols/hid-pos/layout.ts';
import { encodeScannedCode } from '../protocols/hid-pos/scanned-data.ts';
import type { ScannedCode } from '../protocols/hid-pos/scanned-data.ts';
import type { LineFault, ZfmDeviceFault } from './faults.ts';
import type { HidDescription, HidWire } from './hid-wire.ts';
import { LineFaults } from './line-faults.ts';
import { ModuleOnWire } from './module-on-wire.ts';
import type { ByteWire } from './module-on-wire.ts';
import { ReportPace } from './report-pace.ts';
import type { ZfmDevice } from './zfm-device.ts';
import type { ZfmProfile } from './zfm-device.ts';

/** Vendor and product ids of the emulated devices: pid.codes' test range, 0x1209/0x0001–0x0010. */
const EMULATED_FINGERPRINT_ID = { vendorId: 0x1209, productId: 0x0001 } as const;
const EMULATED_CODE_SCANNER_ID = { vendorId: 0x1209, productId: 0x0002 } as const;

function fromHexadecimal(rows: readonly string[]): Uint8Array {
  return Buffer.from(rows.join('').replaceAll(' ', ''), 'hex');
}

/** Vendor page 0xFFA0, one input and one output report of 64 bytes, not numbered. */
const STREAM_DESCRIPTOR = fromHexadecimal([
  '06 a0 ff 09 01 a1 01 15 00 26 ff 00',
  '75 08 95 40 09 02 81 02 09 03 91 02 c0',
]);

/**
 * A bar-code scanner's scanned-data report: id 2, byte count, AIM identifier, 56 bytes of decoded data, two reserved
 * bytes, the continued flag and seven bits of padding.
 */
export const CODE_SCANNER_DESCRIPTOR = fromHexadecimal([
  '05 8c 09 02 a1 01 09 12 a1 02 85 02',
  '15 00 26 ff 00 75 08 95 01 05 01 09 3b 81 02',
  '05 8c 09 fb 09 fc 09 fd 95 03 81 02',
  '09 fe 95 38 82 02 01 95 02 81 03',
  '09 ff 25 01 75 01 95 01 81 02 95 07 81 03',
  'c0 c0',
]);

type StartWire<Wire extends HidWire> = (description: HidDescription) => Promise<Wire>;

/** What a fingerprint module with a HID bridge says of itself. */
export function fingerprintDescription(serialNumber: string): HidDescription {
  return {
    ...EMULATED_FINGERPRINT_ID,
    serialNumber,
    manufacturer: 'Tram',
    product: 'Emulated fingerprint module',
    descriptor: STREAM_DESCRIPTOR,
    outputReportBytes: 65,
  };
}

/** A stream of bytes over the reports of a HID device (`protocols/hid-stream.ts`), at the pace of its endpoint. */
export interface HidByteWire extends ByteWire {
  /** What goes wrong with the reports: `silence` is one that is lost. */
  readonly orderReports: (fault: LineFault) => void;
  /** Pulls the device when so many more reports have left it, and answers then. */
  readonly unplugAfterReports: (reports: number) => Promise<void>;
  /** All is well with the reports again. */
  readonly clearReports: () => void;
}

export function hidByteWire(hid: HidWire): HidByteWire {
  const writer = new ReportWriter();
  const reader = new ReportReader();
  const pull = Promise.withResolvers<void>();
  let reportsUntilUnplug = Number.POSITIVE_INFINITY;
  const unplug = (): Promise<void> => {
    pace.stop();
    return hid.unplug();
  };
  const pace = new ReportPace((report) => {
    if (reportsUntilUnplug === 0) return true;
    if (!hid.send(report)) return false;
    reportsUntilUnplug -= 1;
    if (reportsUntilUnplug === 0) pull.resolve(unplug());
    return true;
  });
  const reports = new LineFaults((report) => pace.send(report));
  return {
    send: (bytes) => {
      for (const report of writer.write(bytes)) reports.pass(report);
    },
    isSending: () => pace.isSending,
    drained: () => pace.drained(),
    onData: (listener) =>
      hid.onReport((report) => {
        const event = reader.read(report.subarray(1));
        if (event.kind !== 'foreign') listener(event.bytes);
      }),
    plug: () => hid.plug(),
    unplug,
    stop: () => {
      pace.stop();
      return hid.stop();
    },
    orderReports: (fault) => reports.order(fault),
    unplugAfterReports: (count) => {
      reportsUntilUnplug = count;
      return pull.promise;
    },
    clearReports: () => {
      reportsUntilUnplug = Number.POSITIVE_INFINITY;
      reports.clear();
    },
  };
}

/** A fingerprint module of the ZFM family behind a HID bridge (`protocols/hid-stream.ts`). */
export interface EmulatedHidFingerprint<Wire extends HidWire> {
  readonly hid: Wire;
  readonly module: ModuleOnWire;
  readonly device: ZfmDevice;
  /** What goes wrong with the module and its packets, before they are put in reports. */
  readonly order: (fault: LineFault | ZfmDeviceFault) => void;
  /** What goes wrong with the reports: `silence` is one that is lost. */
  readonly orderReports: (fault: LineFault) => void;
  /** Pulls the device when so many more reports have left it, and answers then. */
  readonly unplugAfter: (reports: number) => Promise<void>;
  /** All is well again. */
  readonly clear: () => void;
  /** Answers when every report that the module sent has left. */
  readonly drained: () => Promise<void>;
}

/** @param startWire what carries the reports */
export async function startHidFingerprint<Wire extends HidWire>(
  profile: ZfmProfile,
  serialNumber: string,
  startWire: StartWire<Wire>,
): Promise<EmulatedHidFingerprint<Wire>> {
  const hid = await startWire(fingerprintDescription(serialNumber));
  const wire = hidByteWire(hid);
  const module = new ModuleOnWire(profile, wire);
  return {
    hid,
    module,
    device: module.device,
    order: (fault) => module.order(fault),
    orderReports: wire.orderReports,
    unplugAfter: wire.unplugAfterReports,
    clear: () => {
      module.clear();
      wire.clearReports();
    },
    drained: () => wire.drained(),
  };
}

export interface EmulatedCodeScanner<Wire extends HidWire> {
  readonly hid: Wire;
  /** Scans a code: its reports go to the host. */
  readonly scan: (code: ScannedCode) => void;
  /** Scans a code of which the last report is lost on the way. */
  readonly scanInPart: (code: ScannedCode) => void;
  /** What goes wrong with its reports. */
  readonly order: (fault: LineFault) => void;
  readonly clear: () => void;
  /** Answers when what was scanned has left. */
  readonly drained: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A bar-code scanner that speaks HID POS. @param startWire what carries the reports */
export async function startHidCodeScanner<Wire extends HidWire>(
  serialNumber: string,
  startWire: StartWire<Wire>,
): Promise<EmulatedCodeScanner<Wire>> {
  const hid = await startWire({
    ...EMULATED_CODE_SCANNER_ID,
    serialNumber,
    manufacturer: 'Tram',
    product: 'Emulated code scanner',
    descriptor: CODE_SCANNER_DESCRIPTOR,
    outputReportBytes: 65,
  });
  const pace = new ReportPace((report) => hid.send(report));
  const reports = new LineFaults((report) => pace.send(report));
  const scan = (code: ScannedCode): void => {
    for (const report of encodeScannedCode(code, DEFAULT_LAYOUT)) reports.pass(report);
  };
  return {
    hid,
    scan,
    scanInPart: (code) => {
      const after = encodeScannedCode(code, DEFAULT_LAYOUT).length - 1;
      reports.order({ kind: 'silence', after, answers: 1 });
      scan(code);
    },
    order: (fault) => reports.order(fault),
    clear: () => reports.clear(),
    drained: () => pace.drained(),
    stop: async () => {
      pace.stop();
      await hid.stop();
    },
  };
}
