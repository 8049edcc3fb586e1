import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished } from 'vitest';

import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { ZfmFingerprintOptions } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { DeviceError } from '../../src/devices/device-error.ts';
import { SerialEmulator } from '../../src/devices/emulators/serial-emulator.ts';
import type { SerialEmulatorOptions } from '../../src/devices/emulators/serial-emulator.ts';
import { geometryOfProfile } from '../../src/devices/emulators/zfm-device.ts';
import type { ZfmProfile } from '../../src/devices/emulators/zfm-device.ts';
import type { ImageGeometry } from '../../src/devices/protocols/zfm/image.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  FingerprintScanner,
  TakenPrint,
} from '../../src/devices/modality.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import { ok } from '../../src/domain/result.ts';
import type { Result } from '../../src/domain/result.ts';

/** Long enough for every test; none waits for it. */
export const NEVER = new AbortController().signal;

/** What a scanner of single prints is asked for where the finger does not matter. */
export const INDEX = { kind: 'single', position: 'right-index', impression: 'live-plain' } as const;

/** What a capture gives that took this picture. */
export function takenFrom(
  image: GrayImage,
  position: FingerPosition = 'right-index',
): Result<readonly TakenPrint[], DeviceError> {
  const picture = { kind: 'gray', image } as const;
  return ok([{ position, impression: 'live-plain', picture, deviceQuality: null }]);
}

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tram-devices-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A picture with every 4-bit level, so that what the module packs can be unpacked to the same bytes. */
export function testPrint(of: ZfmProfile | ImageGeometry): GrayImage {
  const { widthPixels, heightPixels } = typeof of === 'string' ? geometryOfProfile(of) : of;
  const pixels = Uint8Array.from(
    { length: widthPixels * heightPixels },
    (_, index) => ((index * 7 + Math.floor(index / widthPixels) * 3) % 16) * 17,
  );
  return { widthPixels, heightPixels, resolutionPpi: 500, pixels };
}

/** An emulated module at the end of a real pseudo terminal, plugged in; pulled when the test ends. */
export async function pluggedModule(
  options: Partial<SerialEmulatorOptions> = {},
): Promise<SerialEmulator> {
  const emulator = new SerialEmulator({
    path: join(temporaryFolder(), 'module'),
    profile: 'r503',
    baudRate: 57_600,
    pace: 'none',
    ...options,
  });
  await emulator.plug();
  onTestFinished(() => emulator.unplug());
  return emulator;
}

export async function openScanner(
  path: string,
  options: Partial<ZfmFingerprintOptions> = {},
): Promise<Result<FingerprintScanner, DeviceError>> {
  const transport = new SerialTransport({ path, baudRate: 57_600 });
  const opened = await openZfmFingerprintScanner({ transport, pollIntervalMs: 5, ...options });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

/** @throws when the scanner does not open. */
export async function readyScanner(
  path: string,
  options: Partial<ZfmFingerprintOptions> = {},
): Promise<FingerprintScanner> {
  const opened = await openScanner(path, options);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return opened.value;
}

/** The right index finger, however long it takes. */
export function capture(
  scanner: FingerprintScanner,
  onProgress?: (progress: CaptureProgress) => void,
  options?: CaptureOptions,
): Promise<Result<readonly TakenPrint[], DeviceError>> {
  return scanner.capture(INDEX, NEVER, onProgress, options);
}

/** A capture of the right index finger gave this picture, bit for bit. */
export function expectPrint(
  captured: Result<readonly TakenPrint[], DeviceError>,
  image: GrayImage,
): void {
  const { pixels, ...size } = pictureOf(captured);
  const [print, ...others] = captured.ok ? captured.value : [];
  expect(others).toEqual([]);
  expect(print).toMatchObject({
    position: 'right-index',
    impression: 'live-plain',
    picture: { image: size },
    deviceQuality: null,
  });
  const { pixels: expected, ...expectedSize } = image;
  expect(size).toEqual(expectedSize);
  expect(Buffer.compare(pixels, expected)).toBe(0);
}

/** @throws when it is no picture in grey */
export function pictureOf(captured: Result<readonly TakenPrint[], DeviceError>): GrayImage {
  if (!captured.ok) throw new Error(`${captured.error.code}: ${captured.error.detail}`);
  const picture = captured.value[0]?.picture;
  if (picture?.kind !== 'gray') throw new Error('no picture in grey');
  return picture.image;
}

export function errorCode(result: Result<unknown, DeviceError>): string {
  return result.ok ? 'ok' : result.error.code;
}
