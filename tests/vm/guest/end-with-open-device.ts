import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fingerprintDescription } from '../../../src/devices/emulators/hid-devices.ts';
import { hidrawOf } from '../../../src/devices/emulators/kernel-devices.ts';
import { startUhid } from '../../../src/devices/emulators/uhid.ts';

const HOLDER = fileURLToPath(new URL('holds-device.ts', import.meta.url));
const LIMIT_MS = 10_000;

/** A process that ends, in order or by a surprise, while it has a HID device open. */
export async function endWithOpenDevice(): Promise<unknown> {
  const wire = await startUhid(fingerprintDescription('END-1'));
  const path = hidrawOf('END-1');
  if (path === undefined) throw new Error('it is plugged');
  const exit = await endOf(path, 'exit');
  const surprise = await endOf(path, 'surprise');
  await wire.stop();
  return { exit, surprise };
}

async function endOf(path: string, how: string): Promise<unknown> {
  const holder = spawn(process.execPath, [HOLDER, path, how], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(holder.stdout, 'data');
  const openedAt = performance.now();
  const limit = setTimeout(() => holder.kill('SIGKILL'), LIMIT_MS);
  const [code, signal] = await once(holder, 'exit');
  clearTimeout(limit);
  return { code, signal, afterMs: Math.round(performance.now() - openedAt) };
}
