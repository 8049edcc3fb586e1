/** Every mishap of a fingerprint module on a cable, one by one: recovered, or told by its name; and the next print works. */
import { expect, test } from 'vitest';

import type { CaptureProgress } from '../../src/devices/modality.ts';
import type { LineFault } from '../../src/devices/emulators/faults.ts';
import { DEFAULT_GEOMETRY } from '../../src/devices/protocols/zfm/image.ts';
import {
  capture,
  errorCode,
  expectPrint,
  INDEX,
  NEVER,
  openScanner,
  pictureOf,
  pluggedModule,
  readyScanner,
  testPrint,
} from './emulated-module.ts';

/** The look, the answer that a picture follows, and the picture's packets of 256 bytes with 11 around them. */
const ANSWER_BYTES = 12;
const PACKETS = (192 * 192) / 2 / 256;
const ALL_BYTES = 2 * ANSWER_BYTES + PACKETS * 267;

test.for([
  1,
  6,
  ANSWER_BYTES,
  ANSWER_BYTES + 1,
  24,
  30,
  150,
  9_999,
  ALL_BYTES - 267,
  ALL_BYTES - 1,
])(
  'a cable pulled after byte %i of a capture is told at once, and the scanner works again when it is back',
  async (bytes) => {
    const module = await pluggedModule();
    const scanner = await readyScanner(module.path);
    module.place(testPrint('r503'));
    module.unplugAfter(bytes);
    expect(errorCode(await capture(scanner))).toBe('disconnected');
    await module.plug();
    const again = await readyScanner(module.path);
    expectPrint(await capture(again), testPrint('r503'));
  },
);

const PLACES = [
  ['the look', 0],
  ['the answer that a picture follows', 1],
  ['a packet of the picture', 40],
] as const;

const ON_THE_WAY = [
  ['nonsense instead of', { kind: 'garbage' }],
  ['only the start of', { kind: 'truncated', keptBytes: 7 }],
  ['a wrong checksum in', { kind: 'bad-checksum' }],
  ['twice', { kind: 'duplicate' }],
  ['once more before the next one', { kind: 'repeat' }],
  ['in one piece with the next one', { kind: 'merged' }],
  ['lost', { kind: 'silence' }],
  ['late', { kind: 'slow', delayMs: 150 }],
] as const satisfies readonly (readonly [string, LineFault])[];

const STRUCK = ON_THE_WAY.flatMap(([mishap, fault]) =>
  PLACES.map(([place, after]) => [mishap, place, { ...fault, after, answers: 1 }] as const),
);

test.for(STRUCK)('%s: %s; the print is right all the same', async ([, , fault]) => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  module.order(fault);
  expectPrint(await capture(scanner), testPrint('r503'));
  expectPrint(await capture(scanner), testPrint('r503'));
});

const FOR_GOOD = [
  [{ kind: 'garbage' }, 'wrong-answer'],
  [{ kind: 'truncated', keptBytes: 7 }, 'wrong-answer'],
  [{ kind: 'bad-checksum' }, 'wrong-answer'],
  [{ kind: 'bad-checksum', every: 30 }, 'wrong-answer'],
  [{ kind: 'duplicate' }, 'wrong-answer'],
  [{ kind: 'repeat' }, 'wrong-answer'],
  [{ kind: 'silence' }, 'no-answer'],
  [{ kind: 'slow', delayMs: 6_000 }, 'no-answer'],
] as const satisfies readonly (readonly [LineFault, string])[];

test.for(FOR_GOOD)('a line that has %o for good is told as %s', async ([fault, code]) => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  module.order(fault);
  expect(errorCode(await capture(scanner))).toBe(code);
  module.clear();
  expectPrint(await capture(scanner), testPrint('r503'));
});

