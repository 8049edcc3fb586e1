import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { EmulatedLine } from '../../src/devices/emulators/emulated-line.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import { temporaryFolder } from './emulated-module.ts';

const SAID = Uint8Array.from({ length: 2_000 }, (_, index) => index % 251);

async function openLine() {
  const path = join(temporaryFolder(), 'port');
  const line = new EmulatedLine({ path, baudRate: 9_600, pace: 'none' });
  const device = { heard: 0, isOn: false };
  line.attach({
    receive: (bytes) => (device.heard += bytes.length),
    powerOn: () => (device.isOn = true),
    powerOff: () => (device.isOn = false),
  });
  await line.plug();
  onTestFinished(() => line.unplug());
  const host = new SerialTransport({ path, baudRate: 9_600 });
  const heard: number[] = [];
  host.onData((bytes) => void heard.push(...bytes));
  const gone = new Promise<string>((resolve) => void host.onClosed(({ kind }) => resolve(kind)));
  expect(await host.open()).toMatchObject({ ok: true });
  return { line, device, host, heard, gone };
}

test('what left a device before its cable was pulled is at the host', async () => {
  const { line, device, heard, gone } = await openLine();
  line.send(SAID);
  await line.unplug();
  expect(await gone).toBe('lost');
  expect(Uint8Array.from(heard)).toEqual(SAID);
  expect(device.isOn).toBe(false);
});

test('a cable that is pulled at a byte has carried that many, and no more', async () => {
  const { line, heard, gone } = await openLine();
  line.unplugAfter(1_234);
  line.send(SAID);
  line.send(SAID);
  expect(await gone).toBe('lost');
  expect(Uint8Array.from(heard)).toEqual(SAID.subarray(0, 1_234));
});

test('a device hears nothing after the pull, and again when it is plugged in', async () => {
  const { line, device, host, gone } = await openLine();
  const pulled = line.unplug();
  await host.write(SAID);
  await pulled;
  expect(await gone).toBe('lost');
  expect(device.heard).toBe(0);
  await line.plug();
  expect(device.isOn).toBe(true);
  expect(await host.open()).toMatchObject({ ok: true });
  await host.write(SAID);
  await expect.poll(() => device.heard).toBe(SAID.length);
  await host.close();
});
