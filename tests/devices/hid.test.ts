import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import {
  startHidCodeScanner,
  startHidFingerprint,
} from '../../src/devices/emulators/hid-devices.ts';
import type { VirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import { testPrint } from './emulated-module.ts';

const HAS_UMOCKDEV =
  spawnSync('umockdev-wrapper', [
    '/usr/bin/python3',
    '-c',
    'import gi; gi.require_version("UMockdev", "1.0"); from gi.repository import UMockdev',
  ]).status === 0;

const MISSING =
  'umockdev is missing: install the Debian packages umockdev, python3-gi and gir1.2-umockdev-1.0';

const REPORT_BYTES = 64;

/** More than the 4096 bytes that a pseudo terminal holds. */
const REPORTS = 100;

type Message = Record<string, unknown>;

/** A process with the real node-hid, to which only the virtual device exists. */
async function startHost(hid: VirtualHid) {
  const script = fileURLToPath(new URL('./hid-host.ts', import.meta.url));
  const host = spawn(process.execPath, [script], {
    env: hid.environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const messages: Message[] = [];
  let arrived = Promise.withResolvers<void>();
  createInterface(host.stdout).on('line', (line) => {
    messages.push(JSON.parse(line) as Message);
    arrived.resolve();
    arrived = Promise.withResolvers<void>();
  });
  onTestFinished(async () => {
    const ended = once(host, 'exit');
    host.stdin.end();
    await ended;
    await hid.stop();
  });
  /** The next message that looks like this; those before it are passed over. */
  const next = async (expected: Message): Promise<Message> => {
    for (;;) {
      const message = messages.shift();
      if (message === undefined) await arrived.promise;
      else if (looksLike(message, expected)) return message;
    }
  };
  return { next, order: (line: string) => void host.stdin.write(`${line}\n`) };
}

function looksLike(value: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(expected).every(([key, part]) => looksLike((value as Message)[key], part));
}

const inState = (state: string): Message => ({ kind: 'changed', device: { health: { state } } });

test('a HID fingerprint module is found, captured from, pulled and found again as the same device', async ({
  skip,
}) => {
  skip(!HAS_UMOCKDEV, MISSING);
  const { hid, device } = await startHidFingerprint('r503', 'FP-0001');
  const host = await startHost(hid);
  const id = 'hid:1209:0001:FP-0001';
  const ready = await host.next(inState('ready'));
  expect(ready['device']).toMatchObject({ id, role: 'fingerprint', transport: 'hid' });

  device.place(testPrint('r503'));
  host.order('capture');
  const sha256 = createHash('sha256').update(testPrint('r503').pixels).digest('hex');
  expect(await host.next({ kind: 'capture' })).toMatchObject({ code: 'ok', sha256 });

  device.lift();
  host.order('capture');
  await hid.unplug();
  expect((await host.next(inState('unplugged')))['device']).toMatchObject({ id });
  await hid.plug();
  expect((await host.next(inState('ready')))['device']).toMatchObject({ id });
});

test('a card’s code with Vietnamese text over several reports arrives as one', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, MISSING);
  const scanner = await startHidCodeScanner('CS-0001');
  const host = await startHost(scanner.hid);
  await host.next(inState('ready'));
  const text =
    '001089012345|123456789|Nguyễn Thị Phương Đông|02031989|Nữ|Số 12, ngõ 34 đường Trần Hưng Đạo, ' +
    'phường Cửa Nam, thành phố Hà Nội|15072021';
  expect(new TextEncoder().encode(text).length).toBeGreaterThan(2 * 56);
  const code = { text, symbology: ']Q1' };
  scanner.scan(code);
  expect(await host.next({ kind: 'code-scanner' })).toMatchObject({
    event: { kind: 'code', code },
  });

  scanner.scan({ text: 'TRAM-1', symbology: ']Q1' });
  scanner.scan({ text: 'TRAM-2', symbology: ']Q1' });
  expect(await host.next({ kind: 'code-scanner' })).toMatchObject({
    event: { code: { text: 'TRAM-1' } },
  });
  expect(await host.next({ kind: 'code-scanner' })).toMatchObject({
    event: { code: { text: 'TRAM-2' } },
  });
});

/** How many bytes each read of a host gets that begins late and takes all there is, up to `totalBytes`. */
async function sizesOfReads(hid: VirtualHid, totalBytes: number): Promise<number[]> {
  const program = `
    const file = require('node:fs').openSync(${JSON.stringify(hid.path)}, 'r+');
    const sizes = [];
    for (let sum = 0; sum < ${totalBytes}; sum += sizes.at(-1)) {
      sizes.push(require('node:fs').readSync(file, Buffer.alloc(${totalBytes})));
    }
    console.log(JSON.stringify(sizes));`;
  const reader = spawn(process.execPath, ['--eval', program], {
    env: hid.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    reader.kill('SIGKILL');
    await hid.stop();
  });
  return z.array(z.number()).parse(await json(reader.stdout));
}

test('however late the host reads, the virtual device hands it whole reports', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, MISSING);
  const scanner = await startHidCodeScanner('CS-0002');
  for (let count = 0; count < REPORTS; count += 1)
    scanner.scan({ text: 'TRAM-1', symbology: ']Q1' });
  await scanner.hid.plug(); // It is plugged: the answer says that the test bed has taken all reports before.
  const sizes = await sizesOfReads(scanner.hid, REPORTS * REPORT_BYTES);
  expect(sizes.filter((size) => size % REPORT_BYTES !== 0)).toEqual([]);
});
