import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';

import { startEmulator } from '../../src/devices/emulators/start.ts';
import type { StartEmulatorOptions } from '../../src/devices/emulators/start.ts';
import { errorCode, NEVER, readyScanner, temporaryFolder } from './emulated-module.ts';

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
  const first = await scanner.capture(NEVER);
  expect(first.ok && new Set(first.value.pixels).size).toBeGreaterThan(4);
  await emulator.lift();
  expect(errorCode(await scanner.waitForLift(NEVER))).toBe('ok');

  const closed = Promise.withResolvers<void>();
  scanner.onClosed(() => closed.resolve());
  await emulator.unplug();
  await closed.promise;
  await emulator.plug();
  const again = await readyScanner(emulator.port);
  await emulator.place({ personSeed: 7, position: 'right-index' });
  expect(await again.capture(NEVER)).toEqual(first);
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
  const captured = await scanner.capture(NEVER);
  if (!captured.ok) throw new Error(captured.error.code);
  const shown = captured.value.pixels.filter((pixel) => pixel === 34 || pixel === 204);
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
  const captured = await scanner.capture(NEVER);
  if (!captured.ok) throw new Error(captured.error.code);
  const mean = captured.value.pixels.reduce((sum, pixel) => sum + pixel, 0) / (256 * 288);
  expect(mean).toBeGreaterThan(40);
  expect(mean).toBeLessThan(215);
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
