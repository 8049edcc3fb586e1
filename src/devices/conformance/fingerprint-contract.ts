import { setTimeout as delay } from 'node:timers/promises';
import { fingersOf } from '../../domain/capture-plan.ts';
import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import { FINGERPRINT_ABILITIES } from '../../domain/fingerprint-ability.ts';
import type { GrayImage } from '../../domain/gray-image.ts';
import type { PrintTarget } from '../../domain/print-target.ts';
import type { Result } from '../../domain/result.ts';
import { SLAPS } from '../../domain/slap.ts';
import type { DeviceError } from '../device-error.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  EncodedPrint,
  FingerprintScanner,
  TakenPrint,
} from '../modality.ts';
import { codeOf, expectCode, mustSucceed } from './answers.ts';
import { must, onlyIf } from './contract.ts';
import type { Clause } from './contract.ts';

/** What happens at the scanner: an emulator obeys at once, a person reads it and does it. */
export interface FingerprintHand {
  /** Lays down what the target asks for, and leaves it there. */
  place(target: PrintTarget): Promise<void>;
  lift(): Promise<void>;
  /** Pulls the cable, at once or when so many more bytes have left the device. */
  unplug(afterBytes?: number): Promise<void>;
  plug(): Promise<void>;
  /** Answers nonsense until told otherwise. */
  garbage(on: boolean): Promise<void>;
  /** The next so many packets leave damaged. */
  damageNextPackets(packets: number): Promise<void>;
}

export interface FingerprintBench {
  readonly hand: FingerprintHand;
  open(): Promise<Result<FingerprintScanner, DeviceError>>;
  close(): Promise<void>;
  /** The picture in a compressed print, or what is wrong with it; for scanners that compress. */
  readonly decode?: (print: EncodedPrint) => Promise<Result<GrayImage, string>>;
}

/** A person needs longer than an emulator. */
const FINGER_TIMEOUT_MS = 15_000;
const SHORT_TIMEOUT_MS = 400;
/** In the middle of a picture of the smallest sensor of the ZFM family, and of any compressed one. */
const MID_PICTURE_BYTES = 6_000;

/** One capture of each kind that a scanner may be able to take. */
const TARGETS: Readonly<Record<FingerprintAbility, readonly PrintTarget[]>> = {
  'single-plain': [{ kind: 'single', position: 'right-index', impression: 'live-plain' }],
  'single-rolled': [{ kind: 'single', position: 'left-thumb', impression: 'live-rolled' }],
  'slaps-4-4-2': SLAPS.map((slap) => ({ kind: 'slap', slap })),
};

