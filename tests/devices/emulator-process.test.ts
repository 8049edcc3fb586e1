import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';

import { openVc0706Camera } from '../../src/devices/drivers/vc0706-camera.ts';
import { openViscaCameraHead } from '../../src/devices/drivers/visca-camera-head.ts';
import {
  startCameraEmulator,
  startEmulator,
  startHeadEmulator,
} from '../../src/devices/emulators/start.ts';
import type { StartEmulatorOptions } from '../../src/devices/emulators/start.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import {
  capture,
  errorCode,
  NEVER,
  pictureOf,
  readyScanner,
  temporaryFolder,
} from './emulated-module.ts';

const START = new URL('../../src/devices/emulators/start.ts', import.meta.url).href;
const TENPRINT = fileURLToPath(new URL('../../../shared/data/tenprint', import.meta.url));

async function started(options: StartEmulatorOptions = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return emulator;
}

test('an emulator in a process of its own shows a finger, pulls its cable and plugs it again', async () => {
  const emulator = await started({ profile: 'r503' });
  const scanner = await readyScanner(emulator.port);
  await emulator.place({ personSeed: 7, position: 'right-index' });
  const first = await capture(scanner);
  expect(new Set(pictureOf(first).pixels).size).toBeGreaterThan(4);
  await emulator.lift();
  expect(errorCode(await scanner.waitForLift(NEVER))).toBe('ok');

  const closed = Promise.withResolvers<void>();
  scanner.onClosed(() => closed.resolve());
  await emulator.unplug();
  await closed.promise;
  await emulator.plug();
  const again = await readyScanner(emulator.port);
  await emulator.place({ personSeed: 7, position: 'right-index' });
  expect(await capture(again)).toEqual(first);
});

test('prints of a folder are shown by the finger in their names, the densest part on the glass', async () => {
  const folder = temporaryFolder();
  const ridges = Buffer.from(
    Uint8Array.from({ length: 192 * 192 }, (_, index) => ((index % 192) % 8 < 4 ? 34 : 204)),
  );
  const smudge = Buffer.alloc(250 * 250, 20);
  const grey = (width: number, height: number) =>
    ({ raw: { width, height, channels: 1 } }) as const;
  await sharp({ create: { width: 600, height: 700, channels: 3, background: 'white' } })
    .composite([
      { input: smudge, left: 10, top: 10, ...grey(250, 250) },
      { input: ridges, left: 320, top: 400, ...grey(192, 192) },
    ])
    .png()
    .toFile(join(folder, '07-rolled-left-index.png'));
  const emulator = await started({ profile: 'r503', printsFolder: folder });
  const scanner = await readyScanner(emulator.port);
  await emulator.place({ personSeed: 1, position: 'left-index' });
  const { pixels } = pictureOf(await capture(scanner));
  const shown = pixels.filter((pixel) => pixel === 34 || pixel === 204);
  expect(shown.length).toBeGreaterThan(0.9 * 192 * 192);
  await expect(emulator.place({ personSeed: 1, position: 'left-ring' })).rejects.toThrow(
    'no print of the left-ring',
  );
});

test('a scanned tenprint card can be put under the scanner', async ({ skip }) => {
  skip(!existsSync(TENPRINT), 'the tenprint card is not here');
  const emulator = await started({ printsFolder: TENPRINT });
  const scanner = await readyScanner(emulator.port);
  await emulator.place({ personSeed: 1, position: 'right-thumb' });
  const { pixels } = pictureOf(await capture(scanner));
  const mean = pixels.reduce((sum, pixel) => sum + pixel, 0) / (256 * 288);
  expect(mean).toBeGreaterThan(40);
  expect(mean).toBeLessThan(215);
});

test('faults are ordered and cleared over the message channel, one beside the other', async () => {
  const emulator = await started({ profile: 'r503' });
  const scanner = await readyScanner(emulator.port);
  await emulator.place({ personSeed: 7, position: 'right-index' });
  await emulator.fault({ kind: 'stuck-finger' });
  await emulator.fault({ kind: 'bad-checksum', after: 10, answers: 1 });
  const first = await capture(scanner);
  expect(errorCode(first)).toBe('ok');
  await emulator.lift();
  expect(await capture(scanner)).toEqual(first);
  await emulator.clear();
  expect(errorCode(await scanner.waitForLift(NEVER))).toBe('ok');

  await emulator.garbage(true);
  expect(errorCode(await scanner.checkAlive())).toBe('wrong-answer');
  await emulator.garbage(false);
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
});

