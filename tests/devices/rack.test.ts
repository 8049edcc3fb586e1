import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { namedSerialDevice } from '../../src/devices/drivers/catalogue.ts';
import { HOST_SCRIPT } from '../../src/devices/host/host-script.ts';
import { Rack } from '../../src/devices/rack/rack.ts';
import type { RackOptions } from '../../src/devices/rack/rack.ts';
import type { RackDevice } from '../../src/devices/rack/rack-device.ts';
import { catalogueOf } from '../../src/devices/drivers/catalogue.ts';
import { errorCode, NEVER, pluggedModule, temporaryFolder, testPrint } from './emulated-module.ts';

const TARGET = { kind: 'single', position: 'right-index', impression: 'live-plain' } as const;

const ZFM = {
  driver: 'zfm',
  settings: { baudRates: [57_600], pollIntervalMs: 5 },
} as const;

/** A rack that looks often, with modules of the ZFM family on these ports. */
function rackWith(ports: readonly string[], options: Partial<RackOptions> = {}): Rack {
  const rack = new Rack({
    host: { script: HOST_SCRIPT },
    named: ports.map((path) => namedSerialDevice(path, ZFM)),
    pollIntervalMs: 20,
    graceMs: 100,
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
  const rack = rackWith([module.path]);
  await rack.start();
  expect(rack.devices()).toMatchObject([
    { role: 'fingerprint', driver: 'zfm', transport: 'serial', health: { state: 'ready' } },
  ]);
  module.place(testPrint('r503'));
  const captured = await rack.serving('fingerprint')?.device.capture(TARGET, NEVER);
  expect(captured).toEqual({
    ok: true,
    value: [
      {
        position: 'right-index',
        impression: 'live-plain',
        picture: { kind: 'gray', image: testPrint('r503') },
        deviceQuality: null,
      },
    ],
  });
});

test('a module that is pulled and plugged again is the same device, and serves again', async () => {
  const module = await pluggedModule();
  const rack = rackWith([module.path]);
  await rack.start();
  const before = rack.serving('fingerprint');

  const unplugged = comesTo(rack, 'unplugged');
  await module.unplug();
  expect((await unplugged).id).toBe(before?.deviceId);
  expect(rack.serving('fingerprint')).toBeUndefined();

  const ready = comesTo(rack, 'ready');
  await module.plug();
  expect((await ready).id).toBe(before?.deviceId);
  expect(rack.devices()).toHaveLength(1);
  module.place(testPrint('r503'));
  const captured = await rack.serving('fingerprint')?.device.capture(TARGET, NEVER);
  expect(captured?.ok).toBe(true);
});

test('a module that is pulled and plugged twenty times serves again each time', async () => {
  const module = await pluggedModule();
  const rack = rackWith([module.path]);
  await rack.start();
  module.place(testPrint('r503'));
  for (let time = 0; time < 20; time += 1) {
    const unplugged = comesTo(rack, 'unplugged');
    const capture = rack.serving('fingerprint')?.device.capture(TARGET, NEVER);
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
  const rack = rackWith([module.path]);
  await rack.start();
  const capture = rack.serving('fingerprint')?.device.capture(TARGET, NEVER);
  await module.unplug();
  expect(capture === undefined ? 'none' : errorCode(await capture)).toBe('disconnected');
});

test('a module that answers nonsense between captures is reported as failed, and recovers', async () => {
  const module = await pluggedModule();
  const rack = rackWith([module.path]);
  await rack.start();
  const failed = comesTo(rack, 'failed');
  module.order({ kind: 'garbage' });
  expect((await failed).health).toMatchObject({ error: { code: 'wrong-answer' } });
  const ready = comesTo(rack, 'ready');
  module.clear();
  await ready;
});

test('a named port that is not there is expected, and the other devices work', async () => {
  const module = await pluggedModule();
  const rack = rackWith([join(temporaryFolder(), 'nothing'), module.path]);
  await rack.start();
  const states = rack.devices().map((device) => device.health.state);
  expect(states).toEqual(['unplugged', 'ready']);
});

test('a stopped rack holds no port', async () => {
  const module = await pluggedModule();
  const first = rackWith([module.path]);
  await first.start();
  await first.stop();
  const second = rackWith([module.path]);
  await second.start();
  expect(second.serving('fingerprint')).toBeDefined();
});

test('discovery that finds no known device leaves an empty rack', async () => {
  const rack = rackWith([], { catalogue: catalogueOf([]) });
  await rack.start();
  expect(rack.devices().filter(({ health }) => health.state === 'ready')).toEqual([]);
});

test('a scanner beside the serving one takes over after the grace time, and gives the role back to nobody', async () => {
  const modules = [await pluggedModule(), await pluggedModule()];
  const rack = rackWith(modules.map(({ path }) => path));
  await rack.start();
  // Whichever was ready first.
  const serves = (path: string): boolean =>
    rack.serving('fingerprint')?.deviceId === `serial:${path}`;
  const first = modules.find(({ path }) => serves(path));
  const second = modules.find(({ path }) => !serves(path));
  if (!first || !second) throw new Error('one of the two serves');
  const roles: (string | undefined)[] = [];
  const passedOn = Promise.withResolvers<void>();
  rack.onEvent((event) => {
    if (event.kind !== 'role' || event.role !== 'fingerprint') return;
    roles.push(event.deviceId);
    if (roles.length === 2) passedOn.resolve();
  });
  expect(rack.fingerprintAbilities()).toEqual(['single-plain']);
  await first.unplug();
  await passedOn.promise;
  expect(roles).toEqual([undefined, `serial:${second.path}`]);
  const back = comesTo(rack, 'ready');
  await first.plug();
  await back;
  expect(rack.serving('fingerprint')?.deviceId).toBe(`serial:${second.path}`);
  expect(rack.devices().filter(({ isServing }) => isServing)).toMatchObject([
    { address: second.path },
  ]);
});

test('a device that a technician set aside is not opened, and is when it is wanted again', async () => {
  const module = await pluggedModule();
  let setAside = true;
  const rack = rackWith([module.path], { settingsOf: () => ({ setAside }) });
  await rack.start();
  expect(rack.devices()).toMatchObject([{ health: { state: 'set-aside' } }]);
  setAside = false;
  await rack.reconsider(`serial:${module.path}`);
  expect(rack.devices()).toMatchObject([{ health: { state: 'ready' }, isServing: true }]);
});
