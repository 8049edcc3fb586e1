import type { Result } from '../../domain/result.ts';
import type { FaceCamera } from '../camera-modality.ts';
import type { DeviceError } from '../device-error.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';
import { checkPicture, STILL_CAMERA_CONTRACT } from './still-camera-contract.ts';
import type { SitterHand } from './sitter-hand.ts';

export interface FaceCameraBench {
  readonly hand: SitterHand;
  open(): Promise<Result<FaceCamera, DeviceError>>;
  close(): Promise<void>;
}

const PICTURE_LIMIT_MS = 40_000;

/** What a camera that finds the face by itself promises beside what every camera does (`camera-modality.ts`). */
export const FACE_CAMERA_CONTRACT: readonly Clause<FaceCameraBench>[] = [
  ...STILL_CAMERA_CONTRACT,
  clause('it shows what it sees before it takes the picture', async (camera) => {
    const previews: Uint8Array[] = [];
    const show = (jpeg: Uint8Array): void => void previews.push(jpeg);
    checkPicture(mustSucceed(await camera.takePicture(limit(), undefined, show)));
    must(previews.length > 0, 'it showed nothing');
    must(
      previews.every((jpeg) => jpeg[0] === 0xff && jpeg[1] === 0xd8),
      'a preview that is no JPEG',
    );
  }),
  clause('it takes a photo that shows what is missing', async (camera) => {
    const photo = await camera.takeExceptionPhoto(['left-thumb', 'right'], limit());
    checkPicture(mustSucceed(photo));
  }),
  clause('nobody before it is told as such, and the next picture works', async (camera, hand) => {
    await hand.leave();
    expectCode(await camera.takePicture(limit()), 'finger-timeout');
    await hand.sit();
    checkPicture(mustSucceed(await camera.takePicture(limit())));
  }),
];

function clause(
  statement: string,
  check: (camera: FaceCamera, hand: SitterHand) => Promise<void>,
): Clause<FaceCameraBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => {
      await bench.hand.sit();
      await check(mustSucceed(await bench.open()), bench.hand);
    },
  };
}

function limit(): AbortSignal {
  return AbortSignal.timeout(PICTURE_LIMIT_MS);
}
