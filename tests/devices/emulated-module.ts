import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { ZfmFingerprintOptions } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { DeviceError } from '../../src/devices/device-error.ts';
import { SerialEmulator } from '../../src/devices/emulators/serial-emulator.ts';
import type { SerialEmulatorOptions } from '../../src/devices/emulators/serial-emulator.ts';
import { geometryOfProfile } from '../../src/devices/emulators/zfm-device.ts';
import type { ZfmProfile } from '../../src/devices/emulators/zfm-device.ts';
import type { FingerprintScanner } from '../../src/devices/modality.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import type { Result } from '../../src/domain/result.ts';

/** Long enough for every test; none waits for it. */
export const NEVER = new AbortController().signal;

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tram-devices-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A picture with every 4-bit level, so that what the module packs can be unpacked to the same bytes. */
export function testPrint(profile: ZfmProfile): GrayImage {
  const { widthPixels, heightPixels } = geometryOfProfile(profile);
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

export function errorCode(result: Result<unknown, DeviceError>): string {
  return result.ok ? 'ok' : result.error.code;
}
