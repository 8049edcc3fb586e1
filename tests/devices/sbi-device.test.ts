import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import { SBI_LIES, EVERY_DEVIATION, NO_DEVIATION } from '../../src/devices/emulators/sbi/faults.ts';
import type { SbiLie } from '../../src/devices/emulators/sbi/faults.ts';
import type { SbiServerOptions } from '../../src/devices/emulators/sbi-server.ts';
import { chainHash } from '../../src/devices/protocols/sbi/hash-chain.ts';
import { SBI_1_0 } from '../../src/devices/protocols/sbi/profile.ts';
import { trustAnchors } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import { captureRequest, infoRequest } from '../../src/devices/protocols/sbi/requests.ts';
import { planCapture } from '../../src/devices/protocols/sbi/capture-plan.ts';
import { askLoopback } from '../../src/devices/transports/loopback-http.ts';
import { NEVER } from './emulated-module.ts';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import { decodePrint } from '../../src/imaging/decode-print.ts';
import {
  codeOf,
  HAND,
  openDevice,
  readyDevice,
  runningService,
  SMALL_WINDOW,
  valueOf,
} from './sbi-service.ts';

const SERVICES: readonly [string, Partial<SbiServerOptions>][] = [
  ['a service that follows the specification', { deviations: NO_DEVIATION }],
  ['a service with every deviation of the public mock', { deviations: EVERY_DEVIATION }],
  ['a service that signs with RSA', { algorithm: 'RS256' }],
];

describe.each(SERVICES)('%s', (_name, options) => {
  test('gives slaps 4-4-2 as ten verified prints in one hash chain', async () => {
    const server = await runningService(options);
    const device = await readyDevice(server);
    expect(device.info).toMatchObject({
      status: 'Ready',
      environment: 'Staging',
      digitalId: { serialNo: 'EMUL-SLAP-001', deviceSubType: 'Slap' },
    });
    let hash = '';
    let captures = 0;
    const positions: string[] = [];
    for (const kind of ['left-four', 'right-four', 'two-thumbs'] as const) {
      const { samples, lastHash } = valueOf(await device.capture({ kind }, NEVER));
      for (const sample of samples) {
        if (sample.modality !== 'finger') throw new Error(sample.modality);
        expect(sample.print).toMatchObject({
          position: sample.position,
          compression: 'jpeg-2000-lossless',
          resolutionPpi: 500,
          bitDepth: 8,
          widthPixels: 96,
          heightPixels: 120,
        });
        expect(sample.qualityScore).toBe(60);
        const { position } = sample;
        const touch = { ...HAND, ...SMALL_WINDOW, position, touch: captures };
        const decoded = await decodePrint({
          ...sample.print,
          compression: 'jpeg-2000-lossless',
          bytes: sample.print.image,
        });
        expect(decoded).toEqual({ ok: true, value: renderTouch({ ...touch, condition: 'good' }) });
        positions.push(sample.position);
        hash = chainHash(hash, sample.record);
        expect(sample.hash).toBe(hash);
      }
      expect(lastHash).toBe(hash);
      expect(device.lastHash).toBe(hash);
      captures += 1;
    }
    expect(new Set(positions).size).toBe(10);
  });

  test('takes a slap without the missing finger, and refuses one that leaves it out silently', async () => {
    const server = await runningService(options);
    server.place({ ...HAND, missing: ['left-ring'] });
    const device = await readyDevice(server);
    const taken = valueOf(
      await device.capture({ kind: 'left-four', exceptions: ['left-ring'] }, NEVER),
    );
    const positions = taken.samples.map((one) => one.modality === 'finger' && one.position);
    expect(new Set(positions)).toEqual(new Set(['left-index', 'left-middle', 'left-little']));
    const whole = await device.capture({ kind: 'left-four' }, NEVER, { timeoutMs: 20 });
    expect(codeOf(whole)).toBe('capture-timeout');
  });

  test('its own errors are told by their meaning and their number', async () => {
    const server = await runningService(options);
    const [unit] = server.units;
    if (unit === undefined) throw new Error('no unit');
    const device = await readyDevice(server);
    for (const [status, code] of [
      ['Busy', 'busy'],
      ['Not Ready', 'not-ready'],
      ['Not Registered', 'not-registered'],
    ] as const) {
      unit.setStatus = status;
      expect(codeOf(await device.capture({ kind: 'left-four' }, NEVER))).toBe(code);
      expect(codeOf(await device.preview('1', () => {}))).toBe(code);
    }
    expect(codeOf(await openDevice(server))).toBe('not-registered');
    unit.setStatus = 'Ready';
    const elsewhere = await openDevice(server, { environment: 'Production' });
    expect(codeOf(elsewhere)).toBe('wrong-environment');
    expect(await device.preview('9', () => {})).toMatchObject({
      error: { code: 'not-ready', reportedCode: expect.stringMatching(/^\d{3}$/) },
    });
    expect(codeOf(await openDevice(server, { deviceId: '77' }))).toBe('not-ready');
  });

  test('shows pictures before and after a capture, none while it runs', async () => {
    const server = await runningService(options);
    const device = await readyDevice(server);
    const frames: Uint8Array[] = [];
    let onFrame = (): void => {};
    const nextFrame = (): Promise<void> => new Promise((resolve) => (onFrame = resolve));
    const preview = valueOf(
      await device.preview('1', (jpeg) => {
        frames.push(jpeg);
        onFrame();
      }),
    );
    await nextFrame();
    await nextFrame();
    expect(codeOf(await device.preview('1', () => {}))).toBe('busy');
    expect(codeOf(await device.capture({ kind: 'right-four' }, NEVER))).toBe('request-refused');
    expect(codeOf(await device.capture({ kind: 'left-four' }, NEVER))).toBe('ok');
    await nextFrame();
    for (const frame of frames) expect((await sharp(frame).metadata()).format).toBe('jpeg');
    preview.stop();
    const seen = frames.length;
    // At once: the next capture waits until the device has noticed that the stream is over.
    expect(codeOf(await device.capture({ kind: 'right-four' }, NEVER))).toBe('ok');
    expect(codeOf(await preview.ended)).toBe('ok');
    expect(frames.length).toBe(seen);
  });
});

