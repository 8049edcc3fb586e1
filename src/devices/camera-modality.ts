import type { Result } from '../domain/result.ts';
import type { DeviceError } from './device-error.ts';
import type { Unsubscribe } from './listeners.ts';
import type { DeviceInfo } from './modality.ts';
import type { ClosedReason } from './transports/transport.ts';

export interface DegreeRange {
  readonly minimum: number;
  readonly maximum: number;
}

export interface CameraHeadInfo extends DeviceInfo {
  readonly panDegrees: DegreeRange;
  readonly tiltDegrees: DegreeRange;
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
  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe;
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

/** A camera that gives one still picture at a time. */
export interface StillCamera {
  readonly info: StillCameraInfo;
  /**
   * Takes one picture and reads it: a whole JPEG file, SOI to EOI. One at a time: a second call answers `busy`.
   * Aborting the signal answers `cancelled` at once; the camera is ready for the next picture.
   */
  takePicture(
    signal: AbortSignal,
    onProgress?: (progress: PictureProgress) => void,
  ): Promise<Result<Uint8Array, DeviceError>>;
  /** Whether the camera at the end of the line still answers. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe;
  close(): Promise<void>;
}
