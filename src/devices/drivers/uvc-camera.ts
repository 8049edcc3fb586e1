import {
  finerSizes,
  isFineEnough,
  PAPER_FRAME,
  PORTRAIT_FRAME,
} from '../../domain/camera-frame.ts';
import { readCameraLabel } from '../../domain/camera-label.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type {
  PictureProgress,
  StillCamera,
  StillCameraInfo,
  StillPicture,
} from '../camera-modality.ts';
import type { DeviceClosed, DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import { BrowserMedia, named } from '../transports/browser-media.ts';
import type { MediaError } from '../transports/browser-media.ts';

/** `portrait`: fine and quick, `papers`: as fine as it goes. */
export type CameraPurpose = 'portrait' | 'papers';

export interface UvcCameraOptions {
  /** The first camera when absent. */
  readonly cameraId?: string | undefined;
  readonly purpose: CameraPurpose;
}

/** JPEG quality of a still: nothing visible is lost before the station encodes it for good. */
const STILL_QUALITY = 0.95;
/** Of a small picture that the station only looks at. */
const LOOK_QUALITY = 0.8;

/** A frame comes within two of the slowest camera's; a photograph takes its exposure and a transfer. */
const FRAME_LIMIT_MS = 3_000;
const PHOTO_LIMIT_MS = 8_000;

/** No event tells that a single focusing is done: lenses of this kind need half a second at most. */
const FOCUS_MS = 500;

/** Two pictures show the same part of the room when their shapes differ by no more than rounding. */
const SAME_SHAPE = 0.01;

/**
 * Opens a camera of this computer (USB Video Class, or whatever the browser lists as a camera), at a size that is good
 * for its purpose and with its autofocus on.
 */
export async function openUvcCamera({
  cameraId,
  purpose,
}: UvcCameraOptions): Promise<Result<UvcCamera, MediaError>> {
  const first = purpose === 'portrait' ? PORTRAIT_FRAME : PAPER_FRAME;
  const opened = await BrowserMedia.open(cameraId, first);
  if (!opened.ok) return opened;
  const media = opened.value;
  if (purpose === 'portrait') await makeFineEnough(media);
  // A camera that refuses goes on focusing as it did.
  if (media.focusModes.includes('continuous')) await media.setFocusMode('continuous');
  return ok(new UvcCamera(media));
}

/** Cameras that have 16 : 9 only up to 720 lines often have 4 : 3 up to 960: the cut of that is large enough. */
async function makeFineEnough(media: BrowserMedia): Promise<void> {
  if (isFineEnough(media.size)) return;
  for (const size of finerSizes(media.size, media.largest)) {
    const set = await media.setSize(size);
    if (set.ok) return;
  }
}

/** What a camera of this computer gives: always JPEG, in a buffer of its own. */
interface JpegPicture extends StillPicture {
  readonly mediaType: 'image/jpeg';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A camera of this computer as the window uses it. */
export class UvcCamera implements StillCamera {
  readonly info: StillCameraInfo;
  readonly cameraId: string;
  /** For the live picture. */
  readonly stream: MediaStream;
  readonly #media: BrowserMedia;
  readonly #capture: ImageCapture;
  #isBusy = false;
  /** Chromium refuses a frame that is asked for while another is on its way. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(media: BrowserMedia) {
    const { name, vendorId, productId } = readCameraLabel(media.camera.label);
    this.#media = media;
    this.#capture = new ImageCapture(media.track);
    this.cameraId = media.camera.cameraId;
    this.stream = media.stream;
    this.info = {
      // The browser tells the number of the maker, and not the name.
      make: vendorId === '' ? '' : `USB ${vendorId}:${productId}`,
      model: name,
      serialNumber: '',
      ...media.size,
      baudRate: undefined,
    };
  }

  /**
   * Focuses once more where the camera can be told to, and takes a picture: a photograph where the camera gives one of
   * more pixels than its stream and of the same part of the room, else a frame of the stream. A whole JPEG file.
   */
  async takePicture(
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void = () => {},
  ): Promise<Result<JpegPicture, DeviceError>> {
    if (this.#isBusy) return err({ code: 'busy', detail: 'another picture is being taken' });
    this.#isBusy = true;
    try {
      const taken = await unlessAborted(
        signal,
        this.#inTurn(() => this.#take()),
      );
      // It comes in one piece.
      const sizeBytes = taken.ok ? taken.value.bytes.length : 0;
      if (taken.ok) onProgress({ receivedBytes: sizeBytes, totalBytes: sizeBytes });
      return taken;
    } finally {
      this.#isBusy = false;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    // Whoever waits for the result hears of its failure.
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #take(): Promise<Result<JpegPicture, DeviceError>> {
    const { focusModes } = this.#media;
    if (focusModes.includes('single-shot')) {
      const focused = await this.#media.setFocusMode('single-shot');
      if (focused.ok) await pause(FOCUS_MS);
    }
    const photograph = await this.#photograph();
    const frame = photograph ? ok(photograph) : await this.#frame();
    if (focusModes.includes('single-shot') && focusModes.includes('continuous')) {
      await this.#media.setFocusMode('continuous');
    }
    if (!frame.ok) return frame;
    const { width: widthPixels, height: heightPixels } = frame.value;
    const bytes = await jpegOf(frame.value, STILL_QUALITY);
    return ok({ mediaType: 'image/jpeg', bytes, widthPixels, heightPixels });
  }

  /** A small picture of what the camera sees now, JPEG. */
  async look(maximumWidth: number): Promise<Result<Uint8Array<ArrayBuffer>, DeviceError>> {
    const frame = await this.#inTurn(() => this.#frame());
    return frame.ok ? ok(await jpegOf(frame.value, LOOK_QUALITY, maximumWidth)) : frame;
  }

  async checkAlive(): Promise<Result<void, DeviceError>> {
    const frame = await this.#inTurn(() => this.#frame());
    if (!frame.ok) return frame;
    frame.value.close();
    return ok(undefined);
  }

  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe {
    return this.#media.onClosed(listener);
  }

  close(): Promise<void> {
    this.#media.close();
    return Promise.resolve();
  }

  /** Undefined where the camera has no better picture than its stream, or does not give it in time. */
  async #photograph(): Promise<ImageBitmap | undefined> {
    const asked = await named(this.#capture.getPhotoCapabilities());
    if (!asked.ok) return undefined;
    const { imageWidth, imageHeight } = asked.value;
    const { widthPixels, heightPixels } = this.#media.size;
    const largest = { width: imageWidth?.max ?? 0, height: imageHeight?.max ?? 0 };
    const isBetter = largest.width > widthPixels && largest.height > heightPixels;
    if (!isBetter || !isSameShape(largest, { width: widthPixels, height: heightPixels })) {
      return undefined;
    }
    const size = { imageWidth: largest.width, imageHeight: largest.height };
    const taken = await inTime(PHOTO_LIMIT_MS, named(this.#capture.takePhoto(size)));
    if (!taken?.ok) return undefined;
    const picture = await createImageBitmap(taken.value);
    if (picture.width > widthPixels && isSameShape(picture, largest)) return picture;
    picture.close();
    return undefined;
  }

  async #frame(): Promise<Result<ImageBitmap, DeviceError>> {
    if (!this.#media.isOpen) return err({ code: 'not-open', detail: 'the camera was closed' });
    const grabbed = await inTime(FRAME_LIMIT_MS, named(this.#capture.grabFrame()));
    if (grabbed === undefined) return err({ code: 'no-answer', detail: 'no frame came' });
    if (grabbed.ok || this.#media.isOpen) return grabbed;
    return err({ code: 'disconnected', detail: grabbed.error.detail });
  }
}

interface PictureShape {
  readonly width: number;
  readonly height: number;
}

function isSameShape(one: PictureShape, other: PictureShape): boolean {
  return Math.abs((one.width * other.height) / (one.height * other.width) - 1) <= SAME_SHAPE;
}

/** Encodes a picture, and lets go of it. */
async function jpegOf(
  picture: ImageBitmap,
  quality: number,
  maximumWidth = picture.width,
): Promise<Uint8Array<ArrayBuffer>> {
  const scale = Math.min(1, maximumWidth / picture.width);
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the page has no 2D canvas');
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await jpeg.arrayBuffer());
}

/** `cancelled` as soon as the signal is aborted, whatever the work still does. */
async function unlessAborted<T>(
  signal: AbortSignal,
  work: Promise<Result<T, DeviceError>>,
): Promise<Result<T, DeviceError>> {
  const aborted = Promise.withResolvers<Result<T, DeviceError>>();
  const onAbort = (): void =>
    aborted.resolve(err({ code: 'cancelled', detail: 'nobody waits for the picture' }));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Undefined when the work is not done within the time. */
async function inTime<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), limitMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
