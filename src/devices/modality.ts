import type { GrayImage } from '../domain/gray-image.ts';
import type { Result } from '../domain/result.ts';
import type { DeviceError } from './device-error.ts';
import type { Unsubscribe } from './listeners.ts';
import type { ScannedCode } from './protocols/hid-pos/scanned-data.ts';
import type { ClosedReason } from './transports/transport.ts';

export interface DeviceInfo {
  readonly make: string;
  readonly model: string;
  /** Empty where the device does not say. */
  readonly serialNumber: string;
  readonly firmware?: string;
}

export interface FingerprintScannerInfo extends DeviceInfo {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: number;
}

export type CaptureProgress =
  | { readonly phase: 'waiting-for-finger' }
  | {
      readonly phase: 'reading';
      readonly rowsDone: number;
      /** The whole picture with the rows that have come so far; the others are white. A copy of its own. */
      readonly image: GrayImage;
    };

export interface CaptureOptions {
  /** How long to wait for a finger. */
  readonly fingerTimeoutMs?: number;
}

/** What a scanner of single plain prints can do, whatever it is and however it is plugged in. */
export interface FingerprintScanner {
  readonly info: FingerprintScannerInfo;
  /**
   * Waits for a finger and reads its picture. One at a time: a second call answers `busy`. Aborting the signal answers
   * `cancelled` at once; the scanner is ready for the next capture.
   */
  capture(
    signal: AbortSignal,
    onProgress?: (progress: CaptureProgress) => void,
    options?: CaptureOptions,
  ): Promise<Result<GrayImage, DeviceError>>;
  /** Answers when no finger is on the sensor. */
  waitForLift(signal: AbortSignal, options?: CaptureOptions): Promise<Result<void, DeviceError>>;
  /** Whether the module at the end of the line still answers. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe;
  close(): Promise<void>;
}

export type CodeScannerEvent =
  | { readonly kind: 'code'; readonly code: ScannedCode }
  /** A code came in part only or could not be understood: scan again. */
  | { readonly kind: 'unreadable'; readonly detail: string };

export interface CodeScanner {
  readonly info: DeviceInfo;
  onEvent(listener: (event: CodeScannerEvent) => void): Unsubscribe;
  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe;
  close(): Promise<void>;
}
