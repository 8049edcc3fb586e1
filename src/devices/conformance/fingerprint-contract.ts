import { setTimeout as delay } from 'node:timers/promises';
import type { GrayImage } from '../../domain/gray-image.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { FingerprintScanner } from '../modality.ts';
import { codeOf, expectCode } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';

/** What happens at the scanner: an emulator obeys at once, a person reads it and does it. */
export interface FingerprintHand {
  place(): Promise<void>;
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
}

/** A person needs longer than an emulator. */
const FINGER_TIMEOUT_MS = 15_000;
const SHORT_TIMEOUT_MS = 400;
/** In the middle of a picture of the smallest sensor of the family. */
const MID_PICTURE_BYTES = 6_000;

/** What a scanner of single plain prints promises the station (`modality.ts`). */
export const FINGERPRINT_CONTRACT: readonly Clause<FingerprintBench>[] = [
  clause('it says who it is and how large its window is', async (scanner) => {
    const { make, model, widthPixels, heightPixels, resolutionPpi } = scanner.info;
    must(make !== '' && model !== '', 'make and model are not empty');
    must(widthPixels >= 64 && heightPixels >= 64, `a window of ${widthPixels}×${heightPixels}`);
    must(resolutionPpi >= 300 && resolutionPpi <= 1000, `a resolution of ${resolutionPpi} ppi`);
  }),
  clause('it answers when it is asked whether it is there', async (scanner) => {
    const alive = await scanner.checkAlive();
    must(alive.ok, `answered ${codeOf(alive)}`);
  }),
  clause(
    'it gives a picture of the size that it named, with ridges in it',
    async (scanner, hand) => {
      await hand.place();
      checkPicture(scanner, await capture(scanner));
    },
  ),
  clause('it tells how far a picture has come', async (scanner, hand) => {
    await hand.place();
    const rows: number[] = [];
    const picture = await scanner.capture(
      AbortSignal.timeout(FINGER_TIMEOUT_MS),
      (progress) => {
        if (progress.phase === 'reading') rows.push(progress.rowsDone);
      },
      { fingerTimeoutMs: FINGER_TIMEOUT_MS },
    );
    must(picture.ok, `answered ${codeOf(picture)}`);
    must(rows.length > 1, `told ${rows.length} times`);
    must(
      rows.every((row, index) => index === 0 || row >= (rows[index - 1] ?? 0)),
      'the rows only grow',
    );
    must((rows.at(-1) ?? 0) <= scanner.info.heightPixels, 'no more rows than the window has');
  }),
  clause('it waits no longer for a finger than it is told to', async (scanner) => {
    const startedAt = performance.now();
    const picture = await scanner.capture(AbortSignal.timeout(FINGER_TIMEOUT_MS), undefined, {
      fingerTimeoutMs: SHORT_TIMEOUT_MS,
    });
    expectCode(picture, 'finger-timeout');
    const tookMs = performance.now() - startedAt;
    must(tookMs < SHORT_TIMEOUT_MS + 4_000, `it took ${Math.round(tookMs)} ms`);
  }),
  clause(
    'a capture that is cancelled ends at once, and the next one works',
    async (scanner, hand) => {
      const stop = new AbortController();
      const cancelled = scanner.capture(stop.signal, undefined, { fingerTimeoutMs: 30_000 });
      await delay(200);
      stop.abort();
      const startedAt = performance.now();
      expectCode(await cancelled, 'cancelled');
      must(performance.now() - startedAt < 3_000, 'it took longer than three seconds');
      await hand.place();
      checkPicture(scanner, await capture(scanner));
    },
  ),
  clause('a second capture beside the first is told that the scanner is busy', async (scanner) => {
    const stop = new AbortController();
    const first = scanner.capture(stop.signal, undefined, { fingerTimeoutMs: 30_000 });
    expectCode(await capture(scanner), 'busy');
    stop.abort();
    expectCode(await first, 'cancelled');
  }),
  clause('it notices that the finger was lifted', async (scanner, hand) => {
    await hand.place();
    must((await capture(scanner)).ok, 'the picture');
    await hand.lift();
    const lifted = await scanner.waitForLift(AbortSignal.timeout(FINGER_TIMEOUT_MS), {
      fingerTimeoutMs: FINGER_TIMEOUT_MS,
    });
    must(lifted.ok, `answered ${codeOf(lifted)}`);
  }),
  clause('a finger that stays on the glass is told as such', async (scanner, hand) => {
    await hand.place();
    const lifted = await scanner.waitForLift(AbortSignal.timeout(FINGER_TIMEOUT_MS), {
      fingerTimeoutMs: SHORT_TIMEOUT_MS,
    });
    expectCode(lifted, 'finger-timeout');
  }),
  clause('after it was closed it says so instead of hanging', async (scanner) => {
    await scanner.close();
    expectCode(await capture(scanner), 'not-open');
  }),
  emulated(
    'damaged packets are asked for again, and the picture is whole',
    async (scanner, hand) => {
      await hand.place();
      await hand.damageNextPackets(2);
      checkPicture(scanner, await capture(scanner));
    },
  ),
  emulated('nonsense on the line is named, and forgotten when it ends', async (scanner, hand) => {
    await hand.place();
    await hand.garbage(true);
    const picture = await capture(scanner);
    must(!picture.ok, 'a picture made of nonsense');
    const { code } = picture.error;
    must(code === 'wrong-answer' || code === 'no-answer', `answered ${code}`);
    await hand.garbage(false);
    checkPicture(scanner, await capture(scanner));
  }),
  emulated('a cable pulled in the middle of a picture is told at once', async (scanner, hand) => {
    const closed = Promise.withResolvers<void>();
    scanner.onClosed(() => closed.resolve());
    await hand.place();
    const picture = capture(scanner);
    await hand.unplug(MID_PICTURE_BYTES);
    expectCode(await picture, 'disconnected');
    await closed.promise;
  }),
  {
    statement: 'the same device works again after it was pulled and plugged',
    needsEmulator: true,
    check: async (bench) => {
      const before = await opened(bench);
      await bench.hand.unplug();
      await before.close();
      const absent = await bench.open();
      must(!absent.ok, 'it opened without its cable');
      await bench.hand.plug();
      const after = await opened(bench);
      await bench.hand.place();
      checkPicture(after, await capture(after));
      must(after.info.serialNumber === before.info.serialNumber, 'it has another serial number');
    },
  },
];

