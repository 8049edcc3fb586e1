/**
 * The host's side of a test with a virtual HID device: run as a process of its own inside the test bed's environment,
 * it opens the fingerprint module on the path of its first argument, whose reports are as its second argument says
 * (JSON), takes a print when a line comes, and tells about it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';

import { HidStreamTransport } from '../../src/devices/drivers/hid-stream-transport.ts';
import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { StreamReport } from '../../src/devices/protocols/hid-stream.ts';
import { HidTransport } from '../../src/devices/transports/hid.ts';

const [path = '', reportJson = ''] = process.argv.slice(2);
const report = JSON.parse(reportJson) as StreamReport;

const reports = new HidTransport({ path, inputReportSizeBytes: report.sizeBytes });
const opened = await openZfmFingerprintScanner({
  transport: new HidStreamTransport(reports, report),
  pollIntervalMs: 5,
});
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
const scanner = opened.value;
process.stdout.write(`${scanner.info.serialNumber}\n`);
await once(process.stdin, 'data');
const target = { kind: 'single', position: 'right-thumb', impression: 'live-plain' } as const;
const taken = await scanner.capture(target, AbortSignal.timeout(10_000));
const picture = taken.ok ? taken.value[0]?.picture : undefined;
const told =
  picture?.kind === 'gray'
    ? createHash('sha256').update(picture.image.pixels).digest('hex')
    : JSON.stringify(taken);
process.stdout.write(`${told}\n`);
await scanner.close();
process.stdin.destroy();
