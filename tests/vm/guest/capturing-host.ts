/**
 * A host in a process of its own: opens the HID fingerprint module with the serial number that it is given, says
 * `{"ready": true}`, and takes one print.
 */
import { findHidFingerprint } from '../../../src/devices/conformance/hid-benches.ts';
import type { TakenPrint } from '../../../src/devices/modality.ts';
import type { GrayImage } from '../../../src/domain/gray-image.ts';
import { patiently } from './patience.ts';
import { sha256Of } from './prints.ts';

const LIMIT_MS = 120_000;

const [serialNumber = ''] = process.argv.slice(2);
const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const opened = await patiently(() =>
  findHidFingerprint((device) => device.serialNumber === serialNumber),
);
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
say({ ready: true });
const target = { kind: 'single', position: 'right-index', impression: 'live-plain' } as const;
const signal = AbortSignal.timeout(LIMIT_MS);
const options = { fingerTimeoutMs: LIMIT_MS };
const captured = await opened.value.capture(target, signal, undefined, options);
say(captured.ok ? { code: 'ok', sha256: sha256Of(imageOf(captured.value)) } : captured.error);
await opened.value.close();

function imageOf([print]: readonly TakenPrint[]): GrayImage {
  if (print?.picture.kind !== 'gray')
    throw new Error('a module of this family gives gray pictures');
  return print.picture.image;
}
