import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import { discoverSbiDevices } from '../../src/devices/drivers/sbi-discovery.ts';
import { SbiServer } from '../../src/devices/emulators/sbi-server.ts';
import { EVERY_DEVIATION } from '../../src/devices/emulators/sbi/faults.ts';
import { SBI_1_0 } from '../../src/devices/protocols/sbi/profile.ts';
import { runningService } from './sbi-service.ts';

async function listening(server: Server, port = 0): Promise<number | undefined> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return undefined; // Another program has the port.
  }
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
  // A TCP server that listens has an address of this form.
  return (server.address() as AddressInfo).port;
}

/** Accepts and says nothing, until the test ends. */
function silentServer(): Server {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    onTestFinished(() => void socket.destroy());
  });
}

async function timed<T>(work: Promise<T>): Promise<{ value: T; elapsedMs: number }> {
  const startedAt = performance.now();
  const value = await work;
  return { value, elapsedMs: performance.now() - startedAt };
}

test('the whole range is looked through within a second when its ports are closed', async () => {
  const { value, elapsedMs } = await timed(discoverSbiDevices());
  console.log(`whole range, closed: ${elapsedMs.toFixed(0)} ms, other: ${value.otherPorts.length}`);
  expect(elapsedMs).toBeLessThan(1_000);
});

test('services are found in the whole range within two seconds although others keep silent', async () => {
  const silent: number[] = [];
  for (let port = 4_505; port <= 4_600; port += 4) {
    const taken = await listening(silentServer(), port);
    if (taken !== undefined) silent.push(taken);
  }
  expect(silent.length).toBeGreaterThan(15);
  // A port of the range as a service takes it: the first free one.
  const server = await SbiServer.start({ pace: 'none', units: ['slap', 'face'] });
  onTestFinished(() => server.stop());
  const { value, elapsedMs } = await timed(discoverSbiDevices());
  console.log(`whole range, ${silent.length} silent: ${elapsedMs.toFixed(0)} ms`);
  expect(elapsedMs).toBeLessThan(2_000);
  const ours = value.devices.filter(({ port }) => port === server.port);
  expect(ours.map(({ deviceId, status }) => [deviceId, status])).toEqual([
    ['1', 'Ready'],
    ['2', 'Ready'],
  ]);
  for (const port of silent) {
    expect(value.otherPorts).toContainEqual(
      expect.objectContaining({ port, code: 'no-answer' }) as unknown,
    );
  }
});

test('a device describes itself the same whether its service deviates or not', async () => {
  for (const options of [{}, { deviations: EVERY_DEVIATION }]) {
    const server = await runningService({ ...options, units: ['irises'] });
    const { devices } = await discoverSbiDevices({ ports: [server.port] });
    expect(devices).toMatchObject([
      {
        port: server.port,
        deviceId: '1',
        deviceSubIds: ['1', '2', '3'],
        specVersions: ['0.9.5'],
        digitalId: { make: 'Emulated', type: 'Iris', serialNo: 'EMUL-IRISES-001' },
      },
    ]);
  }
});

test('a service that does not know the discovery verb is found by its device info', async () => {
  for (const options of [{}, { deviations: EVERY_DEVIATION }]) {
    const server = await runningService({ ...options, profile: SBI_1_0 });
    const { devices } = await discoverSbiDevices({ ports: [server.port] });
    expect(devices).toMatchObject([{ deviceId: '1', environment: 'Staging' }]);
  }
});

test('a program in the range that is no such service is named as such', async () => {
  const web = createHttpServer((_, response) => response.end('hello'));
  const shouter = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    socket.end('+OK ready\r\n');
  });
  const ports = [await listening(web), await listening(shouter)].flatMap((port) => port ?? []);
  const { devices, otherPorts } = await discoverSbiDevices({ ports });
  expect(devices).toEqual([]);
  expect(otherPorts.map(({ port, code }) => [port, code])).toEqual(
    ports.map((port) => [port, 'wrong-answer']),
  );
});

test('a scan that is cancelled ends at once', async () => {
  const port = await listening(silentServer());
  const cancel = new AbortController();
  const scan = discoverSbiDevices({ ports: [port ?? 0], signal: cancel.signal, timeoutMs: 60_000 });
  cancel.abort();
  expect((await scan).otherPorts).toMatchObject([{ code: 'cancelled' }]);
});
