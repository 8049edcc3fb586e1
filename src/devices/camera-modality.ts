import type { Eye } from '../domain/eye.ts';
import type { FingerPosition } from '../domain/finger-position.ts';
import type { LensView } from '../domain/head-centring.ts';
import type { Result } from '../domain/result.ts';
import type { DeviceClosed, DeviceError } from './device-error.ts';
import type { Unsubscribe } from './listeners.ts';
import type { DeviceInfo } from './modality.ts';

export interface DegreeRange {
  readonly minimum: number;
  readonly maximum: number;
}

export interface CameraHeadInfo extends DeviceInfo {
  readonly panDegrees: DegreeRange;
  readonly tiltDegrees: DegreeRange;
  /** Of its lens, as far as the model is known. */
  readonly view: LensView;
}

/** Where a camera head looks. */
export interface HeadPosition {
  /** Right of the centre, as the camera sees it; negative to the left. */
  readonly panDegrees: number;
  /** Above the centre; negative below. */
  readonly tiltDegrees: number;
  /** 0 is wide, 1 is the end of the optical range. */
  readonly zoom: number;
}

/** How far to turn from where the head looks now. */
export interface HeadTurn {
  readonly panDegrees: number;
  readonly tiltDegrees: number;
}

/** A head that turns a camera until the face is in the middle. */
export interface CameraHead {
  readonly info: CameraHeadInfo;
  /**
   * Turns by so many degrees, at most to the end of the axis, and answers with where the head then looks. One move at a
   * time: a second call answers `busy`. Aborting the signal, or `stop`, halts the head and answers `cancelled`.
   */
  moveBy(turn: HeadTurn, signal: AbortSignal): Promise<Result<HeadPosition, DeviceError>>;
  /** Halts pan, tilt and zoom where they are. */
  stop(): Promise<Result<void, DeviceError>>;
  /** @param zoom 0 (wide) to 1 (end of the optical range); beyond it counts as the end. */
  zoomTo(zoom: number, signal: AbortSignal): Promise<Result<void, DeviceError>>;
  /** Lets the camera find the focus, and keep it, by itself. */
  autofocus(): Promise<Result<void, DeviceError>>;
  position(): Promise<Result<HeadPosition, DeviceError>>;
  /** Whether the camera at the end of the line still answers. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe;
  close(): Promise<void>;
}

export interface StillCameraInfo extends DeviceInfo {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** The rate that pictures travel at; undefined where the transport has none. */
  readonly baudRate: number | undefined;
}

export interface PictureProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

/** One picture as the camera compressed it: a whole file, or a bare JPEG 2000 codestream (`image/j2c`). */
export interface StillPicture {
  readonly mediaType: 'image/jpeg' | 'image/jp2' | 'image/j2c' | 'image/png';
  readonly bytes: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** A camera that gives one still picture at a time. */
export interface StillCamera {
  readonly info: StillCameraInfo;
  /**
   * Takes one picture and reads it. One at a time: a second call answers `busy`. Aborting the signal answers `cancelled`
   * at once; the camera is ready for the next picture.
   */
  takePicture(
    signal: AbortSignal,
    onProgress?: (progress: PictureProgress) => void,
  ): Promise<Result<StillPicture, DeviceError>>;
  /** Whether the camera at the end of the line still answers. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe;
  close(): Promise<void>;
}

/** A camera that finds the face by itself, shows what it sees, and knows of people who lack a finger or an eye. */
export interface FaceCamera extends StillCamera {
  /** @param onPreview what the camera sees now, a whole JPEG file */
  takePicture(
    signal: AbortSignal,
    onProgress?: (progress: PictureProgress) => void,
    onPreview?: (jpeg: Uint8Array) => void,
  ): Promise<Result<StillPicture, DeviceError>>;
  /** A portrait with both hands, which shows what is missing. At least one is named. */
  takeExceptionPhoto(
    missing: readonly [FingerPosition | Eye, ...(FingerPosition | Eye)[]],
    signal: AbortSignal,
    onPreview?: (jpeg: Uint8Array) => void,
  ): Promise<Result<StillPicture, DeviceError>>;
}
