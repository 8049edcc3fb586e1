/**
 * The host's side of the tests of what goes wrong on HID: run as a process of its own inside the test bed's environment
 * with the driver's name and the device's path, it opens the device with nothing between, and tells what happens as
 * lines of JSON. `capture` on standard input takes a print.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

import { openHidPosScanner } from '../../src/devices/drivers/hid-pos-scanner.ts';
import { HidStreamTransport } from '../../src/devices/drivers/hid-stream-transport.ts';
import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import { DEFAULT_LAYOUT } from '../../src/devices/protocols/hid-pos/layout.ts';
import { STREAM_REPORT_BYTES } from '../../src/devices/protocols/hid-stream.ts';
import { HidTransport } from '../../src/devices/transports/hid.ts';

const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const [, , driver, path = ''] = process.argv;
const reports = new HidTransport({ path, inputReportSizeBytes: STREAM_REPORT_BYTES });

async function openFingerprint() {
  const transport = new HidStreamTransport(reports);
  const opened = await openZfmFingerprintScanner({ transport, pollIntervalMs: 5 });
  if (!opened.ok) return opened;
  const scanner = opened.value;
  const capture = async (): Promise<void> => {
    const target = { kind: 'single', position: 'right-index', impression: 'live-plain' } as const;
    const rows: number[] = [];
    const captured = await scanner.capture(target, AbortSignal.timeout(20_000), (step) => {
      if (step.phase === 'reading') rows.push(step.rowsDone);
    });
    if (!captured.ok) return say({ kind: 'capture', code: captured.error.code, rows });
    const picture = captured.value[0]?.picture;
    if (picture?.kind !== 'gray') throw new Error('no picture in grey');
    const sha256 = createHash('sha256').update(picture.image.pixels).digest('hex');
    say({ kind: 'capture', code: 'ok', sha256, rows });
  };
  return { ok: true, value: { close: () => scanner.close(), capture, scanner } } as const;
}

async function openCodes() {
  const info = { make: '', model: '', serialNumber: '' };
  const opened = await openHidPosScanner({ transport: reports, layout: DEFAULT_LAYOUT, info });
  if (!opened.ok) return opened;
  const scanner = opened.value;
  scanner.onEvent((event) => say({ kind: 'event', event }));
  return {
    ok: true,
    value: { close: () => scanner.close(), capture: () => Promise.resolve(), scanner },
  } as const;
}

const opened = await (driver === 'zfm' ? openFingerprint() : openCodes());
if (opened.ok) {
  opened.value.scanner.onClosed(({ kind }) => say({ kind: 'closed', why: kind }));
  say({ kind: 'open' });
  for await (const line of createInterface(process.stdin)) {
    if (line === 'capture') await opened.value.capture();
  }
  // A process that ends while a HID device is open hangs.
  await opened.value.close();
} else {
  process.stderr.write(`${opened.error.code}: ${opened.error.detail}\n`);
}
