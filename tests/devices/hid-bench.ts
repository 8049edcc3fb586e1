import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

import type { VirtualHid } from '../../src/devices/emulators/virtual-hid.ts';

export const HAS_UMOCKDEV =
  spawnSync('umockdev-wrapper', [
    '/usr/bin/python3',
    '-c',
    'import gi; gi.require_version("UMockdev", "1.0"); from gi.repository import UMockdev',
  ]).status === 0;

export const UMOCKDEV_IS_MISSING =
  'umockdev is missing: install the Debian packages umockdev, python3-gi and gir1.2-umockdev-1.0';

export type Message = Record<string, unknown>;

/** A process with the real node-hid, to which only the virtual device exists; it tells in lines of JSON. */
export async function startHost(hid: VirtualHid, script: URL, ...given: readonly string[]) {
  const host = spawn(process.execPath, [fileURLToPath(script), ...given], {
    env: hid.environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let hasEnded = false;
  const messages: Message[] = [];
  let arrived = Promise.withResolvers<void>();
  createInterface(host.stdout).on('line', (line) => {
    messages.push(JSON.parse(line) as Message);
    arrived.resolve();
    arrived = Promise.withResolvers<void>();
  });
  const ended = once(host, 'close').then(() => {
    hasEnded = true;
    arrived.resolve();
  });
  onTestFinished(async () => {
    host.stdin.end();
    await ended;
    await hid.stop();
  });
  /** The next message that looks like this; those before it are passed over. */
  const next = async (expected: Message): Promise<Message> => {
    for (;;) {
      const message = messages.shift();
      if (message !== undefined && looksLike(message, expected)) return message;
      if (message !== undefined) continue;
      if (hasEnded) throw new Error(`the host ended before it said ${JSON.stringify(expected)}`);
      await arrived.promise;
    }
  };
  return { next, order: (line: string) => void host.stdin.write(`${line}\n`) };
}

function looksLike(value: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(expected).every(([key, part]) => looksLike((value as Message)[key], part));
}