test('a finger is asked for when the module has answered, and not before', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.order({ kind: 'silence' });
  const phases: string[] = [];
  const tell = ({ phase }: CaptureProgress): void => void phases.push(phase);
  expect(errorCode(await capture(scanner, tell))).toBe('no-answer');
  expect(phases).toEqual([]);
  module.clear();
  module.place(testPrint('r503'));
  expect(errorCode(await capture(scanner, tell))).toBe('ok');
  expect(phases[0]).toBe('waiting-for-finger');
});

test('a line that gives back what was said on it does not disturb', async () => {
  const module = await pluggedModule();
  module.order({ kind: 'echo' });
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  expectPrint(await capture(scanner), testPrint('r503'));
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
});

test('an old "yes" before a "no finger" does not bring the picture of the one before', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path, { fingerTimeoutMs: 300 });
  module.place(testPrint('r503'));
  expect(errorCode(await capture(scanner))).toBe('ok');
  module.device.lift();
  module.order({ kind: 'repeat', answers: 1 });
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  expect(errorCode(await capture(scanner))).toBe('finger-timeout');
  module.place(testPrint('r503'));
  expectPrint(await capture(scanner), testPrint('r503'));
});

test('nor does it on a line so slow that both come one after the other', async () => {
  const geometry = { widthPixels: 64, heightPixels: 64 };
  const module = await pluggedModule({ pace: 'real', baudRate: 9_600, geometry });
  const options = { baudRates: [9_600], fingerTimeoutMs: 500 };
  const scanner = await readyScanner(module.path, options);
  module.place(testPrint(geometry));
  expectPrint(await capture(scanner), testPrint(geometry));
  module.device.lift();
  module.order({ kind: 'repeat', answers: 1 });
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  expect(errorCode(await capture(scanner))).toBe('finger-timeout');
}, 30_000);

test('a picture that pauses while it is given up is waited for to its end', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 115_200 });
  const scanner = await readyScanner(module.path, { baudRates: [115_200] });
  module.place(testPrint('r503'));
  module.order({ kind: 'slow', after: 10, every: 4, answers: 8, delayMs: 300 });
  const stop = new AbortController();
  const cancelled = await scanner.capture(INDEX, stop.signal, (step) => {
    if (step.phase === 'reading') stop.abort();
  });
  expect(errorCode(cancelled)).toBe('cancelled');
  expectPrint(await capture(scanner), testPrint('r503'));
}, 20_000);

test('no finger: the sensor that does not see the one on it ends the wait in time', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path, { fingerTimeoutMs: 60 });
  module.place(testPrint('r503'));
  module.order({ kind: 'no-finger' });
  expect(errorCode(await capture(scanner))).toBe('finger-timeout');
  module.clear();
  expectPrint(await capture(scanner), testPrint('r503'));
});

test('stuck finger: one that is seen although it was lifted is told, and so is its end', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  module.order({ kind: 'stuck-finger' });
  expectPrint(await capture(scanner), testPrint('r503'));
  module.device.lift();
  expect(errorCode(await scanner.waitForLift(NEVER, { fingerTimeoutMs: 60 }))).toBe(
    'finger-timeout',
  );
  module.clear();
  expect(errorCode(await scanner.waitForLift(NEVER))).toBe('ok');
});

test('wrong firmware: a module that says it has another sensor than it has is told by that name', async () => {
  const module = await pluggedModule();
  module.order({ kind: 'wrong-firmware' });
  const scanner = await readyScanner(module.path);
  expect(scanner.info).toMatchObject({
    model: 'R558',
    firmware: 'R558 0.1 beta',
    widthPixels: 160,
    heightPixels: 160,
  });
  module.place(testPrint('r503'));
  expect(errorCode(await capture(scanner))).toBe('wrong-firmware');
  await scanner.close();
  module.clear();
  const right = await readyScanner(module.path);
  expect(right.info.firmware).toBe('R503 1.4');
  expectPrint(await capture(right), testPrint('r503'));
});

test('wrong firmware: a module that knows no version still tells which system it is', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const known = await readyScanner(module.path);
  expect(known.info.firmware).toBe('system 0009');
  await known.close();
  module.order({ kind: 'wrong-firmware' });
  expect((await readyScanner(module.path)).info.firmware).toBe('system 0003');
});

