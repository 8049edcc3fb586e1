import { onTestFinished } from 'vitest';

import { openSbiDevice } from '../../src/devices/drivers/sbi-device.ts';
import type { SbiDevice, SbiDeviceOptions } from '../../src/devices/drivers/sbi-device.ts';
import type { SbiResult } from '../../src/devices/drivers/sbi-error.ts';
import { SbiServer } from '../../src/devices/emulators/sbi-server.ts';
import type { SbiServerOptions } from '../../src/devices/emulators/sbi-server.ts';
import { trustAnchors } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import type { Result } from '../../src/domain/result.ts';

/** Small, so that a slap is drawn in milliseconds. */
export const SMALL_WINDOW = { widthPixels: 96, heightPixels: 120 };
export const HAND = { personSeed: 7 };

/** A service on a port of its own outside the range that a scan looks at; stopped when the test ends. */
export async function runningService(options: Partial<SbiServerOptions> = {}): Promise<SbiServer> {
  const server = await SbiServer.start({
    port: 0,
    pace: 'none',
    algorithm: 'ES256',
    hand: HAND,
    window: SMALL_WINDOW,
    ...options,
  });
  onTestFinished(() => server.stop());
  return server;
}

export async function openDevice(
  server: SbiServer,
  options: Partial<SbiDeviceOptions> = {},
): Promise<SbiResult<SbiDevice>> {
  const opened = await openSbiDevice({
    port: server.port,
    deviceId: '1',
    trustAnchors: trustAnchors([server.trustAnchorPem]),
    environment: 'Staging',
    ...options,
  });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

/** @throws when the device does not open. */
export async function readyDevice(
  server: SbiServer,
  options: Partial<SbiDeviceOptions> = {},
): Promise<SbiDevice> {
  return valueOf(await openDevice(server, options));
}

/** @throws when it is an error. */
export function valueOf<T>(result: Result<T, { code: string; detail: string }>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}

export function codeOf(result: Result<unknown, { readonly code: string }>): string {
  return result.ok ? 'ok' : result.error.code;
}
