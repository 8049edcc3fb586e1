import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';

import { deviceErrorFrom } from '../../src/devices/drivers/sbi-device-error.ts';
import { openSbiFingerprintScanner } from '../../src/devices/drivers/sbi-fingerprint.ts';
import type { SbiFingerprintOptions } from '../../src/devices/drivers/sbi-fingerprint.ts';
import type { DeviceError } from '../../src/devices/device-error.ts';
import { EVERY_DEVIATION, NO_DEVIATION } from '../../src/devices/emulators/sbi/faults.ts';
import type { SbiLie } from '../../src/devices/emulators/sbi/faults.ts';
import type { SbiServer } from '../../src/devices/emulators/sbi-server.ts';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import type {
  CaptureProgress,
  FingerprintScanner,
  TakenPrint,
} from '../../src/devices/modality.ts';
import { trustAnchors } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import type { Result } from '../../src/domain/result.ts';
import { SLAP_FINGERS, SLAPS } from '../../src/domain/slap.ts';
import type { Slap } from '../../src/domain/slap.ts';
import { decodePrint } from '../../src/imaging/decode-print.ts';
import { errorCode, NEVER } from './emulated-module.ts';
import { HAND, runningService, SMALL_WINDOW, valueOf } from './sbi-service.ts';

async function openScanner(
  server: SbiServer,
  options: Partial<SbiFingerprintOptions> = {},
): Promise<Result<FingerprintScanner, DeviceError>> {
  const opened = await openSbiFingerprintScanner({
    port: server.port,
    deviceId: '1',
    trustAnchors: trustAnchors([server.trustAnchorPem]),
    environment: 'Staging',
    ...options,
  });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

async function readyScanner(
  server: SbiServer,
  options: Partial<SbiFingerprintOptions> = {},
): Promise<FingerprintScanner> {
  return valueOf(await openScanner(server, options));
}

function slap(name: Slap): PrintTarget {
  return { kind: 'slap', slap: name };
}

const ROLLED_THUMB = {
  kind: 'single',
  position: 'right-thumb',
  impression: 'live-rolled',
} as const;
const PLAIN_THUMB = { ...ROLLED_THUMB, impression: 'live-plain' } as const;

async function imageOf(print: TakenPrint | undefined) {
  if (print?.picture.kind !== 'encoded') throw new Error('no encoded print');
  return decodePrint(print.picture.print);
}

test.each([NO_DEVIATION, EVERY_DEVIATION])(
  'a slap scanner takes 4-4-2, each finger under its own name, whatever order the device sends',
  async (deviations) => {
    const server = await runningService({ deviations });
    const scanner = await readyScanner(server);
    expect(scanner.info).toMatchObject({
      make: 'Emulated',
      model: 'SBI slap',
      serialNumber: 'EMUL-SLAP-001',
      firmware: '1.0',
      abilities: ['single-plain', 'slaps-4-4-2'],
      resolutionPpi: 500,
    });
    for (const [touch, name] of SLAPS.entries()) {
      const prints = valueOf(await scanner.capture(slap(name), NEVER));
      expect(prints.map(({ position }) => position)).toEqual(SLAP_FINGERS[name]);
      for (const print of prints) {
        expect(print).toMatchObject({ impression: 'live-plain', deviceQuality: 60 });
        const { position } = print;
        const condition = 'good' as const;
        const shown = renderTouch({ ...HAND, ...SMALL_WINDOW, position, touch, condition });
        expect(await imageOf(print)).toEqual({ ok: true, value: shown });
      }
    }
  },
);

test('fingers that are missing are left out, and nothing is asked of the device where all are', async () => {
  const server = await runningService();
  server.place({ ...HAND, missing: ['left-ring', 'right-thumb'] });
  const scanner = await readyScanner(server);
  const exceptions = ['left-ring', 'right-thumb', 'left-thumb'] as const;
  const four = await scanner.capture(slap('left-four'), NEVER, undefined, { exceptions });
  expect(valueOf(four).map(({ position }) => position)).toEqual([
    'left-index',
    'left-middle',
    'left-little',
  ]);
  await server.stop();
  const thumbs = await scanner.capture(slap('two-thumbs'), NEVER, undefined, { exceptions });
  expect(thumbs).toEqual({ ok: true, value: [] });
});

test('a single-finger device takes any finger, and no slap', async () => {
  const server = await runningService({ units: ['single'] });
  const scanner = await readyScanner(server);
  expect(scanner.info.abilities).toEqual(['single-plain']);
  for (const position of FINGER_POSITIONS) {
    const target = { kind: 'single', position, impression: 'live-plain' } as const;
    const prints = valueOf(await scanner.capture(target, NEVER));
    expect(prints.map((print) => print.position)).toEqual([position]);
  }
  expect(errorCode(await scanner.capture(slap('left-four'), NEVER))).toBe('not-supported');
  expect(errorCode(await scanner.capture(ROLLED_THUMB, NEVER))).toBe('not-supported');
});

test('a finger is rolled where a description says that the device can, and the record bears it out', async () => {
  const server = await runningService();
  const abilities = ['single-plain', 'single-rolled', 'slaps-4-4-2'] as const;
  const scanner = await readyScanner(server, { abilities });
  const [print] = valueOf(await scanner.capture(ROLLED_THUMB, NEVER));
  expect(print).toMatchObject({ position: 'right-thumb', impression: 'live-rolled' });
  const impression = 'live-rolled' as const;
  const shown = {
    ...HAND,
    ...SMALL_WINDOW,
    position: 'right-thumb',
    touch: 0,
    impression,
  } as const;
  expect(await imageOf(print)).toEqual({
    ok: true,
    value: renderTouch({ ...shown, condition: 'good' }),
  });
  const [plain] = valueOf(await scanner.capture(PLAIN_THUMB, NEVER));
  expect(plain?.impression).toBe('live-plain');
});

test('a record that says another impression than was asked for is refused', async () => {
  const server = await runningService({ units: ['slap', 'single'] });
  const abilities = ['single-plain', 'single-rolled', 'slaps-4-4-2'] as const;
  const slaps = await readyScanner(server, { abilities });
  server.lie = 'other-impression';
  expect(errorCode(await slaps.capture(PLAIN_THUMB, NEVER))).toBe('bad-payload');
  expect(errorCode(await slaps.capture(slap('left-four'), NEVER))).toBe('bad-payload');
  expect(errorCode(await slaps.capture(ROLLED_THUMB, NEVER))).toBe('bad-payload');
  server.lie = undefined;
  // Its description promises too much: the device does not know the option, and lays the finger on.
  const single = await readyScanner(server, { abilities, deviceId: '2' });
  expect(errorCode(await single.capture(ROLLED_THUMB, NEVER))).toBe('bad-payload');
});

test('what lies on the glass is shown while the capture waits, and the stream ends with it', async () => {
  const server = await runningService({ deviations: { ...NO_DEVIATION, streamsOn: true } });
  server.lift();
  const scanner = await readyScanner(server);
  const phases: CaptureProgress['phase'][] = [];
  const jpegs: Uint8Array[] = [];
  const placed = Promise.withResolvers<void>();
  const capture = scanner.capture(slap('right-four'), NEVER, (progress) => {
    phases.push(progress.phase);
    if (progress.phase !== 'preview') return;
    jpegs.push(progress.jpeg);
    if (jpegs.length === 5) placed.resolve();
  });
  await placed.promise;
  server.place(HAND);
  valueOf(await capture);
  expect(phases[0]).toBe('waiting-for-finger');
  expect(new Set(phases.slice(1))).toEqual(new Set(['preview']));
  for (const jpeg of jpegs) expect((await sharp(jpeg).metadata()).format).toBe('jpeg');
  const [unit] = server.units;
  while (unit?.status !== 'Ready') await scanner.checkAlive();
  expect(unit.stream).toBeUndefined();
});

test('a device that stops its pictures for the capture has shown one before', async () => {
  const server = await runningService();
  const scanner = await readyScanner(server);
  let previews = 0;
  valueOf(
    await scanner.capture(slap('left-four'), NEVER, ({ phase }) => {
      if (phase === 'preview') previews += 1;
    }),
  );
  expect(previews).toBeGreaterThan(0);
});

test('fingers that are laid down while the capture waits are taken; bad ones at the end of the time', async () => {
  const server = await runningService();
  server.lift();
  const scanner = await readyScanner(server);
  const capture = scanner.capture(slap('two-thumbs'), NEVER);
  server.place(HAND);
  expect(errorCode(await capture)).toBe('ok');
  server.place({ ...HAND, conditions: { 'left-thumb': 'dry', 'right-thumb': 'smudged' } });
  const options = { fingerTimeoutMs: 60 };
  const bad = await scanner.capture(slap('two-thumbs'), NEVER, undefined, options);
  expect(valueOf(bad).map(({ deviceQuality }) => deviceQuality)).toEqual([15, 28]);
});

test.each(['waiting-for-finger', 'preview'] as const)(
  'cancelling while it says %s answers at once, and the next capture works',
  async (phase) => {
    const server = await runningService({ deviations: { ...NO_DEVIATION, streamsOn: true } });
    server.lift();
    const scanner = await readyScanner(server);
    const cancel = new AbortController();
    const capture = await scanner.capture(slap('left-four'), cancel.signal, (progress) => {
      if (progress.phase === phase) cancel.abort();
    });
    expect(errorCode(capture)).toBe('cancelled');
    server.place(HAND);
    expect(errorCode(await scanner.capture(slap('left-four'), NEVER))).toBe('ok');
  },
);

test('a second capture is told that the scanner is busy, a check that a capture runs', async () => {
  const server = await runningService();
  server.lift();
  const scanner = await readyScanner(server);
  const first = scanner.capture(slap('left-four'), NEVER);
  expect(errorCode(await scanner.capture(PLAIN_THUMB, NEVER))).toBe('busy');
  expect(errorCode(await scanner.checkAlive())).toBe('busy');
  server.place(HAND);
  expect(errorCode(await first)).toBe('ok');
  expect(errorCode(await scanner.waitForLift(NEVER))).toBe('ok');
});

test('what the device says of itself is told in the words of all devices', async () => {
  const server = await runningService();
  const [unit] = server.units;
  if (unit === undefined) throw new Error('no unit');
  const scanner = await readyScanner(server);
  for (const [status, code] of [
    ['Busy', 'device-busy'],
    ['Not Ready', 'not-ready'],
    ['Not Registered', 'not-ready'],
    ['Ready', 'ok'],
  ] as const) {
    unit.setStatus = status;
    expect(errorCode(await scanner.checkAlive())).toBe(code);
    expect(errorCode(await scanner.capture(PLAIN_THUMB, NEVER))).toBe(code);
    expect(errorCode(await openScanner(server))).toBe(code);
  }
});

test('another program that has the device is named, also when the scanner is opened', async () => {
  const server = await runningService();
  server.lift();
  const other = await readyScanner(server);
  const scanner = await readyScanner(server);
  const stop = new AbortController();
  const held = other.capture(slap('left-four'), stop.signal);
  const [unit] = server.units;
  while (unit?.status === 'Ready') await scanner.checkAlive();
  expect(errorCode(await scanner.capture(PLAIN_THUMB, NEVER))).toBe('device-busy');
  expect(errorCode(await openScanner(server))).toBe('device-busy');
  stop.abort();
  expect(errorCode(await held)).toBe('cancelled');
});

const REFUSALS: readonly [SbiLie, string][] = [
  ['wrong-signature', 'bad-signature'],
  ['stranger', 'untrusted-certificate'],
  ['expired-certificate', 'untrusted-certificate'],
  ['broken-chain', 'broken-hash-chain'],
  ['stale-timestamp', 'stale-timestamp'],
  ['early-timestamp', 'stale-timestamp'],
  ['other-transaction', 'other-transaction'],
  ['other-device', 'bad-payload'],
  ['other-finger', 'bad-payload'],
  ['no-json', 'bad-payload'],
  // The service is there: nobody has pulled anything.
  ['cut', 'wrong-answer'],
];

test.each(REFUSALS)(
  'the lie %s keeps its own name, %s, and the scanner is still open',
  async (lie, code) => {
    const server = await runningService();
    const scanner = await readyScanner(server);
    server.lie = lie;
    expect(errorCode(await scanner.capture(slap('two-thumbs'), NEVER))).toBe(code);
    server.lie = undefined;
    expect(errorCode(await scanner.capture(slap('two-thumbs'), NEVER))).toBe('ok');
  },
);

test('a service that ends is told once: in the middle of a capture, or at the next check', async () => {
  for (const when of ['during a capture', 'at a check'] as const) {
    const server = await runningService();
    server.lift();
    const scanner = await readyScanner(server);
    const told: string[] = [];
    scanner.onClosed((reason) => {
      told.push(reason.kind === 'lost' ? reason.error.code : reason.kind);
    });
    const capture =
      when === 'during a capture' ? scanner.capture(slap('left-four'), NEVER) : undefined;
    const [unit] = server.units;
    while (capture !== undefined && unit?.capture === undefined) await new Promise(setImmediate);
    await server.stop();
    expect(errorCode(await (capture ?? scanner.checkAlive()))).toBe('disconnected');
    expect([when, ...told]).toEqual([when, 'disconnected']);
    await server.restart();
    expect(errorCode(await scanner.capture(PLAIN_THUMB, NEVER))).toBe('disconnected');
    expect(errorCode(await scanner.checkAlive())).toBe('disconnected');
    await scanner.close();
    expect(told.length).toBe(1);
    expect(errorCode(await openScanner(server))).toBe('ok');
  }
});

test('answers that are damaged on the way do not lose the scanner', async () => {
  const server = await runningService();
  const scanner = await readyScanner(server);
  const told: string[] = [];
  scanner.onClosed(({ kind }) => told.push(kind));
  server.damageNextAnswers(1_000);
  const damaged = errorCode(await scanner.capture(slap('left-four'), NEVER));
  expect(['wrong-answer', 'bad-signature', 'bad-payload', 'not-ready']).toContain(damaged);
  server.damageNextAnswers(0);
  expect(errorCode(await scanner.capture(slap('left-four'), NEVER))).toBe('ok');
  expect(told).toEqual([]);
});

test('a scanner that was closed says so, and tells that it was asked to', async () => {
  const server = await runningService();
  const scanner = await readyScanner(server);
  const told: string[] = [];
  scanner.onClosed(({ kind }) => told.push(kind));
  await scanner.close();
  await scanner.close();
  expect(told).toEqual(['requested']);
  expect(errorCode(await scanner.capture(slap('left-four'), NEVER))).toBe('not-open');
  expect(errorCode(await scanner.checkAlive())).toBe('not-open');
});

test('a device for another body part, one of an unknown kind and one that is not there are not opened', async () => {
  const server = await runningService({ units: ['face'] });
  expect(errorCode(await openScanner(server))).toBe('not-supported');
  expect(errorCode(await openScanner(server, { deviceId: '9' }))).toBe('not-ready');
  expect(errorCode(await openScanner(server, { trustAnchors: [] }))).toBe('untrusted-certificate');
  await server.stop();
  expect(errorCode(await openScanner(server))).toBe('port-not-found');
  const web = createServer((_, response) => response.end('hello'));
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  onTestFinished(() => void web.close());
  // A TCP server that listens has an address of this form.
  const { port } = web.address() as AddressInfo;
  expect(errorCode(await openScanner(server, { port }))).toBe('wrong-answer');
});

test('what the interface has its own words for is told in those of all devices, the rest as it is', () => {
  const detail = 'as it is';
  for (const code of ['busy', 'capture-timeout', 'request-refused', 'not-registered'] as const) {
    expect(deviceErrorFrom({ code, detail }).code).not.toBe(code);
  }
  for (const code of ['no-answer', 'sensor-fault', 'stale-timestamp', 'cancelled'] as const) {
    expect(deviceErrorFrom({ code, detail })).toEqual({ code, detail });
  }
});
