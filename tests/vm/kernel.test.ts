import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import { R503_GEOMETRY } from '../../src/devices/protocols/zfm/image.ts';
import { machineImage } from './support/machine-image.ts';
import { runMachine } from './support/machine.ts';
import type { MachineRun } from './support/machine.ts';

/** On a machine that does nothing else it takes a minute and a half; a busy one has to come to an end too. */
const LIMIT_MS = 600_000;

/** A kernel keeps so many unread reports of a HID device (HIDRAW_BUFFER_SIZE, drivers/hid/hidraw.c). */
const REPORTS_KEPT = 64;

const lineSchema = z.union([
  z.object({ scene: z.string(), tookMs: z.number(), found: z.unknown() }),
  z.object({ scene: z.string(), tookMs: z.number(), failure: z.string() }),
]);

let missing = '';
let run: MachineRun | undefined;
const scenes = new Map<string, z.infer<typeof lineSchema>>();

beforeAll(async () => {
  const image = await machineImage();
  if (!image.ok) {
    missing = image.error;
    return;
  }
  const files = Object.fromEntries(
    (['right-thumb', 'right-index'] as const).map((position) => {
      const touch = { personSeed: 7, position, touch: 0, condition: 'good' } as const;
      return [`${position}.gray`, renderTouch({ ...touch, ...R503_GEOMETRY }).pixels];
    }),
  );
  run = await runMachine(image.value, { files, limitMs: LIMIT_MS });
  for (const line of run.report.split('\n').filter(Boolean)) {
    const scene = lineSchema.parse(JSON.parse(line));
    scenes.set(scene.scene, scene);
  }
  if (run.crash !== '') tell(run.crash);
  tell(`the whole machine, from boot to power-off: ${run.tookMs} ms`);
}, LIMIT_MS + 60_000);

/** What the guest found in a scene. */
function found<T>(scene: string, schema: z.ZodType<T>): T {
  const line = scenes.get(scene);
  if (line === undefined) throw new Error(`nothing of ${scene}; on its console:\n${run?.console}`);
  if (!('found' in line)) throw new Error(line.failure);
  return schema.parse(line.found);
}

/** A time that was measured, for the person who runs the tests. */
function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

describe('on a real kernel', () => {
  test('a USB device and one of user space are listed with vendor, product and serial number', ({
    skip,
  }) => {
    skip(run === undefined, missing);
    const listed = z.object({ ok: z.literal(true), value: z.array(z.looseObject({})) });
    const { hid, serial } = found('enumeration', z.object({ hid: listed, serial: listed }));
    const usb = { vendorId: 0x1209, productId: 0x0001, serialNumber: 'GADGET-1' };
    expect(hid.value).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...usb,
          manufacturer: 'Tram',
          product: 'Emulated fingerprint module',
        }),
        expect.objectContaining({
          vendorId: 0x1209,
          productId: 0x0002,
          serialNumber: 'UHID-1',
          usagePage: 0x8c,
        }),
      ]),
    );
    expect(serial.value).toContainEqual(
      expect.objectContaining({ ...usb, path: '/dev/ttyACM0', manufacturer: 'Tram' }),
    );
  });

  test.for([
    ['zfm over HID', ['it takes no slaps']],
    ['zfm over CDC-ACM', ['it takes no slaps']],
    ['hid-pos over HID', []],
  ] as const)('%s bears out every clause of its contract', ([driver, notItsOwn], { skip }) => {
    skip(run === undefined, missing);
    const outcome = z.object({ statement: z.string(), result: z.string(), detail: z.string() });
    const contracts = found('contracts', z.record(z.string(), z.array(outcome).min(1)));
    expect(contracts[driver]?.filter(({ result }) => result === 'failed')).toEqual([]);
    const skipped = contracts[driver]?.filter(({ result }) => result === 'skipped');
    expect(skipped?.map(({ detail }) => detail)).toEqual(notItsOwn);
  });

  test('a picture of which the kernel dropped most comes whole, for the driver asks again', ({
    skip,
  }) => {
    skip(run === undefined, missing);
    const { reportsWhileItStood, uploadsAsked, captured, sha256 } = found(
      'flood',
      z.object({
        reportsWhileItStood: z.int(),
        uploadsAsked: z.int(),
        captured: z.looseObject({}),
        sha256: z.string(),
      }),
    );
    expect(captured).toMatchObject({ code: 'ok', sha256 });
    expect(reportsWhileItStood).toBeGreaterThan(REPORTS_KEPT);
    expect(uploadsAsked).toBeGreaterThan(1);
  });
});

const deviceSchema = z.looseObject({ deviceId: z.string(), state: z.string(), port: z.string() });
const swapSchema = z.object({
  before: deviceSchema,
  lost: deviceSchema,
  after: deviceSchema,
  lostAfterMs: z.int(),
  seenByKernelAfterMs: z.int(),
  readyAfterMs: z.int(),
  first: z.unknown(),
  without: z.unknown(),
  second: z.unknown(),
  steps: z.array(z.looseObject({ position: z.string(), state: z.string() })),
  stopped: z.object({ code: z.int().nullable(), afterMs: z.int() }),
});

describe('a USB scanner that is pulled and plugged while a dossier is open', () => {
  test('is reported lost, and is the same device when it is back under another file', ({
    skip,
  }) => {
    skip(run === undefined, missing);
    const { before, lost, after, ...times } = found('swap', swapSchema);
    const { lostAfterMs, seenByKernelAfterMs, readyAfterMs } = times;
    tell(
      `emulated scanner: lost ${lostAfterMs} ms after it was pulled; seen by the kernel ` +
        `${seenByKernelAfterMs} ms and ready ${readyAfterMs} ms after it was plugged`,
    );
    expect(before).toMatchObject({ state: 'ready', deviceId: 'hid:1209:0001:STATION-1' });
    expect(lost).toMatchObject({ state: 'lost', deviceId: before.deviceId });
    expect(after).toMatchObject({ state: 'ready', deviceId: before.deviceId });
    expect(after.port).not.toBe(before.port);
  });

  test('takes the next finger, and what was captured stays', ({ skip }) => {
    skip(run === undefined, missing);
    const { first, without, second, steps } = found('swap', swapSchema);
    expect(first).toMatchObject({
      ok: true,
      prints: [{ position: 'right-thumb', accepted: true }],
    });
    expect(without).toMatchObject({ ok: false, error: { code: 'device-disconnected' } });
    expect(second).toMatchObject({
      ok: true,
      prints: [{ position: 'right-index', accepted: true }],
    });
    expect(steps).toMatchObject([
      { position: 'right-thumb', state: 'done' },
      { position: 'right-index', state: 'done' },
    ]);
  });

  test('does not keep the station from ending', ({ skip }) => {
    skip(run === undefined, missing);
    const { stopped } = found('swap', swapSchema);
    tell(`the station ended ${stopped.afterMs} ms after it was told to`);
    expect(stopped.code).toBe(0);
  });
});

test('a process that ends with a HID device open does end, in order or by a surprise', ({
  skip,
}) => {
  skip(run === undefined, missing);
  const ended = z.object({ code: z.int().nullable(), signal: z.string().nullable() });
  const { exit, surprise } = found('end', z.object({ exit: ended, surprise: ended }));
  expect(exit).toEqual({ code: 7, signal: null });
  expect(surprise).toEqual({ code: 1, signal: null });
});

test('the guest came to its end by itself', ({ skip }) => {
  skip(run === undefined, missing);
  expect(run?.status).toBe(0);
});
