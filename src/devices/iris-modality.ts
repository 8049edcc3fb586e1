import type { Eye } from '../domain/eye.ts';
import type { Result } from '../domain/result.ts';
import type { DeviceError } from './device-error.ts';
import type { Unsubscribe } from './listeners.ts';
import type { DeviceInfo } from './modality.ts';
import type { IrisCompression } from './protocols/sbi/iris-record.ts';
import type { ClosedReason } from './transports/transport.ts';

export interface IrisScannerInfo extends DeviceInfo {
  /** How many eyes one capture takes at most. */
  readonly eyesAtOnce: 1 | 2;
}

/** One eye, or both in one capture. */
export type IrisTarget = Eye | 'both';

/** One iris of a capture. */
export interface TakenIris {
  readonly eye: Eye;
  readonly picture: {
    readonly compression: IrisCompression;
    readonly bytes: Uint8Array;
    readonly widthPixels: number;
    readonly heightPixels: number;
  };
  /** 0–100, what the device itself says of it. */
  readonly deviceQuality: number;
}

export interface IrisCaptureOptions {
  /** How long to wait for the eyes. */
  readonly eyeTimeoutMs?: number;
}

/** A scanner of irises. */
export interface IrisScanner {
  readonly info: IrisScannerInfo;
  /**
   * Waits for the eyes and takes their pictures, left before right. One at a time: a second call answers `busy`; both
   * eyes before a scanner of one answer `not-supported`. Aborting the signal answers `cancelled` at once; the scanner is
   * ready for the next capture.
   *
   * @param onPreview what the sensor sees now, a whole JPEG file
   */
  capture(
    target: IrisTarget,
    signal: AbortSignal,
    onPreview?: (jpeg: Uint8Array) => void,
    options?: IrisCaptureOptions,
  ): Promise<Result<readonly TakenIris[], DeviceError>>;
  /** Whether the scanner still answers. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe;
  close(): Promise<void>;
}
