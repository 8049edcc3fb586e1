import type { Result } from '../../domain/result.ts';
import type { StillCamera, StillPicture } from '../camera-modality.ts';
import type { DeviceError } from '../device-error.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';
import type { CableHand, SerialHand } from './serial-hand.ts';

export interface CameraBench {
  open(): Promise<Result<StillCamera, DeviceError>>;
  close(): Promise<void>;
}

export interface StillCameraBench<Hand extends CableHand = CableHand> extends CameraBench {
  readonly hand: Hand;
}

const PICTURE_LIMIT_MS = 40_000;
const MID_PICTURE_BYTES = 3_000;

/** What every camera of single pictures promises (`camera-modality.ts`), one of the window's too. */
export const STILL_CAMERA_CLAUSES: readonly Clause<CameraBench>[] = [
  clause('it says who it is and how large its pictures are', async ({ info }) => {
    must(info.make !== '' || info.model !== '', 'it has a make or a model');
    must(info.widthPixels >= 160 && info.heightPixels >= 120, 'a picture of at least 160×120');
    await Promise.resolve();
  }),
  clause('it answers when it is asked whether it is there', async (camera) => {
    mustSucceed(await camera.checkAlive());
  }),
  clause('it gives a whole picture, and tells how far it has come', async (camera) => {
    const told: number[] = [];
    const taken = await camera.takePicture(limit(), ({ receivedBytes, totalBytes }) => {
      must(receivedBytes <= totalBytes, `${receivedBytes} bytes of ${totalBytes}`);
      told.push(receivedBytes);
    });
    const picture = mustSucceed(taken);
    checkPicture(picture);
    const sizeBytes = picture.bytes.length;
    must(told.at(-1) === sizeBytes, `told ${told.at(-1)} bytes of ${sizeBytes}`);
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
];

/** What a camera of single pictures promises the station beside, however its cable is plugged in. */
export const STILL_CAMERA_CONTRACT: readonly Clause<StillCameraBench>[] = [
  ...STILL_CAMERA_CLAUSES,
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

/** What a camera on a serial line promises beside. */
export const SERIAL_CAMERA_CONTRACT: readonly Clause<StillCameraBench<SerialHand>>[] = [
  ...STILL_CAMERA_CONTRACT,
  {
    statement: 'parts that are lost or cut on the way are asked for again',
    needsEmulator: true,
    check: async (bench) => {
      const camera = mustSucceed(await bench.open());
      await bench.hand.damage();
      checkPicture(mustSucceed(await camera.takePicture(limit())));
    },
  },
];

function clause(
  statement: string,
  check: (camera: StillCamera) => Promise<void>,
): Clause<CameraBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check(mustSucceed(await bench.open())),
  };
}

function emulated(
  statement: string,
  check: (camera: StillCamera, hand: CableHand, bench: StillCameraBench) => Promise<void>,
): Clause<StillCameraBench> {
  return {
    statement,
    needsEmulator: true,
    check: async (bench) => check(mustSucceed(await bench.open()), bench.hand, bench),
  };
}

function limit(): AbortSignal {
  return AbortSignal.timeout(PICTURE_LIMIT_MS);
}

/** How each kind of picture begins and, where that is fixed, ends. */
const MARKS: Readonly<
  Record<StillPicture['mediaType'], { begins: readonly number[]; ends: readonly number[] }>
> = {
  // SOI and EOI (ITU-T T.81, B.1.1.3).
  'image/jpeg': { begins: [0xff, 0xd8], ends: [0xff, 0xd9] },
  // SOC and EOC (ITU-T T.800, A.4).
  'image/j2c': { begins: [0xff, 0x4f], ends: [0xff, 0xd9] },
  // The signature box, and the end of the codestream that comes last.
  'image/jp2': { begins: [0, 0, 0, 12, 0x6a, 0x50], ends: [0xff, 0xd9] },
  // The signature, and the end of the chunk IEND with its check (PNG 5.2, 11.2.5).
  'image/png': { begins: [0x89, 0x50, 0x4e, 0x47], ends: [0xae, 0x42, 0x60, 0x82] },
};

/** @throws when it is not a whole picture of its kind, with a size */
export function checkPicture({ mediaType, bytes, widthPixels, heightPixels }: StillPicture): void {
  const { begins, ends } = MARKS[mediaType];
  must(
    begins.every((byte, at) => bytes[at] === byte),
    `it does not begin as ${mediaType}`,
  );
  must(
    ends.every((byte, at) => bytes[bytes.length - ends.length + at] === byte),
    `it does not end as ${mediaType}`,
  );
  must(widthPixels > 0 && heightPixels > 0, `it is ${widthPixels}×${heightPixels}`);
}