test('irises, one eye, a face and an exception photo come from the devices that take them', async () => {
  const server = await runningService({ units: ['irises', 'face'] });
  const irises = await readyDevice(server, { deviceId: '1' });
  const both = valueOf(await irises.capture({ kind: 'irises' }, NEVER));
  expect(both.samples.map((sample) => sample.modality === 'iris' && sample.eye)).toEqual([
    'left',
    'right',
  ]);
  const right = valueOf(await irises.capture({ kind: 'single-iris', eye: 'right' }, NEVER));
  expect(right.samples).toMatchObject([{ modality: 'iris', eye: 'right' }]);
  const face = await readyDevice(server, { deviceId: '2' });
  expect(valueOf(await face.capture({ kind: 'face' }, NEVER)).samples).toMatchObject([
    { modality: 'face' },
  ]);
  const missing = ['left-thumb', 'right'] as const;
  expect(codeOf(await face.capture({ kind: 'exception-photo', missing }, NEVER))).toBe('ok');
  expect(codeOf(await face.capture({ kind: 'left-four' }, NEVER))).toBe('request-refused');
});

test('one print comes from a single-finger device, and from a slap scanner with the others excepted', async () => {
  const server = await runningService({ units: ['single', 'slap'] });
  for (const deviceId of ['1', '2']) {
    const device = await readyDevice(server, { deviceId });
    for (const position of ['right-thumb', 'left-little'] as const) {
      const taken = valueOf(await device.capture({ kind: 'single-print', position }, NEVER));
      expect(taken.samples).toMatchObject([{ modality: 'finger', position }]);
    }
  }
});

/** How a finger lay is for the scanner to judge (`sbi-fingerprint.ts`): the device passes on what the record says. */
type LieToTheDevice = Exclude<SbiLie, 'other-impression'>;

const NAMES: Readonly<Record<LieToTheDevice, string>> = {
  'wrong-signature': 'bad-signature',
  stranger: 'untrusted-certificate',
  'expired-certificate': 'untrusted-certificate',
  'broken-chain': 'broken-hash-chain',
  'stale-timestamp': 'stale-timestamp',
  'early-timestamp': 'stale-timestamp',
  'other-transaction': 'other-transaction',
  'other-device': 'bad-payload',
  'other-finger': 'bad-payload',
  'repeated-finger': 'bad-payload',
  'no-json': 'bad-payload',
  nonsense: 'wrong-answer',
  silence: 'no-answer',
  cut: 'disconnected',
};

