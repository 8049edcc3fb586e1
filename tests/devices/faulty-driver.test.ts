import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { DeviceCandidate } from '../../src/devices/drivers/candidate.ts';
import { namedSerialDevice } from '../../src/devices/drivers/catalogue.ts';
import { Rack } from '../../src/devices/rack/rack.ts';
import type { RackDevice } from '../../src/devices/rack/rack-device.ts';
import { NEVER, pluggedModule, testPrint } from './emulated-module.ts';

const HOST = {
  script: fileURLToPath(new URL('./support/faulty-driver.ts', import.meta.url)),
  silenceLimitMs: 1_500,
  memoryLimitBytes: 160 * 1024 * 1024,
};

/** A device whose driver does what its address says as soon as it is asked whether it is there. */
function badDevice(misdeed: string): DeviceCandidate {
  return {
    id: `hid:bad:${misdeed}`,
    address: misdeed,
    identity: {},
    driver: 'hid-pos',
    role: 'code-scanner',
    transport: 'hid',
    settings: {},
  };
}

function failureOf(rack: Rack, id: string): Promise<RackDevice> {
  return new Promise((resolve) => {
    const forget = rack.onEvent((event) => {
      if (event.kind !== 'changed' || event.device.id !== id) return;
      if (event.device.health.state !== 'failed') return;
      forget();
      resolve(event.device);
    });
  });
}

for (const [misdeed, code] of [
  ['blocks', 'driver-blocked'],
  ['leaks', 'driver-leaked'],
  ['piles-up', 'driver-leaked'],
  ['dies', 'driver-died'],
  ['rejects', 'driver-died'],
  ['exits', 'driver-died'],
] as const) {
  test(`a driver that ${misdeed} is named, and the scanner beside it takes its print meanwhile`, async () => {
    const module = await pluggedModule();
    const zfm = namedSerialDevice(module.path, {
      driver: 'zfm',
      settings: { baudRates: [57_600], pollIntervalMs: 5 },
    });
    const rack = new Rack({
      host: HOST,
      named: [badDevice(misdeed), zfm],
      pollIntervalMs: 100,
      graceMs: 50,
    });
    onTestFinished(() => rack.stop());
    await rack.start();
    const failed = failureOf(rack, `hid:bad:${misdeed}`);

    // The second look asks each device whether it is there; from then on the bad one misbehaves.
    let prints = 0;
    let longestWaitMs = 0;
    const stop = new AbortController();
    const working = (async () => {
      while (!stop.signal.aborted) {
        module.place(testPrint('r503'));
        const serving = rack.serving('fingerprint');
        const target = {
          kind: 'single',
          position: 'right-index',
          impression: 'live-plain',
        } as const;
        const taken = await serving?.device.capture(target, NEVER);
        if (taken?.ok !== true) throw new Error(`no print: ${JSON.stringify(taken)}`);
        prints += 1;
      }
    })();
    const clock = (async () => {
      while (!stop.signal.aborted) {
        const at = performance.now();
        await delay(10);
        longestWaitMs = Math.max(longestWaitMs, performance.now() - at - 10);
      }
    })();
    const device = await failed;
    stop.abort();
    await Promise.all([working, clock]);

    expect(device.health).toMatchObject({ state: 'failed', error: { code } });
    expect(JSON.stringify(device)).not.toContain('what a citizen typed');
    expect(prints).toBeGreaterThan(0);
    // The station's own thread was never held up for long.
    expect(longestWaitMs).toBeLessThan(1_000);
  });
}

test('a driver that dies three times is left alone until its device is plugged again or asked for', async () => {
  const rack = new Rack({ host: HOST, named: [badDevice('dies')], pollIntervalMs: 20 });
  onTestFinished(() => rack.stop());
  let opened = 0;
  let failed = 0;
  const givenUp = Promise.withResolvers<void>();
  rack.onEvent((event) => {
    if (event.kind !== 'changed') return;
    if (event.device.health.state === 'ready') opened += 1;
    if (event.device.health.state === 'failed') failed += 1;
    if (failed === 3) givenUp.resolve();
  });
  await rack.start();
  await givenUp.promise;
  await rack.refresh();
  await rack.refresh();
  expect(opened).toBe(3);
  await rack.reconsider('hid:bad:dies');
  expect(opened).toBe(4);
});