test('wet prints are darker than good ones, dry ones lighter, whatever was laid on', async () => {
  const emulator = await started({ profile: 'r503' });
  const scanner = await readyScanner(emulator.port);
  const mean = async (): Promise<number> => {
    await emulator.place({ personSeed: 7, position: 'right-index' });
    const { pixels } = pictureOf(await capture(scanner));
    return pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
  };
  const good = await mean();
  await emulator.fault({ kind: 'poor-prints', condition: 'wet' });
  const wet = await mean();
  await emulator.fault({ kind: 'poor-prints', condition: 'dry' });
  const dry = await mean();
  expect(wet).toBeLessThan(good);
  expect(dry).toBeGreaterThan(good);
  await emulator.clear();
  expect(await mean()).toBe(good);
});

test('an order that is none is refused with what is wrong, and the emulator goes on', async () => {
  const emulator = await started({ profile: 'r503' });
  await expect(emulator.fault({ kind: 'truncated', keptBytes: -1 })).rejects.toThrow('keptBytes');
  await expect(emulator.unplug(0)).rejects.toThrow('no order for this device');
  expect(errorCode(await (await readyScanner(emulator.port)).checkAlive())).toBe('ok');
});

test('prints of a folder are not made wet or dry, and that is said', async () => {
  const folder = temporaryFolder();
  const create = { width: 400, height: 400, channels: 3, background: 'white' } as const;
  await sharp({ create }).png().toFile(join(folder, '02-rolled-right-index.png'));
  const emulator = await started({ printsFolder: folder });
  await expect(emulator.fault({ kind: 'poor-prints', condition: 'wet' })).rejects.toThrow(
    'shown as they are',
  );
});

test('an emulated camera head is a process too, with faults to order', async () => {
  const emulator = await startHeadEmulator();
  onTestFinished(() => emulator.stop());
  const transport = new SerialTransport({ path: emulator.port, baudRate: 9_600 });
  const opened = await openViscaCameraHead({ transport, answerMs: 300 });
  if (!opened.ok) throw new Error(opened.error.detail);
  onTestFinished(() => opened.value.close());
  await emulator.fault({ kind: 'busy', commands: 2 });
  expect(errorCode(await opened.value.autofocus())).toBe('busy');
  expect(errorCode(await opened.value.autofocus())).toBe('ok');
  await emulator.fault({ kind: 'silence' });
  expect(errorCode(await opened.value.checkAlive())).toBe('no-answer');
  await emulator.clear();
  expect(errorCode(await opened.value.checkAlive())).toBe('ok');
});

test('an emulated serial camera is a process too, with someone before it and faults to order', async () => {
  const emulator = await startCameraEmulator();
  onTestFinished(() => emulator.stop());
  const transport = new SerialTransport({ path: emulator.port, baudRate: 38_400 });
  const opened = await openVc0706Camera({ transport, imageSize: '160x120', answerMs: 300 });
  if (!opened.ok) throw new Error(opened.error.detail);
  onTestFinished(() => opened.value.close());
  const first = await opened.value.takePicture(NEVER);
  expect(errorCode(first)).toBe('ok');
  await emulator.seat(30);
  expect(await opened.value.takePicture(NEVER)).not.toEqual(first);
  await emulator.fault({ kind: 'busy' });
  expect(errorCode(await opened.value.takePicture(NEVER))).toBe('not-ready');
  await emulator.clear();
  expect(errorCode(await opened.value.takePicture(NEVER))).toBe('ok');
});

test('a missing socat is said in a sentence', async () => {
  const environment = { ...process.env, PATH: temporaryFolder() };
  await expect(startEmulator({ environment })).rejects.toThrow(
    'install the Debian package "socat"',
  );
});

test('an empty folder of prints is said in a sentence', async () => {
  await expect(startEmulator({ printsFolder: temporaryFolder() })).rejects.toThrow('no print');
});

test('an emulator does not outlive its parent', async () => {
  const program = `
    import { startEmulator } from ${JSON.stringify(START)};
    console.log((await startEmulator()).port);
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(parent.stdout), 'line')) as [string];
  expect(existsSync(port)).toBe(true);
  const gone = Promise.withResolvers<void>();
  const watcher = watch(dirname(dirname(port)), () => {
    if (!existsSync(dirname(port))) gone.resolve();
  });
  parent.kill('SIGKILL');
  await gone.promise;
  watcher.close();
});
