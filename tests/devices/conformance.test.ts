import { expect, test } from 'vitest';
import { CAMERA_HEAD_CONTRACT } from '../../src/devices/conformance/camera-head-contract.ts';
import { CODE_SCANNER_CONTRACT } from '../../src/devices/conformance/code-scanner-contract.ts';
import type { CodeScannerBench } from '../../src/devices/conformance/code-scanner-contract.ts';
import { holdTo, must, onlyIf } from '../../src/devices/conformance/contract.ts';
import type { Clause } from '../../src/devices/conformance/contract.ts';
import { emulatedZfmBench } from '../../src/devices/conformance/fingerprint-bench.ts';
import { CERTIFIED_CONTRACT } from '../../src/devices/conformance/certified-contract.ts';
import { FACE_CAMERA_CONTRACT } from '../../src/devices/conformance/face-camera-contract.ts';
import {
  FINGERPRINT_CONTRACT,
  MODULE_CONTRACT,
} from '../../src/devices/conformance/fingerprint-contract.ts';
import { IRIS_SCANNER_CONTRACT } from '../../src/devices/conformance/iris-scanner-contract.ts';
import {
  emulatedSbiFace,
  emulatedSbiIrises,
  emulatedSbiScanner,
  lyingService,
} from '../../src/devices/conformance/sbi-benches.ts';
import { vc0706Bench, viscaBench } from '../../src/devices/conformance/serial-benches.ts';
import { SERIAL_CAMERA_CONTRACT } from '../../src/devices/conformance/still-camera-contract.ts';
import type { FingerprintBench } from '../../src/devices/conformance/fingerprint-contract.ts';
import type { CertifiedBench } from '../../src/devices/conformance/certified-contract.ts';
import type { DeviceClosed } from '../../src/devices/device-error.ts';
import { Listeners } from '../../src/devices/listeners.ts';
import type { CodeScanner, CodeScannerEvent, TakenPrint } from '../../src/devices/modality.ts';
import type { ScannedCode } from '../../src/devices/protocols/hid-pos/scanned-data.ts';
import { FINGERPRINT_ABILITIES } from '../../src/domain/fingerprint-ability.ts';
import { err, ok } from '../../src/domain/result.ts';
import { decodePrint } from '../../src/imaging/decode-print.ts';
import { INDEX } from './emulated-module.ts';

const nobody = (): Promise<void> => Promise.reject(new Error('an emulator needs no person'));

const failures = (outcomes: Awaited<ReturnType<typeof holdTo>>): string[] =>
  outcomes.flatMap(({ statement, result, detail }) =>
    result === 'failed' ? [`${statement}: ${detail}`] : [],
  );

const skipped = (outcomes: Awaited<ReturnType<typeof holdTo>>): string[] =>
  outcomes.flatMap(({ result, detail }) => (result === 'skipped' ? [detail] : []));

test('the driver of the ZFM family bears out every clause on a real pty', async () => {
  const outcomes = await holdTo(MODULE_CONTRACT, emulatedZfmBench, true);
  expect(failures(outcomes)).toEqual([]);
  expect(skipped(outcomes)).toEqual(['it takes no slaps']);
}, 120_000);

const SLAP = { unit: 'slap', isDeviating: false } as const;

const decode: NonNullable<FingerprintBench['decode']> = async (print) => {
  const decoded = await decodePrint(print);
  return decoded.ok ? ok(decoded.value) : err(decoded.error);
};

test('the driver of certified scanners bears out every clause with slaps, rolled and single prints', async () => {
  const outcomes = await holdTo(
    FINGERPRINT_CONTRACT,
    () => emulatedSbiScanner(SLAP, decode, FINGERPRINT_ABILITIES),
    true,
  );
  expect(failures(outcomes)).toEqual([]);
  expect(skipped(outcomes)).toEqual(['it takes everything']);
}, 120_000);

test('the same driver bears them out on a single-finger device that deviates wherever it can', async () => {
  const service = { unit: 'single', isDeviating: true } as const;
  const outcomes = await holdTo(
    FINGERPRINT_CONTRACT,
    () => emulatedSbiScanner(service, decode),
    true,
  );
  expect(failures(outcomes)).toEqual([]);
  expect(skipped(outcomes)).toEqual(['it takes no slaps']);
}, 120_000);

test('the drivers of certified face cameras and iris scanners bear out every clause', async () => {
  const outcomes = [
    ...(await holdTo(FACE_CAMERA_CONTRACT, () => emulatedSbiFace(true), true)),
    ...(await holdTo(IRIS_SCANNER_CONTRACT, () => emulatedSbiIrises(false), true)),
  ];
  expect(outcomes.filter(({ result }) => result !== 'passed')).toEqual([]);
}, 120_000);

test('what a certified device signed and is not to be believed is refused by name', async () => {
  const outcomes = await holdTo(CERTIFIED_CONTRACT, () => lyingService(SLAP), true);
  expect(outcomes.length).toBeGreaterThan(10);
  expect(outcomes.filter(({ result }) => result !== 'passed')).toEqual([]);
}, 120_000);

