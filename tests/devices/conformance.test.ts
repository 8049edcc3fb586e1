import { expect, test } from 'vitest';
import { CAMERA_HEAD_CONTRACT } from '../../src/devices/conformance/camera-head-contract.ts';
import { holdTo, must } from '../../src/devices/conformance/contract.ts';
import type { Clause } from '../../src/devices/conformance/contract.ts';
import { emulatedZfmBench } from '../../src/devices/conformance/fingerprint-bench.ts';
import { FINGERPRINT_CONTRACT } from '../../src/devices/conformance/fingerprint-contract.ts';
import { vc0706Bench, viscaBench } from '../../src/devices/conformance/serial-benches.ts';
import { STILL_CAMERA_CONTRACT } from '../../src/devices/conformance/still-camera-contract.ts';
import type { FingerprintBench } from '../../src/devices/conformance/fingerprint-contract.ts';

const nobody = (): Promise<void> => Promise.reject(new Error('an emulator needs no person'));

const failures = (outcomes: Awaited<ReturnType<typeof holdTo>>): string[] =>
  outcomes.flatMap(({ statement, result, detail }) =>
    result === 'failed' ? [`${statement}: ${detail}`] : [],
  );

test('the driver of the ZFM family bears out every clause on a real pty', async () => {
  const outcomes = await holdTo(FINGERPRINT_CONTRACT, emulatedZfmBench, true);
  expect(failures(outcomes)).toEqual([]);
  expect(outcomes.every(({ result }) => result === 'passed')).toBe(true);
}, 60_000);

test('the driver of VISCA camera heads bears out every clause on a real pty', async () => {
  const outcomes = await holdTo(CAMERA_HEAD_CONTRACT, () => viscaBench(undefined, nobody), true);
  expect(outcomes.filter(({ result }) => result !== 'passed')).toEqual([]);
}, 60_000);

test('the driver of VC0706 cameras bears out every clause on a real pty', async () => {
  const outcomes = await holdTo(STILL_CAMERA_CONTRACT, () => vc0706Bench(undefined, nobody), true);
  expect(outcomes.filter(({ result }) => result !== 'passed')).toEqual([]);
}, 60_000);

test('drivers that break the contract are found, each at its clause', async () => {
  const outcomes = await holdTo(FINGERPRINT_CONTRACT, brokenBench, true);
  expect(failures(outcomes)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('it gives a picture of the size that it named'),
      expect.stringContaining('a second capture beside the first'),
      expect.stringContaining('after it was closed it says so'),
    ]),
  );
}, 60_000);

test('a clause that fails is named with its reason, and its bench is put away', async () => {
  let closed = 0;
  const clauses: Clause<{ close(): Promise<void> }>[] = [
    { statement: 'holds', needsEmulator: false, check: () => Promise.resolve() },
    {
      statement: 'breaks',
      needsEmulator: false,
      check: () => Promise.reject(new Error('as it does')),
    },
    { statement: 'needs a hand', needsEmulator: true, check: () => Promise.resolve() },
  ];
  const bench = { close: () => Promise.resolve(void (closed += 1)) };
  const outcomes = await holdTo(clauses, () => Promise.resolve(bench), false);
  expect(outcomes.map(({ result, detail }) => [result, detail])).toEqual([
    ['passed', ''],
    ['failed', 'as it does'],
    ['skipped', 'only an emulator does this'],
  ]);
  expect(closed).toBe(2);
  expect(() => must(false, 'a sentence')).toThrow('a sentence');
});

/** The real driver, spoilt on purpose: pictures lose a row, nothing is ever busy, nothing ever closed. */
async function brokenBench(): Promise<FingerprintBench> {
  const bench = await emulatedZfmBench();
  return {
    ...bench,
    open: async () => {
      const opened = await bench.open();
      if (!opened.ok) return opened;
      const scanner = opened.value;
      return {
        ok: true,
        value: {
          info: scanner.info,
          waitForLift: scanner.waitForLift.bind(scanner),
          checkAlive: scanner.checkAlive.bind(scanner),
          onClosed: scanner.onClosed.bind(scanner),
          close: () => Promise.resolve(),
          capture: async (...given) => {
            const picture = await scanner.capture(...given);
            if (!picture.ok) {
              return picture.error.code === 'busy'
                ? { ok: false, error: { code: 'no-answer', detail: 'busy is not said' } }
                : picture;
            }
            const heightPixels = picture.value.heightPixels - 1;
            return { ok: true, value: { ...picture.value, heightPixels } };
          },
        },
      };
    },
  };
}
