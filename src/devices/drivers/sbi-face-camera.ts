import type { Eye } from '../../domain/eye.ts';
import type { FingerPosition } from '../../domain/finger-position.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type {
  FaceCamera,
  PictureProgress,
  StillCameraInfo,
  StillPicture,
} from '../camera-modality.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { CaptureTarget } from '../protocols/sbi/capture-plan.ts';
import type { FaceCompression, FaceRepresentation } from '../protocols/sbi/face-record.ts';
import type { ClosedReason } from '../transports/transport.ts';
import type { SbiDeviceOptions } from './sbi-device.ts';
import { openSbiSession } from './sbi-session.ts';
import type { SbiSession } from './sbi-session.ts';

export interface SbiFaceCameraOptions extends SbiDeviceOptions {
  /** How long the device waits for the face. */
  readonly faceTimeoutMs?: number;
}

/** The interface tells no size; a certified face camera has at least this many pixels. Each picture says its own. */
const SMALLEST_SENSOR = { widthPixels: 1_920, heightPixels: 1_080 } as const;

const DEFAULT_FACE_TIMEOUT_MS = 30_000;

/** Opens a certified face camera behind a Secure Biometric Interface, and verifies that it is one. */
export async function openSbiFaceCamera(
  options: SbiFaceCameraOptions,
): Promise<Result<FaceCamera, DeviceError>> {
  const opened = await openSbiSession(options, 'Face');
  if (!opened.ok) return opened;
  const timeoutMs = options.faceTimeoutMs ?? DEFAULT_FACE_TIMEOUT_MS;
  return ok(new SbiFaceCamera(opened.value, timeoutMs));
}

class SbiFaceCamera implements FaceCamera {
  readonly info: StillCameraInfo;
  readonly #session: SbiSession;
  readonly #timeoutMs: number;

  constructor(session: SbiSession, timeoutMs: number) {
    this.info = { ...session.info, ...SMALLEST_SENSOR, baudRate: undefined };
    this.#session = session;
    this.#timeoutMs = timeoutMs;
  }

  async takePicture(
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void = () => {},
    onPreview: (jpeg: Uint8Array) => void = () => {},
  ): Promise<Result<StillPicture, DeviceError>> {
    const picture = await this.#take({ kind: 'face' }, signal, onPreview);
    if (!picture.ok) return picture;
    // The picture comes as one answer: there is nothing to tell before its end.
    const sizeBytes = picture.value.bytes.length;
    onProgress({ receivedBytes: sizeBytes, totalBytes: sizeBytes });
    return picture;
  }

  takeExceptionPhoto(
    missing: readonly [FingerPosition | Eye, ...(FingerPosition | Eye)[]],
    signal: AbortSignal,
    onPreview: (jpeg: Uint8Array) => void = () => {},
  ): Promise<Result<StillPicture, DeviceError>> {
    return this.#take({ kind: 'exception-photo', missing }, signal, onPreview);
  }

  async #take(
    target: CaptureTarget,
    signal: AbortSignal,
    onFrame: (jpeg: Uint8Array) => void,
  ): Promise<Result<StillPicture, DeviceError>> {
    const options = { timeoutMs: this.#timeoutMs, onFrame };
    const captured = await this.#session.capture(target, signal, options);
    if (!captured.ok) return captured;
    const [sample] = captured.value.samples;
    // The answer was checked to have one face.
    if (sample?.modality !== 'face') throw new Error('no sample of the face');
    return pictureOf(sample.face);
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    return this.#session.checkAlive();
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#session.onClosed(listener);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

/** How each kind of file begins: ITU-T T.81 B.1.1.3, T.800 A.4.1 and I.5.1, PNG 5.2. */
const BEGINNINGS: Readonly<Record<StillPicture['mediaType'], readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/j2c': [0xff, 0x4f, 0xff, 0x51],
  'image/jp2': [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
};

const MEDIA_TYPES: Readonly<Record<FaceCompression, readonly StillPicture['mediaType'][]>> = {
  jpeg: ['image/jpeg'],
  'jpeg-2000-lossy': ['image/jp2', 'image/j2c'],
  'jpeg-2000-lossless': ['image/jp2', 'image/j2c'],
  png: ['image/png'],
};

function pictureOf(face: FaceRepresentation): Result<StillPicture, DeviceError> {
  const { compression, image: bytes, widthPixels, heightPixels } = face;
  const mediaType = MEDIA_TYPES[compression].find((type) =>
    BEGINNINGS[type].every((byte, at) => bytes[at] === byte),
  );
  if (mediaType === undefined) {
    return err(deviceError('bad-payload', `the picture is not ${compression}, as its record says`));
  }
  return ok({ mediaType, bytes, widthPixels, heightPixels });
}
