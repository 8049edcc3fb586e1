import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';

import { discoverSbiDevices } from '../../src/devices/drivers/sbi-discovery.ts';
import { openSbiFingerprintScanner } from '../../src/devices/drivers/sbi-fingerprint.ts';
import { startSbiEmulator } from '../../src/devices/emulators/start-sbi.ts';
import type {
  SbiEmulator,
  StartSbiEmulatorOptions,
} from '../../src/devices/emulators/start-sbi.ts';
import { startEmulator } from '../../src/devices/emulators/start.ts';
import type { FingerprintScanner, TakenPrint } from '../../src/devices/modality.ts';
import { trustAnchors } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import { decodePrint } from '../../src/imaging/decode-print.ts';
import { errorCode, NEVER, readyScanner, temporaryFolder } from './emulated-module.ts';
import { valueOf } from './sbi-service.ts';

const START = new URL('../../src/devices/emulators/start-sbi.ts', import.meta.url).href;
const BUNDLE = fileURLToPath(new URL('../../out/sbi-emulator/index.js', import.meta.url));
const TENPRINT = fileURLToPath(new URL('../../../shared/data/tenprint', import.meta.url));

async function started(options: StartSbiEmulatorOptions = {}): Promise<SbiEmulator> {
  const emulator = await startSbiEmulator({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

async function scannerOf(emulator: SbiEmulator): Promise<FingerprintScanner> {
  const opened = await openSbiFingerprintScanner({
    port: emulator.port,
    deviceId: '1',
    trustAnchors: trustAnchors([emulator.trustAnchorPem]),
    environment: 'Staging',
  });
  onTestFinished(() => valueOf(opened).close());
  return valueOf(opened);
}

async function imageOf(print: TakenPrint | undefined): Promise<GrayImage> {
  if (print?.picture.kind !== 'encoded') throw new Error('no encoded print');
  const decoded = await decodePrint(print.picture.print);
  if (!decoded.ok) throw new Error(decoded.error);
  return decoded.value;
}

/** How alike two pictures are where they lie over each other, their middles on each other: −1 to 1. */
function likeness(a: GrayImage, b: GrayImage): number {
  const width = Math.min(a.widthPixels, b.widthPixels);
  const height = Math.min(a.heightPixels, b.heightPixels);
  const greys = ({ widthPixels, heightPixels, pixels }: GrayImage): number[] =>
    Array.from({ length: width * height }, (_, at) => {
      const x = (at % width) + ((widthPixels - width) >> 1);
      const y = Math.floor(at / width) + ((heightPixels - height) >> 1);
      return pixels[y * widthPixels + x] ?? 0;
    });
  const centred = (values: number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [left, right] = [centred(greys(a)), centred(greys(b))];
  const product = (x: number[], y: number[]): number =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return product(left, right) / Math.sqrt(product(left, left) * product(right, right));
}

test('a service in a process of its own shows a hand, lies, is slow, and can be stopped and started', async () => {
  const emulator = await started();
  const scanner = await scannerOf(emulator);
  const slap = { kind: 'slap', slap: 'right-four' } as const;
  const waiting = scanner.capture(slap, NEVER);
  await emulator.place({ personSeed: 7, missing: ['left-thumb'] });
  expect(valueOf(await waiting).map(({ position }) => position)).toEqual([
    'right-index',
    'right-middle',
    'right-ring',
    'right-little',
  ]);
  const thumbs = { kind: 'slap', slap: 'two-thumbs' } as const;
  const short = { fingerTimeoutMs: 30 };
  expect(errorCode(await scanner.capture(thumbs, NEVER, undefined, short))).toBe('finger-timeout');
  await emulator.lie('stranger');
  expect(errorCode(await scanner.capture(slap, NEVER))).toBe('untrusted-certificate');
  await emulator.lie(undefined);
  await emulator.setStatus('1', 'Not Ready');
  expect(errorCode(await scanner.checkAlive())).toBe('not-ready');
  await emulator.setStatus('1', 'Ready');
  await emulator.delay(5);
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  await emulator.lift();
  expect(errorCode(await scanner.capture(slap, NEVER, undefined, short))).toBe('finger-timeout');

  const closed = Promise.withResolvers<string>();
  scanner.onClosed(({ kind }) => closed.resolve(kind));
  await emulator.unplug();
  expect(errorCode(await scanner.checkAlive())).toBe('disconnected');
  expect(await closed.promise).toBe('lost');
  await emulator.plug();
  const again = await scannerOf(emulator);
  expect(again.info.serialNumber).toBe(scanner.info.serialNumber);
  await expect(emulator.setStatus('9', 'Ready')).rejects.toThrow('there is no device 9');
}, 60_000);

test('the emulated slap scanner and the emulated module show the same ridges of the same finger', async () => {
  const [slaps, module] = await Promise.all([started(), startEmulator({ profile: 'zfm-20' })]);
  onTestFinished(() => module.stop());
  const person = { personSeed: 21, position: 'left-index' } as const;
  const single = { kind: 'single', position: 'left-index', impression: 'live-plain' } as const;
  await Promise.all([slaps.place(person), module.place(person)]);
  const scanners = [await scannerOf(slaps), await readyScanner(module.port)] as const;
  const [ofSlap] = valueOf(await scanners[0].capture({ kind: 'slap', slap: 'left-four' }, NEVER));
  const [ofModule] = valueOf(await scanners[1].capture(single, NEVER));
  if (ofModule?.picture.kind !== 'gray') throw new Error('no picture');
  await slaps.place({ personSeed: 22 });
  const [ofOther] = valueOf(await scanners[0].capture({ kind: 'slap', slap: 'left-four' }, NEVER));
  const same = likeness(await imageOf(ofSlap), ofModule.picture.image);
  const other = likeness(await imageOf(ofOther), ofModule.picture.image);
  console.info(`likeness: same finger ${same.toFixed(2)}, another ${other.toFixed(2)}`);
  // Each window bends the skin in its own way, so that ridges drift apart towards the rim.
  expect(same).toBeGreaterThan(other + 0.2);
}, 60_000);

test('slaps are put together from single prints of a folder', async () => {
  const folder = temporaryFolder();
  for (const [at, finger] of ['index', 'middle', 'ring', 'little'].entries()) {
    await sharp({ create: { width: 400, height: 500, channels: 3, background: 'white' } })
      .composite([
        {
          input: Buffer.alloc(200 * 200, 40 * (at + 1)),
          raw: { width: 200, height: 200, channels: 1 },
          left: 100,
          top: 150,
        },
      ])
      .png()
      .toFile(join(folder, `right-${finger}.png`));
  }
  const emulator = await started({ printsFolder: folder });
  await emulator.place({ personSeed: 1 });
  const scanner = await scannerOf(emulator);
  const prints = valueOf(await scanner.capture({ kind: 'slap', slap: 'right-four' }, NEVER));
  for (const [at, print] of prints.entries()) {
    const image = await imageOf(print);
    expect(image).toMatchObject({ widthPixels: 320, heightPixels: 420 });
    const grey = image.pixels.filter((pixel) => pixel === 40 * (at + 1)).length;
    expect(grey).toBeGreaterThan(0.9 * 200 * 200);
  }
}, 60_000);

test('a scanned tenprint card can be laid on the slap scanner', async ({ skip }) => {
  skip(!existsSync(TENPRINT), 'the tenprint card is not here');
  const emulator = await started({ printsFolder: TENPRINT });
  await emulator.place({ personSeed: 1 });
  const scanner = await scannerOf(emulator);
  const prints = valueOf(await scanner.capture({ kind: 'slap', slap: 'left-four' }, NEVER));
  for (const print of prints) {
    const { pixels } = await imageOf(print);
    const mean = pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
    expect(mean).toBeGreaterThan(40);
    expect(mean).toBeLessThan(235);
  }
}, 60_000);

test('what cannot be started is said in a sentence', async () => {
  const emulator = await started();
  await expect(startSbiEmulator({ port: emulator.port })).rejects.toThrow('is taken');
  await expect(startSbiEmulator({ printsFolder: temporaryFolder() })).rejects.toThrow('no print');
});

test('the bundled emulator compresses and signs as the one from source does', async () => {
  const emulator = await started({ scriptPath: BUNDLE, units: ['single', 'slap'] });
  await emulator.place({ personSeed: 3 });
  const scanner = await scannerOf(emulator);
  const target = { kind: 'single', position: 'right-thumb', impression: 'live-plain' } as const;
  const [print] = valueOf(await scanner.capture(target, NEVER));
  expect((await imageOf(print)).widthPixels).toBe(320);
  const { devices } = await discoverSbiDevices({ ports: [emulator.port] });
  expect(devices.map(({ digitalId }) => digitalId.deviceSubType)).toEqual(['Single', 'Slap']);
}, 60_000);

test('the service does not outlive its parent', async () => {
  const program = `
    import { startSbiEmulator } from ${JSON.stringify(START)};
    console.log((await startSbiEmulator({ port: 0 })).port);
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(parent.stdout), 'line')) as [string];
  const ports = [Number(port)];
  expect((await discoverSbiDevices({ ports })).devices.length).toBe(1);
  parent.kill('SIGKILL');
  while ((await discoverSbiDevices({ ports })).devices.length > 0);
});
