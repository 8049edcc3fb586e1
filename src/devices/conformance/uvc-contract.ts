import { isFineEnough } from '../../domain/camera-frame.ts';
import type { FrameSize } from '../../domain/camera-frame.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { UvcCamera } from '../drivers/uvc-camera.ts';
import type { MediaCamera } from '../transports/browser-media.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';
import { STILL_CAMERA_CLAUSES } from './still-camera-contract.ts';

/** What happens around a camera of the window: Electron and the operating system do it, or a person. */
export interface CameraHand {
  /** Whether this computer lets the window use cameras. */
  permit(isAllowed: boolean): Promise<void>;
  pull(): Promise<void>;
}

export interface UvcBench {
  readonly hand: CameraHand;
  /** The cameras that there are. */
  list(): Promise<readonly MediaCamera[]>;
  /** @param cameraId of another one than the camera under test */
  open(cameraId?: string): Promise<Result<UvcCamera, DeviceError>>;
  openForPapers(): Promise<Result<UvcCamera, DeviceError>>;
  close(): Promise<void>;
}

/** Less than that would be a still picture with a name. */
const LIVE_FRAMES = 5;
const LOOK_WIDTH = 320;

/** What a camera of this computer promises the window, beside what every camera does. */
export const UVC_CONTRACT: readonly Clause<UvcBench>[] = [
  ...STILL_CAMERA_CLAUSES,
  clause('every camera has an id of its own, the same at the next look', async (_camera, bench) => {
    const [first, second] = [await bench.list(), await bench.list()];
    const ids = first.map(({ cameraId }) => cameraId);
    must(new Set(ids).size === ids.length, 'two cameras have the same id');
    must(JSON.stringify(ids) === JSON.stringify(second.map((one) => one.cameraId)), 'ids change');
  }),
  clause(
    'it opens at a size that is fine enough for a portrait, where it has one',
    async (camera, bench) => {
      const listed = (await bench.list()).find(({ cameraId }) => cameraId === camera.cameraId);
      const largest = listed?.largest ?? { widthPixels: 0, heightPixels: 0 };
      must(
        isFineEnough(camera.info) || !isFineEnough(largest),
        `it opened at ${words(camera.info)} and has ${words(largest)}`,
      );
      must(camera.info.widthPixels <= 1920, `a portrait needs no ${words(camera.info)}`);
    },
  ),
  {
    statement: 'for papers it opens at its largest size',
    needsEmulator: false,
    check: async (bench) => {
      const camera = mustSucceed(await bench.openForPapers());
      const listed = (await bench.list()).find(({ cameraId }) => cameraId === camera.cameraId);
      const width = listed?.largest.widthPixels ?? 0;
      must(camera.info.widthPixels === width, `${camera.info.widthPixels} of ${width} pixels wide`);
    },
  },
  clause('it is told to focus by itself, where it can', async (camera) => {
    const [track] = camera.stream.getVideoTracks();
    const can = (track?.getCapabilities() ?? {}) as { focusMode?: string[] };
    if (can.focusMode?.includes('continuous') !== true) return;
    // What was asked for and accepted; Chromium's own camera accepts it and has no lens.
    const told = JSON.stringify(track?.getConstraints().advanced ?? []);
    must(told.includes('"focusMode":"continuous"'), `it was told ${told}`);
    await Promise.resolve();
  }),
  clause('its picture is live', async (camera) => {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = camera.stream;
    await video.play();
    for (let frames = 0; frames < LIVE_FRAMES; frames += 1) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    }
    video.srcObject = null;
  }),
  clause('a picture has the pixels that it says, a look has fewer', async (camera) => {
    const picture = mustSucceed(await camera.takePicture(AbortSignal.timeout(20_000)));
    const taken = await sizeOf(picture.bytes);
    must(taken.widthPixels === picture.widthPixels, `${words(picture)} are ${words(taken)}`);
    must(taken.widthPixels >= camera.info.widthPixels, `a picture of ${words(taken)}`);
    const look = await sizeOf(mustSucceed(await camera.look(LOOK_WIDTH)));
    must(look.widthPixels <= LOOK_WIDTH, `a look of ${words(look)}`);
  }),
  {
    statement: 'a camera that is not there is told as one',
    needsEmulator: false,
    check: async (bench) => expectCode(await bench.open('media:no such camera'), 'port-not-found'),
  },
  {
    statement: 'a computer that does not allow cameras is told as such, and allows them again',
    needsEmulator: true,
    check: async (bench) => {
      await bench.hand.permit(false);
      try {
        expectCode(await bench.open(), 'permission-denied');
      } finally {
        await bench.hand.permit(true);
      }
      mustSucceed(await bench.open());
    },
  },
  clause(
    'pulled while it is open, it says so at once and works when it is back',
    async (camera, bench) => {
      const closed = new Promise<string>((resolve) =>
        camera.onClosed((reason) =>
          resolve(reason.kind === 'lost' ? reason.error.code : reason.kind),
        ),
      );
      await bench.hand.pull();
      const reason = await closed;
      must(reason === 'disconnected', `it told ${reason}`);
      must(
        !(await camera.takePicture(AbortSignal.timeout(20_000))).ok,
        'it gave a picture all the same',
      );
      mustSucceed(await mustSucceed(await bench.open()).checkAlive());
    },
  ),
];

function clause(
  statement: string,
  check: (camera: UvcCamera, bench: UvcBench) => Promise<void>,
): Clause<UvcBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check(mustSucceed(await bench.open()), bench),
  };
}

async function sizeOf(jpeg: Uint8Array<ArrayBuffer>): Promise<FrameSize> {
  const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
  return { widthPixels: picture.width, heightPixels: picture.height };
}

function words({ widthPixels, heightPixels }: FrameSize): string {
  return `${widthPixels}×${heightPixels} pixels`;
}
