import type { DeviceError } from '../../../src/devices/device-error.ts';
import type { Result } from '../../../src/domain/result.ts';

const TRIES = 10;

/**
 * Opens a device as the rack does, which looks again. An emulated machine on a busy host stands still for longer than a
 * module may take to answer.
 */
export async function patiently<T>(
  open: () => Promise<Result<T, DeviceError>>,
): Promise<Result<T, DeviceError>> {
  let opened = await open();
  for (let tried = 1; tried < TRIES && isDeaf(opened); tried += 1) opened = await open();
  return opened;
}

function isDeaf(opened: Result<unknown, DeviceError>): boolean {
  return !opened.ok && (opened.error.code === 'no-answer' || opened.error.code === 'wrong-answer');
}