test('a driver that believes a liar is found at every clause of the certified contract', async () => {
  const outcomes = await holdTo(CERTIFIED_CONTRACT, credulousBench, true);
  expect(outcomes.map(({ result }) => result)).toEqual(outcomes.map(() => 'failed'));
}, 120_000);

test('the driver of VISCA camera heads bears out every clause on a real pty', async () => {
  const outcomes = await holdTo(CAMERA_HEAD_CONTRACT, () => viscaBench(undefined, nobody), true);
  expect(outcomes.filter(({ result }) => result !== 'passed')).toEqual([]);
}, 120_000);

test('the driver of VC0706 cameras bears out every clause on a real pty', async () => {
  const outcomes = await holdTo(SERIAL_CAMERA_CONTRACT, () => vc0706Bench(undefined, nobody), true);
  expect(outcomes.filter(({ result }) => result !== 'passed')).toEqual([]);
}, 120_000);

test('drivers that break the contract are found, each at its clause', async () => {
  const outcomes = await holdTo(MODULE_CONTRACT, brokenBench, true);
  expect(failures(outcomes)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('it takes what it says that it can take'),
      expect.stringContaining('what it cannot take it answers with not-supported'),
      expect.stringContaining('a second capture beside the first'),
      expect.stringContaining('after it was closed it says so'),
    ]),
  );
}, 120_000);

test('a code scanner that breaks its contract is found, at each clause', async () => {
  const outcomes = await holdTo(CODE_SCANNER_CONTRACT, brokenCodeScannerBench, true);
  expect(failures(outcomes)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Vietnamese letters arrive'),
      expect.stringContaining('a code that is cut short'),
      expect.stringContaining('pulled in the middle of a code'),
      expect.stringContaining('after it was closed it tells nothing more'),
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
    {
      statement: 'is about more',
      needsEmulator: false,
      check: async () => onlyIf(await Promise.resolve(false), 'there is no more'),
    },
  ];
  const bench = { close: () => Promise.resolve(void (closed += 1)) };
  const outcomes = await holdTo(clauses, () => Promise.resolve(bench), false);
  expect(outcomes.map(({ result, detail }) => [result, detail])).toEqual([
    ['passed', ''],
    ['failed', 'as it does'],
    ['skipped', 'only an emulator does this'],
    ['skipped', 'there is no more'],
  ]);
  expect(closed).toBe(3);
  expect(() => must(false, 'a sentence')).toThrow('a sentence');
});

/** The real driver, spoilt on purpose: pictures lose a row, all is supported, nothing ever busy or closed. */
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
          capture: async (_target, ...given) => {
            const prints = await scanner.capture(INDEX, ...given);
            if (!prints.ok) {
              return prints.error.code === 'busy'
                ? { ok: false, error: { code: 'no-answer', detail: 'busy is not said' } }
                : prints;
            }
            return { ok: true, value: prints.value.map(withoutLastRow) };
          },
        },
      };
    },
  };
}

function withoutLastRow(print: TakenPrint): TakenPrint {
  if (print.picture.kind !== 'gray') return print;
  const { image } = print.picture;
  const heightPixels = image.heightPixels - 1;
  return { ...print, picture: { kind: 'gray', image: { ...image, heightPixels } } };
}

/** A driver that takes whatever it is given, from whoever says to be a device. */
async function credulousBench(): Promise<CertifiedBench> {
  const device = {
    take: () => Promise.resolve(ok(undefined)),
    checkAlive: () => Promise.resolve(ok(undefined)),
  };
  return Promise.resolve({
    lie: () => {},
    setStatus: () => {},
    open: () => Promise.resolve(ok(device)),
    close: () => Promise.resolve(),
  });
}

/** Takes letters for bytes, parts for the whole, and does not end when it is closed. */
function brokenCodeScannerBench(): Promise<CodeScannerBench> {
  const told = new Listeners<CodeScannerEvent>();
  const closed = new Listeners<DeviceClosed>();
  const scan = ({ text, symbology }: ScannedCode): Promise<void> => {
    const code = { text: Buffer.from(text).toString('latin1'), symbology };
    return Promise.resolve(told.emit({ kind: 'code', code }));
  };
  const scanner: CodeScanner = {
    info: { make: 'Broken', model: 'Scanner', serialNumber: '1' },
    onEvent: (listener) => told.add(listener),
    checkAlive: () => Promise.resolve(ok(undefined)),
    onClosed: (listener) => closed.add(listener),
    close: () => Promise.resolve(),
  };
  return Promise.resolve({
    hand: {
      scan,
      scanInPart: scan,
      unplug: () => Promise.resolve(closed.emit({ kind: 'requested' })),
      plug: () => Promise.resolve(),
    },
    open: () => Promise.resolve({ ok: true, value: scanner }),
    close: () => Promise.resolve(),
  });
}