/** What a scanner of prints promises the station (`modality.ts`), whatever it can take and however it is plugged in. */
export const FINGERPRINT_CONTRACT: readonly Clause<FingerprintBench>[] = [
  clause('it says who it is, what it can take and how large its window is', async ({ scanner }) => {
    const { make, model, abilities, widthPixels, heightPixels, resolutionPpi } = scanner.info;
    must(make !== '' && model !== '', 'make and model are not empty');
    must(abilities.length > 0, 'it can take something');
    must(new Set(abilities).size === abilities.length, 'it says each ability once');
    must(widthPixels >= 64 && heightPixels >= 64, `a window of ${widthPixels}×${heightPixels}`);
    must(resolutionPpi >= 300 && resolutionPpi <= 1000, `a resolution of ${resolutionPpi} ppi`);
    await Promise.resolve();
  }),
  clause('it answers when it is asked whether it is there', async ({ scanner }) => {
    mustSucceed(await scanner.checkAlive());
  }),
  clause(
    'it takes what it says that it can take: each finger under its name, with ridges in its picture',
    async (trial) => {
      for (const target of everyTarget(trial.scanner)) {
        await trial.bench.hand.place(target);
        await checkPrints(trial, target, await capture(trial, target));
        await trial.bench.hand.lift();
        mustSucceed(await trial.scanner.waitForLift(limit(), PATIENT));
      }
    },
  ),
  clause('what it cannot take it answers with not-supported', async (trial) => {
    const { abilities } = trial.scanner.info;
    const others = FINGERPRINT_ABILITIES.filter((ability) => !abilities.includes(ability));
    onlyIf(others.length > 0, 'it takes everything');
    for (const target of others.flatMap((ability) => TARGETS[ability])) {
      // One that takes it all the same waits for a finger.
      const brief = { fingerTimeoutMs: SHORT_TIMEOUT_MS };
      expectCode(await capture(trial, target, brief), 'not-supported');
    }
  }),
  clause('fingers of a slap that are missing are left out', async (trial) => {
    const target = { kind: 'slap', slap: 'left-four' } as const;
    onlyIf(trial.scanner.info.abilities.includes('slaps-4-4-2'), 'it takes no slaps');
    const exceptions = ['left-middle', 'left-little'] as const;
    await trial.bench.hand.place(target);
    const prints = mustSucceed(await capture(trial, target, { exceptions }));
    const positions = prints.map(({ position }) => position).join(', ');
    must(positions === 'left-index, left-ring', `it gave ${positions}`);
  }),
  clause('it shows on the way what it sees', async (trial) => {
    const target = firstTarget(trial.scanner);
    await trial.bench.hand.place(target);
    const told: CaptureProgress[] = [];
    mustSucceed(
      await trial.scanner.capture(target, limit(), (progress) => told.push(progress), PATIENT),
    );
    must(told[0]?.phase === 'waiting-for-finger', `it told ${told[0]?.phase ?? 'nothing'} first`);
    must(told.length > 1, 'it showed nothing');
    checkRows(trial.scanner, told);
    for (const progress of told) {
      if (progress.phase !== 'preview') continue;
      must(progress.jpeg[0] === 0xff && progress.jpeg[1] === 0xd8, 'a preview that is no JPEG');
    }
  }),
  clause('it waits no longer for a finger than it is told to', async (trial) => {
    const startedAt = performance.now();
    const brief = { fingerTimeoutMs: SHORT_TIMEOUT_MS };
    expectCode(await capture(trial, firstTarget(trial.scanner), brief), 'finger-timeout');
    const tookMs = performance.now() - startedAt;
    must(tookMs < SHORT_TIMEOUT_MS + 4_000, `it took ${Math.round(tookMs)} ms`);
  }),
  clause('a capture that is cancelled ends at once, and the next one works', async (trial) => {
    const target = firstTarget(trial.scanner);
    const stop = new AbortController();
    const cancelled = trial.scanner.capture(target, stop.signal, undefined, PATIENT);
    await delay(200);
    stop.abort();
    const startedAt = performance.now();
    expectCode(await cancelled, 'cancelled');
    must(performance.now() - startedAt < 3_000, 'it took longer than three seconds');
    await trial.bench.hand.place(target);
    await checkPrints(trial, target, await capture(trial, target));
  }),
  clause('a second capture beside the first is told that the scanner is busy', async (trial) => {
    const target = firstTarget(trial.scanner);
    const stop = new AbortController();
    const first = trial.scanner.capture(target, stop.signal, undefined, PATIENT);
    expectCode(await capture(trial, target), 'busy');
    stop.abort();
    expectCode(await first, 'cancelled');
  }),
  clause('after it was closed it says so instead of hanging', async (trial) => {
    await trial.scanner.close();
    expectCode(await capture(trial, firstTarget(trial.scanner)), 'not-open');
  }),
  emulated('nonsense on the line is named, and forgotten when it ends', async (trial) => {
    const { hand } = trial.bench;
    const target = firstTarget(trial.scanner);
    await hand.place(target);
    await hand.garbage(true);
    const prints = await capture(trial, target);
    must(!prints.ok, 'a picture made of nonsense');
    const { code } = prints.error;
    must(code === 'wrong-answer' || code === 'no-answer', `answered ${code}`);
    await hand.garbage(false);
    await checkPrints(trial, target, await capture(trial, target));
  }),
  emulated('a cable pulled in the middle of a picture is told at once', async (trial) => {
    const { hand } = trial.bench;
    const target = firstTarget(trial.scanner);
    const closed = Promise.withResolvers<void>();
    trial.scanner.onClosed(() => closed.resolve());
    await hand.unplug(MID_PICTURE_BYTES);
    await hand.place(target);
    expectCode(await capture(trial, target), 'disconnected');
    await closed.promise;
  }),
  {
    statement: 'the same device works again after it was pulled and plugged',
    needsEmulator: true,
    check: async (bench) => {
      const before = mustSucceed(await bench.open());
      await bench.hand.unplug();
      await before.close();
      must(!(await bench.open()).ok, 'it opened without its cable');
      await bench.hand.plug();
      const after = mustSucceed(await bench.open());
      const target = firstTarget(after);
      const trial = { scanner: after, bench };
      await bench.hand.place(target);
      await checkPrints(trial, target, await capture(trial, target));
      must(after.info.serialNumber === before.info.serialNumber, 'it has another serial number');
    },
  },
];

