import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { Rack } from '../../src/devices/rack.ts';
import type { RackDevice, RackOptions } from '../../src/devices/rack.ts';
import { errorCode, NEVER, pluggedModule, temporaryFolder, testPrint } from './emulated-module.ts';

function rackWith(options: RackOptions): Rack {
  const rack = new Rack({
    discover: false,
    pollIntervalMs: 20,
    zfm: { baudRates: [57_600], pollIntervalMs: 5 },
    ...options,
  });
  onTestFinished(() => rack.stop());
  return rack;
}

/** The device as it is when it comes to this state. */
function comesTo(rack: Rack, state: RackDevice['health']['state']): Promise<RackDevice> {
  return new Promise((resolve) => {
    const forget = rack.onEvent((event) => {
      if (event.kind !== 'changed' || event.device.health.state !== state) return;
      forget();
      resolve(event.device);
    });
  });
}

test('a module on a named port serves fingerprints', async () => {
  const module = await pluggedModule();
  const rack = rackWith({ serialPorts: [module.path] });
  await rack.start();
  expect(rack.devices()).toMatchObject([
    { role: 'fingerprint', driver: 'zfm', transport: 'serial', health: { state: 'ready' } },
  ]);
  module.place(testPrint('r503'));
  const captured = await rack.fingerprintScanner()?.scanner.capture(NEVER);
  expect(captured).toEqual({ ok: true, value: testPrint('r503') });
});

test('a module that is pulled and plugged again is the same device, and serves again', async () => {
  const module = await pluggedModule();
  const rack = rackWith({ serialPorts: [module.path] });
  await rack.start();
  const before = rack.fingerprintScanner();

  const unplugged = comesTo(rack, 'unplugged');
  await module.unplug();
  expect((await unplugged).id).toBe(before?.deviceId);
  expect(rack.fingerprintScanner()).toBeUndefined();

  const ready = comesTo(rack, 'ready');
  await module.plug();
  expect((await ready).id).toBe(before?.deviceId);
  expect(rack.devices()).toHaveLength(1);
  module.place(testPrint('r503'));
  const captured = await rack.fingerprintScanner()?.scanner.capture(NEVER);
  expect(captured?.ok).toBe(true);
});

test('a module that is pulled and plugged twenty times serves again each time', async () => {
  const module = await pluggedModule();
  const rack = rackWith({ serialPorts: [module.path] });
  await rack.start();
  module.place(testPrint('r503'));
  for (let time = 0; time < 20; time += 1) {
    const unplugged = comesTo(rack, 'unplugged');
    const capture = rack.fingerprintScanner()?.scanner.capture(NEVER);
    await module.unplug();
    await Promise.all([unplugged, capture]);
    const ready = comesTo(rack, 'ready');
    await module.plug();
    await ready;
  }
  expect(rack.devices()).toHaveLength(1);
});

test('a capture under way when the module is pulled ends as disconnected', async () => {
  const module = await pluggedModule();
  const rack = rackWith({ serialPorts: [module.path] });
  await rack.start();
  const capture = rack.fingerprintScanner()?.scanner.capture(NEVER);
  await module.unplug();
  expect(capture === undefined ? 'none' : errorCode(await capture)).toBe('disconnected');
});

test('a module that answers nonsense between captures is reported as failed, and recovers', async () => {
  const module = await pluggedModule();
  const rack = rackWith({ serialPorts: [module.path] });
  await rack.start();
  const failed = comesTo(rack, 'failed');
  module.device.babble(true);
  expect((await failed).health).toMatchObject({ error: { code: 'wrong-answer' } });
  const ready = comesTo(rack, 'ready');
  module.device.babble(false);
  await ready;
});

test('a named port that is not there is expected, and the other devices work', async () => {
  const module = await pluggedModule();
  const rack = rackWith({ serialPorts: [join(temporaryFolder(), 'nothing'), module.path] });
  await rack.start();
  const states = rack.devices().map((device) => device.health.state);
  expect(states).toEqual(['unplugged', 'ready']);
});

test('a stopped rack holds no port', async () => {
  const module = await pluggedModule();
  const first = rackWith({ serialPorts: [module.path] });
  await first.start();
  await first.stop();
  const second = rackWith({ serialPorts: [module.path] });
  await second.start();
  expect(second.fingerprintScanner()).toBeDefined();
});

test('discovery that finds no known device leaves an empty rack', async () => {
  const rack = rackWith({ discover: true });
  await rack.start();
  expect(rack.devices().filter(({ health }) => health.state === 'ready')).toEqual([]);
});