test.each(SBI_LIES.filter((lie) => lie !== 'other-impression'))(
  'the lie %s is refused by its name, and the chain goes on after it',
  async (lie) => {
    const server = await runningService({ deviations: EVERY_DEVIATION });
    const device = await readyDevice(server, { answerTimeoutMs: 200 });
    valueOf(await device.capture({ kind: 'left-four' }, NEVER));
    const hash = device.lastHash;
    server.lie = lie;
    expect(codeOf(await device.capture({ kind: 'two-thumbs' }, NEVER))).toBe(NAMES[lie]);
    expect(device.lastHash).toBe(hash);
    server.lie = undefined;
    const [next] = valueOf(await device.capture({ kind: 'two-thumbs' }, NEVER)).samples;
    expect(next?.hash).toBe(chainHash(hash, next?.record ?? new Uint8Array(0)));
  },
);

test.each(['wrong-signature', 'stranger', 'expired-certificate', 'silence', 'cut'] as const)(
  'a device that lies about itself (%s) is not opened',
  async (lie) => {
    const server = await runningService();
    server.lie = lie;
    expect(codeOf(await openDevice(server, { answerTimeoutMs: 200 }))).toBe(NAMES[lie]);
  },
);

test('a device of another authority, or tomorrow’s certificate, is not trusted', async () => {
  const server = await runningService();
  const other = await runningService();
  const strangers = trustAnchors([other.trustAnchorPem]);
  expect(codeOf(await openDevice(server, { trustAnchors: strangers }))).toBe(
    'untrusted-certificate',
  );
  expect(codeOf(await openDevice(server, { trustAnchors: [] }))).toBe('untrusted-certificate');
  const inTwoMonths = (): Date => new Date(Date.now() + 60 * 86_400_000);
  const later = await openDevice(server, { now: inTwoMonths });
  expect(codeOf(later)).toBe('untrusted-certificate');
});

test('a finger below the wished quality comes at the end of the time, as the best there was', async () => {
  const server = await runningService();
  server.score = 21.5;
  const device = await readyDevice(server);
  const options = { requestedScore: 40, timeoutMs: 30 };
  const { samples } = valueOf(await device.capture({ kind: 'two-thumbs' }, NEVER, options));
  expect(samples.map((sample) => sample.qualityScore)).toEqual([21.5, 21.5]);
});

test('cancelling answers at once, and the next capture finds the device ready', async () => {
  const server = await runningService();
  server.lift();
  const device = await readyDevice(server);
  const cancel = new AbortController();
  const waiting = device.capture({ kind: 'left-four' }, cancel.signal);
  expect(codeOf(await device.capture({ kind: 'left-four' }, NEVER))).toBe('busy');
  // The device is waiting for the hand once it calls itself busy.
  while (valueOf(await device.status()) !== 'Busy');
  cancel.abort();
  expect(codeOf(await waiting)).toBe('cancelled');
  server.place(HAND);
  expect(codeOf(await device.capture({ kind: 'left-four' }, NEVER))).toBe('ok');
});

test('cancelling a capture beside a preview ends both, and the device is ready again', async () => {
  const server = await runningService();
  server.lift();
  const device = await readyDevice(server);
  const preview = valueOf(await device.preview('1', () => {}));
  const cancel = new AbortController();
  const waiting = device.capture({ kind: 'left-four' }, cancel.signal);
  cancel.abort();
  expect(codeOf(await waiting)).toBe('cancelled');
  expect(codeOf(await preview.ended)).toBe('ok');
  server.place(HAND);
  expect(codeOf(await device.capture({ kind: 'right-four' }, NEVER))).toBe('ok');
});

test('stopping the preview cancels the capture beside it', async () => {
  const server = await runningService();
  server.lift();
  const device = await readyDevice(server);
  const preview = valueOf(await device.preview('1', () => {}));
  const waiting = device.capture({ kind: 'left-four' }, NEVER);
  const [unit] = server.units;
  while (unit?.capture === undefined) await device.status();
  preview.stop();
  expect(await waiting).toMatchObject({ error: { code: 'cancelled', reportedCode: '700' } });
});

test('a device that another station uses is busy for this one', async () => {
  const server = await runningService();
  server.lift();
  const first = await readyDevice(server);
  const second = await readyDevice(server);
  const preview = valueOf(await first.preview('1', () => {}));
  expect(codeOf(await second.capture({ kind: 'left-four' }, NEVER))).toBe('busy');
  preview.stop();
  await preview.ended;
});

test('a preview that its time ends is over well, one that is cut is not', async () => {
  const server = await runningService();
  const device = await readyDevice(server);
  const short = valueOf(await device.preview('1', () => {}, { timeoutMs: 30 }));
  expect(codeOf(await short.ended)).toBe('ok');
  const long = valueOf(await device.preview('1', () => {}));
  await server.stop();
  expect(codeOf(await long.ended)).toBe('disconnected');
});