/** What a module that sends its picture in packets promises beside: it sees the glass, and asks for damage again. */
export const MODULE_CONTRACT: readonly Clause<FingerprintBench>[] = [
  ...FINGERPRINT_CONTRACT,
  clause('it tells how far a picture has come, row by row', async (trial) => {
    const target = firstTarget(trial.scanner);
    await trial.bench.hand.place(target);
    const told: CaptureProgress[] = [];
    mustSucceed(
      await trial.scanner.capture(target, limit(), (progress) => told.push(progress), PATIENT),
    );
    const rows = checkRows(trial.scanner, told);
    must(rows > 1, `told ${rows} times`);
  }),
  clause('a finger that stays on the glass is told as such', async ({ scanner, bench }) => {
    await bench.hand.place(firstTarget(scanner));
    const brief = { fingerTimeoutMs: SHORT_TIMEOUT_MS };
    expectCode(await scanner.waitForLift(limit(), brief), 'finger-timeout');
  }),
  emulated('damaged packets are asked for again, and the picture is whole', async (trial) => {
    const target = firstTarget(trial.scanner);
    await trial.bench.hand.place(target);
    await trial.bench.hand.damageNextPackets(2);
    await checkPrints(trial, target, await capture(trial, target));
  }),
];

/** A scanner that was opened on its bench. */
interface Trial {
  readonly scanner: FingerprintScanner;
  readonly bench: FingerprintBench;
}

const PATIENT = { fingerTimeoutMs: FINGER_TIMEOUT_MS } as const;

function clause(
  statement: string,
  check: (trial: Trial) => Promise<void>,
): Clause<FingerprintBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check({ scanner: mustSucceed(await bench.open()), bench }),
  };
}

function emulated(...given: Parameters<typeof clause>): Clause<FingerprintBench> {
  return { ...clause(...given), needsEmulator: true };
}

function everyTarget(scanner: FingerprintScanner): readonly PrintTarget[] {
  return scanner.info.abilities.flatMap((ability) => TARGETS[ability]);
}

function firstTarget(scanner: FingerprintScanner): PrintTarget {
  const [target] = everyTarget(scanner);
  must(target !== undefined, 'it can take nothing');
  return target;
}

function limit(): AbortSignal {
  return AbortSignal.timeout(2 * FINGER_TIMEOUT_MS);
}

function capture(
  { scanner }: Trial,
  target: PrintTarget,
  options: CaptureOptions = {},
): Promise<Result<readonly TakenPrint[], DeviceError>> {
  return scanner.capture(target, limit(), undefined, { ...PATIENT, ...options });
}

async function checkPrints(
  trial: Trial,
  target: PrintTarget,
  prints: Result<readonly TakenPrint[], DeviceError>,
): Promise<void> {
  must(prints.ok, `answered ${codeOf(prints)}`);
  const wanted = fingersOf(target).map(({ position, impression }) => `${position} ${impression}`);
  const given = prints.value.map(({ position, impression }) => `${position} ${impression}`);
  must(given.join() === wanted.join(), `it gave ${given.join(', ')}`);
  for (const print of prints.value) {
    const { deviceQuality } = print;
    must(
      deviceQuality === null || (deviceQuality >= 0 && deviceQuality <= 100),
      `it calls the print ${deviceQuality} of 100`,
    );
    checkRidges(await pictureOf(trial, print));
  }
}

async function pictureOf({ scanner, bench }: Trial, { picture }: TakenPrint): Promise<GrayImage> {
  if (picture.kind === 'encoded') {
    must(bench.decode !== undefined, 'the bench cannot look into compressed prints');
    const decoded = await bench.decode(picture.print);
    must(decoded.ok, decoded.ok ? '' : `the picture is ${decoded.error}`);
    return decoded.value;
  }
  const { widthPixels, heightPixels } = picture.image;
  must(
    widthPixels === scanner.info.widthPixels && heightPixels === scanner.info.heightPixels,
    `the picture is ${widthPixels}×${heightPixels}`,
  );
  return picture.image;
}

function checkRidges({ widthPixels, heightPixels, pixels }: GrayImage): void {
  must(pixels.length === widthPixels * heightPixels, `it has ${pixels.length} pixels`);
  must(new Set(pixels).size > 4, 'it is of one colour: no ridges');
}

/** @returns how many times rows were told */
function checkRows(scanner: FingerprintScanner, told: readonly CaptureProgress[]): number {
  const rows = told.flatMap((progress) => (progress.phase === 'reading' ? progress.rowsDone : []));
  must(
    rows.every((row, index) => index === 0 || row >= (rows[index - 1] ?? 0)),
    'the rows only grow',
  );
  must((rows.at(-1) ?? 0) <= scanner.info.heightPixels, 'no more rows than the window has');
  return rows.length;
}
