import { createServer } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import { SbiWatch } from '../../src/devices/drivers/sbi-watch.ts';
import type { SbiWatchEvent, SbiWatchOptions } from '../../src/devices/drivers/sbi-watch.ts';
import { runningService } from './sbi-service.ts';

const HOUR_MS = 3_600_000;

/** A watch whose looks the test makes itself, and what it has told. */
function watchOf(options: Partial<SbiWatchOptions>): { watch: SbiWatch; told: string[] } {
  const watch = new SbiWatch({ intervalMs: HOUR_MS, ...options });
  onTestFinished(() => watch.stop());
  const told: string[] = [];
  watch.onEvent(({ kind, device }) => told.push(`${kind} ${device.digitalId.serialNo}`));
  return { watch, told };
}

test('devices come once, and go when nothing listened on their port in two looks', async () => {
  const server = await runningService({ units: ['slap', 'face'] });
  const { watch, told } = watchOf({ ports: [server.port] });
  await watch.lookNow();
  await watch.lookNow();
  expect(told).toEqual(['came EMUL-SLAP-001', 'came EMUL-FACE-002']);
  expect(watch.devices.map(({ port }) => port)).toEqual([server.port, server.port]);
  await server.stop();
  await watch.lookNow();
  expect(told.length).toBe(2);
  await watch.lookNow();
  expect(told.slice(2)).toEqual(['went EMUL-SLAP-001', 'went EMUL-FACE-002']);
  expect(watch.devices).toEqual([]);
  await server.restart();
  await watch.lookNow();
  expect(told.slice(4)).toEqual(['came EMUL-SLAP-001', 'came EMUL-FACE-002']);
});

test.each([
  ['silence', 'no-answer'],
  ['cut', 'disconnected'],
] as const)('a service that listens and fails by %s is still there', async (lie, code) => {
  const server = await runningService();
  const { watch, told } = watchOf({ ports: [server.port], timeoutMs: 1_500 });
  await watch.lookNow();
  server.lie = lie;
  for (const look of [1, 2, 3]) {
    await watch.lookNow();
    expect(watch.lastScan.otherPorts).toMatchObject([{ code }]);
    expect([look, ...told]).toEqual([look, 'came EMUL-SLAP-001']);
  }
  server.lie = undefined;
  await watch.lookNow();
  expect(told).toEqual(['came EMUL-SLAP-001']);
});

test('a service that restarts between two looks is still there', async () => {
  const server = await runningService();
  const { watch, told } = watchOf({ ports: [server.port] });
  await watch.lookNow();
  for (const restart of [1, 2]) {
    await server.stop();
    await watch.lookNow();
    await server.restart();
    await watch.lookNow();
    expect([restart, ...told]).toEqual([restart, 'came EMUL-SLAP-001']);
  }
});

test('a busy or unready device is there', async () => {
  const server = await runningService();
  const [unit] = server.units;
  if (unit === undefined) throw new Error('no unit');
  const { watch, told } = watchOf({ ports: [server.port] });
  for (const status of ['Busy', 'Not Ready', 'Not Registered'] as const) {
    unit.setStatus = status;
    await watch.lookNow();
    expect(watch.devices).toMatchObject([{ status }]);
  }
  expect(told).toEqual(['came EMUL-SLAP-001']);
});

test('a device that its service no longer lists is gone at once', async () => {
  const two = await runningService({ units: ['slap', 'face'] });
  const { watch, told } = watchOf({ ports: [two.port] });
  await watch.lookNow();
  await two.stop();
  await runningService({ units: ['slap'], port: two.port });
  await watch.lookNow();
  expect(told.slice(2)).toEqual(['went EMUL-FACE-002']);
});

test('looks follow each other by themselves, one at a time, until the watch is stopped', async () => {
  const server = await runningService();
  await server.stop();
  const { watch, told } = watchOf({ ports: [server.port], intervalMs: 1 });
  const came = new Promise<SbiWatchEvent>((resolve) => void watch.onEvent(resolve));
  watch.start();
  expect(watch.lookNow()).toBe(watch.lookNow());
  await server.restart();
  expect(await came).toMatchObject({ kind: 'came', device: { port: server.port } });
  await watch.stop();
  const before = told.length;
  await server.stop();
  await watch.lookNow();
  expect(told.length).toBe(before);
});

test('a look that is stopped tells nothing of what it had not seen', async () => {
  const silent = createServer((socket) => void socket.on('error', () => socket.destroy()));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const server = await runningService();
  // A TCP server that listens has an address of this form.
  const { port } = silent.address() as { port: number };
  const { watch, told } = watchOf({ ports: [server.port, port], timeoutMs: 60_000 });
  const look = watch.lookNow();
  await watch.stop();
  await look;
  expect(told).toEqual([]);
});

test('a look through a range of closed ports costs next to nothing', async () => {
  const { watch } = watchOf({});
  await watch.lookNow();
  const before = process.cpuUsage();
  const looks = 5;
  for (let look = 0; look < looks; look += 1) await watch.lookNow();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1_000 / looks;
  console.info(`one look through the whole range: ${milliseconds.toFixed(1)} ms of processor`);
  expect(milliseconds).toBeLessThan(50);
});
