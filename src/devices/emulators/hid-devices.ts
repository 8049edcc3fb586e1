import { fromReport, toInputReports } from '../protocols/hid-stream.ts';
import { DEFAULT_LAYOUT } from '../protocols/hid-pos/layout.ts';
import { encodeScannedCode } from '../protocols/hid-pos/scanned-data.ts';
import type { ScannedCode } from '../protocols/hid-pos/scanned-data.ts';
import { startVirtualHid } from './virtual-hid.ts';
import type { VirtualHid } from './virtual-hid.ts';
import { ZfmDevice } from './zfm-device.ts';
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

export interface EmulatedHidFingerprint {
  readonly hid: VirtualHid;
  readonly device: ZfmDevice;
}

/** A fingerprint module of the ZFM family behind a HID bridge (`protocols/hid-stream.ts`). */
export async function startHidFingerprint(
  profile: ZfmProfile,
  serialNumber: string,
): Promise<EmulatedHidFingerprint> {
  const hid = await startVirtualHid({
    ...EMULATED_FINGERPRINT_ID,
    serialNumber,
    manufacturer: 'Tram',
    product: 'Emulated fingerprint module',
    descriptor: STREAM_DESCRIPTOR,
    outputReportBytes: 65,
  });
  const device = new ZfmDevice({
    profile,
    baudRate: 57_600,
    send: (bytes) => toInputReports(bytes).forEach((report) => hid.send(report)),
    isSending: () => false,
  });
  hid.onReport((report) => {
    const bytes = fromReport(report.subarray(1));
    if (bytes !== undefined) device.receive(bytes);
  });
  device.powerOn();
  return { hid, device };
}

export interface EmulatedCodeScanner {
  readonly hid: VirtualHid;
  /** Scans a code: its reports go to the host. */
  scan(code: ScannedCode): void;
}

/** A bar-code scanner that speaks HID POS. */
export async function startHidCodeScanner(serialNumber: string): Promise<EmulatedCodeScanner> {
  const hid = await startVirtualHid({
    ...EMULATED_CODE_SCANNER_ID,
    serialNumber,
    manufacturer: 'Tram',
    product: 'Emulated code scanner',
    descriptor: CODE_SCANNER_DESCRIPTOR,
    outputReportBytes: 65,
  });
  return {
    hid,
    scan: (code) => {
      for (const report of encodeScannedCode(code, DEFAULT_LAYOUT)) hid.send(report);
    },
  };
}
