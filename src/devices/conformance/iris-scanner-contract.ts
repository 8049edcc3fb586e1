import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { IrisScanner, IrisTarget, TakenIris } from '../iris-modality.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';
import type { SitterHand } from './sitter-hand.ts';

export interface IrisScannerBench {
  readonly hand: SitterHand;
  open(): Promise<Result<IrisScanner, DeviceError>>;
  close(): Promise<void>;
}

const EYE_TIMEOUT_MS = 15_000;
const SHORT_TIMEOUT_MS = 400;
const MID_PICTURE_BYTES = 3_000;
/** The interface asks for 210 pixels over the iris: the picture around it is larger. */
const SMALLEST_SIDE_PIXELS = 240;

/** What a scanner of irises promises the station (`iris-modality.ts`). */
export const IRIS_SCANNER_CONTRACT: readonly Clause<IrisScannerBench>[] = [
  clause('it says who it is', async ({ info }) => {
    must(info.make !== '' && info.model !== '', 'make and model are not empty');
    await Promise.resolve();
  }),
  clause('it answers when it is asked whether it is there', async (scanner) => {
    mustSucceed(await scanner.checkAlive());
  }),
  clause('it takes each eye under its name', async (scanner) => {
    for (const eye of ['left', 'right'] as const) checkIrises(await capture(scanner, eye), [eye]);
  }),
  clause('it takes both eyes at once, or says that it cannot', async (scanner) => {
    const both = await capture(scanner, 'both');
    if (scanner.info.eyesAtOnce === 2) checkIrises(both, ['left', 'right']);
    else expectCode(both, 'not-supported');
  }),
  clause('it shows what it sees before it takes the picture', async (scanner) => {
    const previews: Uint8Array[] = [];
    const show = (jpeg: Uint8Array): void => void previews.push(jpeg);
    checkIrises(await scanner.capture('left', limit(), show, PATIENT), ['left']);
    must(previews.length > 0, 'it showed nothing');
  }),
  clause('it waits no longer for eyes than it is told to', async (scanner, hand) => {
    await hand.leave();
    const startedAt = performance.now();
    const brief = { eyeTimeoutMs: SHORT_TIMEOUT_MS };
    expectCode(await scanner.capture('left', limit(), undefined, brief), 'finger-timeout');
    const tookMs = performance.now() - startedAt;
    must(tookMs < SHORT_TIMEOUT_MS + 4_000, `it took ${Math.round(tookMs)} ms`);
  }),
  clause('a capture that is cancelled ends at once, and the next one works', async (scanner) => {
    const stop = new AbortController();
    const cancelled = scanner.capture('left', stop.signal);
    stop.abort();
    const startedAt = performance.now();
    expectCode(await cancelled, 'cancelled');
    must(performance.now() - startedAt < 3_000, 'it took longer than three seconds');
    checkIrises(await capture(scanner, 'left'), ['left']);
  }),
  clause('a second capture beside the first is told that the scanner is busy', async (scanner) => {
    const first = capture(scanner, 'left');
    expectCode(await capture(scanner, 'left'), 'busy');
    checkIrises(await first, ['left']);
  }),
  clause('after it was closed it says so instead of hanging', async (scanner) => {
    await scanner.close();
    expectCode(await capture(scanner, 'left'), 'not-open');
  }),
  emulated('a cable pulled in the middle of a picture is told at once', async (scanner, hand) => {
    const closed = Promise.withResolvers<void>();
    scanner.onClosed(() => closed.resolve());
    hand.unplugAfter(MID_PICTURE_BYTES);
    expectCode(await capture(scanner, 'left'), 'disconnected');
    await closed.promise;
  }),
  emulated('it works again after it was pulled and plugged', async (scanner, hand, bench) => {
    await hand.unplug();
    await scanner.close();
    must(!(await bench.open()).ok, 'it opened without its cable');
    await hand.plug();
    const again = mustSucceed(await bench.open());
    checkIrises(await capture(again, 'left'), ['left']);
  }),
];

const PATIENT = { eyeTimeoutMs: EYE_TIMEOUT_MS } as const;

function clause(
  statement: string,
  check: (scanner: IrisScanner, hand: SitterHand, bench: IrisScannerBench) => Promise<void>,
): Clause<IrisScannerBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => {
      await bench.hand.sit();
      await check(mustSucceed(await bench.open()), bench.hand, bench);
    },
  };
}

function emulated(...given: Parameters<typeof clause>): Clause<IrisScannerBench> {
  return { ...clause(...given), needsEmulator: true };
}

function limit(): AbortSignal {
  return AbortSignal.timeout(2 * EYE_TIMEOUT_MS);
}

function capture(
  scanner: IrisScanner,
  target: IrisTarget,
): Promise<Result<readonly TakenIris[], DeviceError>> {
  return scanner.capture(target, limit(), undefined, PATIENT);
}

function checkIrises(
  taken: Result<readonly TakenIris[], DeviceError>,
  eyes: readonly string[],
): void {
  const irises = mustSucceed(taken);
  const given = irises.map(({ eye }) => eye).join(', ');
  must(given === eyes.join(', '), `it gave ${given}`);
  for (const { picture, deviceQuality } of irises) {
    const { widthPixels, heightPixels, bytes } = picture;
    must(
      Math.min(widthPixels, heightPixels) >= SMALLEST_SIDE_PIXELS && bytes.length > 0,
      `a picture of ${widthPixels}×${heightPixels}`,
    );
    must(deviceQuality >= 0 && deviceQuality <= 100, `it calls it ${deviceQuality} of 100`);
  }
}
