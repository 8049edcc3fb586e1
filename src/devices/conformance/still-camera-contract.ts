import type { Result } from '../../domain/result.ts';
import type { StillCamera } from '../camera-modality.ts';
import type { DeviceError } from '../device-error.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';
import type { SerialHand } from './serial-hand.ts';

export interface StillCameraBench {
  readonly hand: SerialHand;
  open(): Promise<Result<StillCamera, DeviceError>>;
  close(): Promise<void>;
}

const PICTURE_LIMIT_MS = 40_000;
const MID_PICTURE_BYTES = 3_000;

/** What a camera of single pictures promises the station (`camera-modality.ts`). */
export const STILL_CAMERA_CONTRACT: readonly Clause<StillCameraBench>[] = [
  clause('it says who it is and how large its pictures are', async ({ info }) => {
    must(info.make !== '' && info.model !== '', 'make and model are not empty');
    must(info.widthPixels >= 160 && info.heightPixels >= 120, 'a picture of at least 160×120');
    await Promise.resolve();
  }),
  clause('it answers when it is asked whether it is there', async (camera) => {
    mustSucceed(await camera.checkAlive());
  }),
  clause('it gives a whole JPEG, and tells how far it has come', async (camera) => {
    const told: number[] = [];
    const taken = await camera.takePicture(limit(), ({ receivedBytes, totalBytes }) => {
      must(receivedBytes <= totalBytes, `${receivedBytes} bytes of ${totalBytes}`);
      told.push(receivedBytes);
    });
    const picture = mustSucceed(taken);
    checkPicture(picture);
    must(told.at(-1) === picture.length, `told ${told.at(-1)} bytes of ${picture.length}`);
  }),
  clause('the next picture is as whole as the first', async (camera) => {
    checkPicture(mustSucceed(await camera.takePicture(limit())));
    checkPicture(mustSucceed(await camera.takePicture(limit())));
  }),
  clause('a second picture beside the first is told that the camera is busy', async (camera) => {
    const first = camera.takePicture(limit());
    expectCode(await camera.takePicture(limit()), 'busy');
    checkPicture(mustSucceed(await first));
  }),
  clause('a picture that is cancelled ends at once, and the next one works', async (camera) => {
    const stop = new AbortController();
    const cancelled = camera.takePicture(stop.signal);
    stop.abort();
    const startedAt = performance.now();
    expectCode(await cancelled, 'cancelled');
    must(performance.now() - startedAt < 3_000, 'it took longer than three seconds');
    checkPicture(mustSucceed(await camera.takePicture(limit())));
  }),
  clause('after it was closed it says so instead of hanging', async (camera) => {
    await camera.close();
    expectCode(await camera.takePicture(limit()), 'not-open');
  }),
  emulated('parts that are lost or cut on the way are asked for again', async (camera, hand) => {
    await hand.damage();
    checkPicture(mustSucceed(await camera.takePicture(limit())));
  }),
  emulated('a cable pulled in the middle of a picture is told at once', async (camera, hand) => {
    const closed = Promise.withResolvers<void>();
    camera.onClosed(() => closed.resolve());
    hand.unplugAfter(MID_PICTURE_BYTES);
    expectCode(await camera.takePicture(limit()), 'disconnected');
    await closed.promise;
  }),
  emulated('it works again after it was pulled and plugged', async (camera, hand, bench) => {
    await hand.unplug();
    await camera.close();
    must(!(await bench.open()).ok, 'it opened without its cable');
    await hand.plug();
    const again = mustSucceed(await bench.open());
    checkPicture(mustSucceed(await again.takePicture(limit())));
  }),
];

function clause(
  statement: string,
  check: (camera: StillCamera, hand: SerialHand, bench: StillCameraBench) => Promise<void>,
): Clause<StillCameraBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check(mustSucceed(await bench.open()), bench.hand, bench),
  };
}

function emulated(...given: Parameters<typeof clause>): Clause<StillCameraBench> {
  return { ...clause(...given), needsEmulator: true };
}

function limit(): AbortSignal {
  return AbortSignal.timeout(PICTURE_LIMIT_MS);
}

/** SOI at the start, EOI at the end (ITU-T T.81, B.1.1.3). */
function checkPicture(bytes: Uint8Array): void {
  must(bytes[0] === 0xff && bytes[1] === 0xd8, 'it does not begin as a JPEG');
  must(bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9, 'it does not end as a JPEG');
}
