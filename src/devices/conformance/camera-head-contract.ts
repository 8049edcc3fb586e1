import type { Result } from '../../domain/result.ts';
import type { CameraHead, HeadPosition } from '../camera-modality.ts';
import type { DeviceError } from '../device-error.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';
import type { SerialHand } from './serial-hand.ts';

export interface CameraHeadBench {
  readonly hand: SerialHand;
  open(): Promise<Result<CameraHead, DeviceError>>;
  close(): Promise<void>;
}

const MOVE_LIMIT_MS = 20_000;
/** The heads of this kind turn in steps of less than a tenth of a degree. */
const TOLERANCE_DEGREES = 0.5;

/** What a camera head promises the station (`camera-modality.ts`). */
export const CAMERA_HEAD_CONTRACT: readonly Clause<CameraHeadBench>[] = [
  clause('it says who it is and how far it turns', async ({ info }) => {
    must(info.make !== '' && info.model !== '', 'make and model are not empty');
    must(info.panDegrees.minimum < 0 && info.panDegrees.maximum > 0, 'it pans to both sides');
    must(info.tiltDegrees.minimum < info.tiltDegrees.maximum, 'it tilts');
    await Promise.resolve();
  }),
  clause('it answers when it is asked whether it is there', async (head) => {
    mustSucceed(await head.checkAlive());
  }),
  clause('it turns as far as it is told, and says where it looks', async (head) => {
    const before = mustSucceed(await head.position());
    const after = mustSucceed(await head.moveBy({ panDegrees: 8, tiltDegrees: -4 }, limit()));
    mustBe(after, {
      ...before,
      panDegrees: before.panDegrees + 8,
      tiltDegrees: before.tiltDegrees - 4,
    });
    mustBe(mustSucceed(await head.position()), after);
    mustSucceed(await head.moveBy({ panDegrees: -8, tiltDegrees: 4 }, limit()));
  }),
  clause('it turns no further than to the end of its axis', async (head) => {
    const { panDegrees } = head.info;
    const span = panDegrees.maximum - panDegrees.minimum;
    const end = mustSucceed(await head.moveBy({ panDegrees: 2 * span, tiltDegrees: 0 }, limit()));
    must(
      Math.abs(end.panDegrees - panDegrees.maximum) <= TOLERANCE_DEGREES,
      `it stands at ${end.panDegrees}° instead of ${panDegrees.maximum}°`,
    );
  }),
  clause('it zooms, and says how far', async (head) => {
    mustSucceed(await head.zoomTo(0.5, limit()));
    const { zoom } = mustSucceed(await head.position());
    must(Math.abs(zoom - 0.5) < 0.02, `the zoom is ${zoom}`);
    mustSucceed(await head.zoomTo(0, limit()));
  }),
  clause('it focuses by itself', async (head) => {
    mustSucceed(await head.autofocus());
  }),
  clause('a move that is cancelled halts, and the next one works', async (head) => {
    const stop = new AbortController();
    const move = head.moveBy({ panDegrees: 60, tiltDegrees: 0 }, stop.signal);
    setTimeout(() => stop.abort(), 150);
    expectCode(await move, 'cancelled');
    mustSucceed(await head.moveBy({ panDegrees: -2, tiltDegrees: 0 }, limit()));
  }),
  clause('a second move beside the first is told that the head is busy', async (head) => {
    const first = head.moveBy({ panDegrees: -20, tiltDegrees: 0 }, limit());
    expectCode(await head.moveBy({ panDegrees: 5, tiltDegrees: 0 }, limit()), 'busy');
    mustSucceed(await first);
  }),
  clause('after it was closed it says so instead of hanging', async (head) => {
    await head.close();
    expectCode(await head.position(), 'not-open');
  }),
  emulated('an answer that is lost or cut on the way is asked for again', async (head, hand) => {
    await hand.damage();
    mustSucceed(await head.moveBy({ panDegrees: 3, tiltDegrees: 0 }, limit()));
  }),
  emulated(
    'a pulled cable is told at once, and it works again when it is plugged',
    async (head, hand, bench) => {
      const closed = Promise.withResolvers<void>();
      head.onClosed(() => closed.resolve());
      await hand.unplug();
      await closed.promise;
      must(!(await head.position()).ok, 'it answered without its cable');
      await head.close();
      await hand.plug();
      const again = mustSucceed(await bench.open());
      mustSucceed(await again.position());
    },
  ),
];

function clause(
  statement: string,
  check: (head: CameraHead, hand: SerialHand, bench: CameraHeadBench) => Promise<void>,
): Clause<CameraHeadBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check(mustSucceed(await bench.open()), bench.hand, bench),
  };
}

function emulated(...given: Parameters<typeof clause>): Clause<CameraHeadBench> {
  return { ...clause(...given), needsEmulator: true };
}

function limit(): AbortSignal {
  return AbortSignal.timeout(MOVE_LIMIT_MS);
}

function mustBe(is: HeadPosition, should: HeadPosition): void {
  const off = Math.max(
    Math.abs(is.panDegrees - should.panDegrees),
    Math.abs(is.tiltDegrees - should.tiltDegrees),
  );
  must(off <= TOLERANCE_DEGREES, `it stands ${off.toFixed(2)}° beside where it should`);
}