test('busy: a module that hears one command too few is asked again, one that hears none is told', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  module.order({ kind: 'busy', commands: 1 });
  expectPrint(await capture(scanner), testPrint('r503'));
  module.order({ kind: 'busy' });
  expect(errorCode(await capture(scanner))).toBe('no-answer');
  module.clear();
  expectPrint(await capture(scanner), testPrint('r503'));
}, 20_000);

test('a picture that lost as many packets as make it the size of a smaller sensor is asked for again', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  // 192 × 192 and 160 × 160 are 22 packets of 256 bytes apart.
  module.order({ kind: 'silence', after: 20, answers: 22 });
  expectPrint(await capture(scanner), testPrint('r503'));
});

test('that holds for a module that does not know its size as well', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const scanner = await readyScanner(module.path);
  module.place(testPrint('zfm-20'));
  // 256 × 288 and 208 × 288 are 27 packets apart.
  module.order({ kind: 'silence', after: 20, answers: 27 });
  expectPrint(await capture(scanner), testPrint('zfm-20'));
});

test('a smaller picture of a module that does not know its size counts when it came twice the same', async () => {
  const geometry = { widthPixels: 208, heightPixels: 288 };
  const module = await pluggedModule({ profile: 'zfm-20', geometry });
  const scanner = await readyScanner(module.path);
  expect(scanner.info).toMatchObject(DEFAULT_GEOMETRY);
  module.place(testPrint(geometry));
  module.order({ kind: 'bad-checksum', after: 30, answers: 1 });
  expectPrint(await capture(scanner), testPrint(geometry));
  expect(scanner.info).toMatchObject(geometry);
  let uploads = 0;
  await capture(scanner, (step) => {
    if (step.phase === 'reading' && step.rowsDone === geometry.heightPixels) uploads += 1;
  });
  expect(uploads).toBe(1);
});

test('a module whose description names another size than it sends is told as one with the wrong firmware', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const image = { widthPixels: 208, heightPixels: 288, resolutionPpi: 500 };
  const scanner = await readyScanner(module.path, { image });
  module.place(testPrint('zfm-20'));
  expect(errorCode(await capture(scanner))).toBe('wrong-firmware');
});

test.for([
  { widthPixels: 256, heightPixels: 288 },
  { widthPixels: 208, heightPixels: 288 },
  { widthPixels: 192, heightPixels: 192 },
  { widthPixels: 160, heightPixels: 160 },
])(
  'a module that says it has $widthPixels × $heightPixels pixels is read at once',
  async (geometry) => {
    const module = await pluggedModule({ geometry });
    const scanner = await readyScanner(module.path);
    expect(scanner.info).toMatchObject(geometry);
    module.place(testPrint(geometry));
    expectPrint(await capture(scanner), testPrint(geometry));
  },
);

test('a module at a rate that is not among the operating system’s own is found and read at its pace', async () => {
  const geometry = { widthPixels: 160, heightPixels: 160 };
  const rate = { baudRate: 76_800, pace: 'real', profile: 'zfm-20' } as const;
  const module = await pluggedModule({ ...rate, geometry });
  const image = { ...geometry, resolutionPpi: 500 };
  const scanner = await readyScanner(module.path, { baudRates: [57_600, 76_800], image });
  module.place(testPrint(geometry));
  expect(pictureOf(await capture(scanner))).toEqual(testPrint(geometry));
}, 20_000);

test('a module with an address of its own answers to that alone', async () => {
  const module = await pluggedModule({ address: 0x0a0b_0c0d });
  const other = await openScanner(module.path, { baudRates: [57_600] });
  expect(errorCode(other)).toBe('no-answer');
  const scanner = await readyScanner(module.path, { address: 0x0a0b_0c0d });
  module.place(testPrint('r503'));
  expect(errorCode(await capture(scanner))).toBe('ok');
});