test('a preview in which no picture comes any more is given up', async () => {
  const server = await runningService();
  const device = await readyDevice(server, { previewSilenceMs: 50 });
  const [unit] = server.units;
  const preview = valueOf(await device.preview('1', () => {}));
  // The device believes that a capture runs and sends nothing; the station knows of none.
  if (unit !== undefined) unit.capture = { fail: () => {}, look: () => {} };
  expect(codeOf(await preview.ended)).toBe('no-answer');
});

test('a closed device answers not-open, and what ran is over', async () => {
  const server = await runningService();
  server.lift();
  const device = await readyDevice(server);
  const preview = valueOf(await device.preview('1', () => {}));
  const waiting = device.capture({ kind: 'left-four' }, NEVER);
  device.close();
  expect(codeOf(await waiting)).toBe('not-open');
  expect(codeOf(await preview.ended)).toBe('ok');
  expect(codeOf(await device.capture({ kind: 'left-four' }, NEVER))).toBe('not-open');
  expect(codeOf(await device.status())).toBe('not-open');
});

test('a service that is gone is port-not-found', async () => {
  const server = await runningService();
  const device = await readyDevice(server);
  await server.stop();
  expect(codeOf(await device.capture({ kind: 'left-four' }, NEVER))).toBe('port-not-found');
});

test('the dialect of 1.0 works with a service that speaks it, and is refused by one of 0.9.5', async () => {
  const server = await runningService({ profile: SBI_1_0 });
  const device = await readyDevice(server, { profile: SBI_1_0 });
  expect(codeOf(await device.capture({ kind: 'two-thumbs' }, NEVER))).toBe('ok');
  const preview = valueOf(await device.preview('3', () => {}));
  preview.stop();
  for (const deviations of [NO_DEVIATION, EVERY_DEVIATION]) {
    const old = await runningService({ deviations });
    const refused = await (await readyDevice(old, { profile: SBI_1_0 })).status();
    expect(refused).toMatchObject({ error: { code: 'request-refused', reportedCode: '500' } });
  }
});

/** Sends a capture as it stands, changed by hand. */
async function sendCapture(
  port: number,
  change: (body: Record<string, unknown>, bio: Record<string, unknown>) => void,
): Promise<string> {
  const request = captureRequest(
    { specVersion: '0.9.5', discoveryVerb: 'MOSIPDISC', streamDeviceField: 'deviceId' },
    {
      plan: planCapture({ kind: 'left-four' }, 'Slap'),
      deviceId: '1',
      environment: 'Staging',
      transactionId: 'abcd',
      now: new Date(),
      timeoutMs: 1_000,
      requestedScore: 40,
      previousHash: '',
    },
  );
  const body = JSON.parse(request.body) as { bio: Record<string, unknown>[] };
  change(body, body.bio[0] ?? {});
  const sent = { ...request, port, body: JSON.stringify(body), timeoutMs: 2_000 };
  const text = Buffer.from(valueOf(await askLoopback(sent)).body).toString();
  return /"errorCode":"(\d+)"/.exec(text)?.[1] ?? text;
}

test('the emulated device is as strict as the specification', async () => {
  const { port } = await runningService();
  const codes = {
    whole: await sendCapture(port, () => {}),
    count: await sendCapture(port, (_, bio) => (bio['count'] = '3')),
    exceptions: await sendCapture(port, (_, bio) => (bio['exception'] = ['Left RingFinger'])),
    stranger: await sendCapture(port, (_, bio) => (bio['exception'] = ['Left Thumb'])),
    nonsense: await sendCapture(port, (_, bio) => (bio['exception'] = ['Nose'])),
    transaction: await sendCapture(port, (body) => (body['transactionId'] = 'a_b')),
    purpose: await sendCapture(port, (body) => (body['purpose'] = 'Auth')),
    numbers: await sendCapture(port, (_, bio) => (bio['count'] = 4)),
    type: await sendCapture(port, (_, bio) => (bio['type'] = 'Iris')),
    device: await sendCapture(port, (_, bio) => (bio['deviceId'] = '9')),
  };
  expect(codes).toEqual({
    whole: '0',
    count: '109',
    exceptions: '109',
    stranger: '118',
    nonsense: '117',
    transaction: '112',
    purpose: '121',
    numbers: '123',
    type: '120',
    device: '106',
  });
});

test('an aborted signal asks nothing of anyone', async () => {
  const { port } = await runningService();
  const request = { ...infoRequest(), port, timeoutMs: 1_000, signal: AbortSignal.abort() };
  expect(codeOf(await askLoopback(request))).toBe('cancelled');
});
