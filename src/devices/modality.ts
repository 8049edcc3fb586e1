import type { FingerPosition } from '../domain/finger-position.ts';
import type { FingerprintAbility } from '../domain/fingerprint-ability.ts';
import type { GrayImage } from '../domain/gray-image.ts';
import type { Impression } from '../domain/impression.ts';
import type { PrintTarget } from '../domain/print-target.ts';
import type { Result } from '../domain/result.ts';
import type { DeviceClosed, DeviceError } from './device-error.ts';
import type { Unsubscribe } from './listeners.ts';
import type { ScannedCode } from './protocols/hid-pos/scanned-data.ts';

export interface DeviceInfo {
  readonly make: string;
  readonly model: string;
  /** Empty where the device does not say. */
  readonly serialNumber: string;
  readonly firmware?: string;
}

export interface FingerprintScannerInfo extends DeviceInfo {
  readonly abilities: readonly FingerprintAbility[];
  /** Of the window that one finger is taken with. */
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: number;
}

/** A print as the device compressed it: the codes of ISO/IEC 19794-4:2011, "image compression algorithm". */
export interface EncodedPrint {
  readonly compression: 'raw' | 'wsq' | 'jpeg' | 'jpeg-2000-lossy' | 'jpeg-2000-lossless' | 'png';
  readonly bytes: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: number;
}

/** One finger of a capture. */
export interface TakenPrint {
  readonly position: FingerPosition;
  readonly impression: Impression;
  readonly picture:
    | { readonly kind: 'gray'; readonly image: GrayImage }
    | { readonly kind: 'encoded'; readonly print: EncodedPrint };
  /** 0–100, what the device itself says of it; null where it says nothing. */
  readonly deviceQuality: number | null;
}

export type CaptureProgress =
  /** The first word of each capture: the scanner has answered, and looks for a finger. */
  | { readonly phase: 'waiting-for-finger' }
  | {
      readonly phase: 'reading';
      readonly rowsDone: number;
      /** The whole picture with the rows that have come so far; the others are white. A copy of its own. */
      readonly image: GrayImage;
    }
  /** What the sensor sees now, a whole JPEG file: scanners that stream. */
  | { readonly phase: 'preview'; readonly jpeg: Uint8Array };

export interface CaptureOptions {
  /** How long to wait for a finger. */
  readonly fingerTimeoutMs?: number;
  /** Fingers of the slap that are missing or cannot be taken. */
  readonly exceptions?: readonly FingerPosition[];
}

/** What a fingerprint scanner can do, whatever it is and however it is plugged in. */
export interface FingerprintScanner {
  readonly info: FingerprintScannerInfo;
  /**
   * Waits for the target's fingers and reads their pictures: one print for each finger of the target that is not
   * excepted. One at a time: a second call answers `busy`; a target that is not among the abilities answers
   * `not-supported`. Aborting the signal answers `cancelled` at once; the scanner is ready for the next capture.
   */
  capture(
    target: PrintTarget,
    signal: AbortSignal,
    onProgress?: (progress: CaptureProgress) => void,
    options?: CaptureOptions,
  ): Promise<Result<readonly TakenPrint[], DeviceError>>;
  /** Answers when no finger is on the sensor; at once where the device sees to that itself. */
  waitForLift(signal: AbortSignal, options?: CaptureOptions): Promise<Result<void, DeviceError>>;
  /** Whether the module at the end of the line still answers. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe;
  close(): Promise<void>;
}

export type CodeScannerEvent =
  | { readonly kind: 'code'; readonly code: ScannedCode }
  /** A code came in part only or could not be understood: scan again. */
  | { readonly kind: 'unreadable'; readonly detail: string };

export interface CodeScanner {
  readonly info: DeviceInfo;
  onEvent(listener: (event: CodeScannerEvent) => void): Unsubscribe;
  /** Whether the port is still held: a code scanner is not asked anything. */
  checkAlive(): Promise<Result<void, DeviceError>>;
  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe;
  close(): Promise<void>;
}
