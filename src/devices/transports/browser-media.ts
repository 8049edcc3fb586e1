import { cameraIds } from '../../domain/camera-label.ts';
import type { FrameSize } from '../../domain/camera-frame.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { CameraTrouble } from '../../domain/camera-trouble.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';

/** A camera of this computer as the browser lists it. */
export interface MediaCamera {
  /** Stays the same: `domain/camera-label.ts`. */
  readonly cameraId: string;
  /** The browser's own id, of this profile alone. */
  readonly mediaId: string;
  readonly label: string;
  /** The largest that it has, as far as the browser tells before it is opened; 0 where it does not. */
  readonly largest: FrameSize;
}

export interface MediaError {
  readonly code: CameraTrouble;
  /** The browser's own words. */
  readonly detail: string;
}

export type MediaClosed =
  { readonly kind: 'requested' } | { readonly kind: 'lost'; readonly error: MediaError };

/** Constraints of "MediaStream Image Capture" and of cropping, which the language's own list of types does not have. */
interface CameraConstraints extends MediaTrackConstraintSet {
  readonly focusMode?: FocusMode;
  /** `none`: a size that the camera has itself, not one that the browser scales or crops. */
  readonly resizeMode?: { readonly exact: 'none' };
}

export type FocusMode = 'manual' | 'continuous' | 'single-shot';

/** How wide a camera is listed that does not say how large its pictures are. */
const UNKNOWN: FrameSize = { widthPixels: 0, heightPixels: 0 };

/** The cameras that are there now. Empty where the browser may not tell of them. */
export async function listCameras(): Promise<readonly MediaCamera[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const cameras = devices.filter(({ kind, label }) => kind === 'videoinput' && label !== '');
  const ids = cameraIds(cameras.map(({ label }) => label));
  return cameras.map((camera, index) => ({
    // One id for each label.
    cameraId: ids[index] ?? '',
    mediaId: camera.deviceId,
    label: camera.label,
    largest: camera instanceof InputDeviceInfo ? largestOf(camera.getCapabilities()) : UNKNOWN,
  }));
}

/** Told when a camera has come or gone. */
export function onCamerasChanged(listener: () => void): Unsubscribe {
  navigator.mediaDevices.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
}

/** The open picture stream of one camera. */
export class BrowserMedia {
  readonly camera: MediaCamera;
  readonly stream: MediaStream;
  readonly #track: MediaStreamTrack;
  readonly #closed = new Listeners<MediaClosed>();
  #isOpen = true;

  private constructor(camera: MediaCamera, stream: MediaStream, track: MediaStreamTrack) {
    this.camera = camera;
    this.stream = stream;
    this.#track = track;
    track.addEventListener('ended', () => {
      this.#end({ kind: 'lost', error: { code: 'disconnected', detail: 'the track ended' } });
    });
  }

  /**
   * Opens a camera at the one of its own sizes that comes nearest to `size`.
   * @param cameraId the first camera when it is undefined
   */
  static async open(
    cameraId: string | undefined,
    size: FrameSize,
  ): Promise<Result<BrowserMedia, MediaError>> {
    const camera = (await listCameras()).find(
      (one) => cameraId === undefined || one.cameraId === cameraId,
    );
    if (!camera) return err({ code: 'port-not-found', detail: cameraId ?? 'no camera is listed' });
    const video: CameraConstraints = {
      deviceId: { exact: camera.mediaId },
      width: { ideal: size.widthPixels },
      height: { ideal: size.heightPixels },
      resizeMode: { exact: 'none' },
    };
    const opened = await named(navigator.mediaDevices.getUserMedia({ audio: false, video }));
    if (!opened.ok) return opened;
    const [track] = opened.value.getVideoTracks();
    if (!track) return err({ code: 'io-error', detail: 'a stream without a picture' });
    return ok(new BrowserMedia(camera, opened.value, track));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** For the browser's own picture functions. */
  get track(): MediaStreamTrack {
    return this.#track;
  }

  get size(): FrameSize {
    const { width = 0, height = 0 } = this.#track.getSettings();
    return { widthPixels: width, heightPixels: height };
  }

  /** The largest width and the largest height; the camera need not have both at once. */
  get largest(): FrameSize {
    return largestOf(this.#track.getCapabilities());
  }

  /** Changes to one of the camera's own sizes; `not-supported` where it does not have it. */
  setSize({ widthPixels, heightPixels }: FrameSize): Promise<Result<void, MediaError>> {
    return this.#constrain({
      width: { exact: widthPixels },
      height: { exact: heightPixels },
      resizeMode: { exact: 'none' },
    });
  }

  /** The ways to focus that the camera has; empty where it has none or the browser does not tell. */
  get focusModes(): readonly FocusMode[] {
    const { focusMode = [] } = this.#track.getCapabilities() as { focusMode?: FocusMode[] };
    return focusMode;
  }

  /** How the camera focuses now; undefined where it does not say. */
  get focusMode(): FocusMode | undefined {
    return (this.#track.getSettings() as { focusMode?: FocusMode }).focusMode;
  }

  /** Chromium takes what concerns the lens only by itself; the size stays as it is. */
  setFocusMode(focusMode: FocusMode): Promise<Result<void, MediaError>> {
    const wanted: CameraConstraints = { focusMode };
    return this.#constrain({ advanced: [wanted] });
  }

  onClosed(listener: (reason: MediaClosed) => void): Unsubscribe {
    return this.#closed.add(listener);
  }

  close(): void {
    this.#track.stop();
    this.#end({ kind: 'requested' });
  }

  #constrain(
    constraints: CameraConstraints & { advanced?: CameraConstraints[] },
  ): Promise<Result<void, MediaError>> {
    return named(this.#track.applyConstraints(constraints));
  }

  #end(reason: MediaClosed): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#closed.emit(reason);
  }
}

function largestOf({ width, height }: MediaTrackCapabilities): FrameSize {
  return { widthPixels: width?.max ?? 0, heightPixels: height?.max ?? 0 };
}

/** What the browser rejects with, as one of the closed list of codes; a mistake of ours stays thrown. */
export async function named<T>(work: Promise<T>): Promise<Result<T, MediaError>> {
  try {
    return ok(await work);
  } catch (cause) {
    // Chromium rejects without a reason when an earlier frame that never came is still waited for.
    if (cause === undefined) return err({ code: 'no-answer', detail: 'no reason is told' });
    const isNamed = cause instanceof DOMException || cause instanceof OverconstrainedError;
    if (!isNamed) throw cause;
    return err({ code: codeOf(cause), detail: `${cause.name}: ${cause.message}` });
  }
}

/** The names of Media Capture and Streams 10.2 and 11.2, and of MediaStream Image Capture 5. */
function codeOf(cause: DOMException | OverconstrainedError): CameraTrouble {
  switch (cause.name) {
    case 'NotFoundError':
      return 'port-not-found';
    case 'OverconstrainedError': {
      const isCamera = 'constraint' in cause && cause.constraint === 'deviceId';
      return isCamera ? 'port-not-found' : 'not-supported';
    }
    case 'NotSupportedError':
      return 'not-supported';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'permission-denied';
    case 'NotReadableError':
      return 'port-busy';
    case 'InvalidStateError':
      return 'disconnected';
    default:
      return 'io-error';
  }
}