function clause(
  statement: string,
  check: (scanner: FingerprintScanner, hand: FingerprintHand) => Promise<void>,
): Clause<FingerprintBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check(await opened(bench), bench.hand),
  };
}

function emulated(...given: Parameters<typeof clause>): Clause<FingerprintBench> {
  return { ...clause(...given), needsEmulator: true };
}

async function opened(bench: FingerprintBench): Promise<FingerprintScanner> {
  const scanner = await bench.open();
  must(
    scanner.ok,
    scanner.ok ? '' : `it does not open: ${scanner.error.code}, ${scanner.error.detail}`,
  );
  return scanner.value;
}

function capture(scanner: FingerprintScanner): Promise<Result<GrayImage, DeviceError>> {
  return scanner.capture(AbortSignal.timeout(2 * FINGER_TIMEOUT_MS), undefined, {
    fingerTimeoutMs: FINGER_TIMEOUT_MS,
  });
}

function checkPicture(scanner: FingerprintScanner, picture: Result<GrayImage, DeviceError>): void {
  must(picture.ok, `answered ${codeOf(picture)}`);
  const { widthPixels, heightPixels, pixels } = picture.value;
  must(
    widthPixels === scanner.info.widthPixels && heightPixels === scanner.info.heightPixels,
    `the picture is ${widthPixels}×${heightPixels}`,
  );
  must(pixels.length === widthPixels * heightPixels, `it has ${pixels.length} pixels`);
  must(new Set(pixels).size > 4, 'it is of one colour: no ridges');
}
