import type { CameraHead, HeadTurn, PictureProgress, StillCamera } from '../camera-modality.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  CodeScanner,
  FingerprintScanner,
} from '../modality.ts';
import type { PrintTarget } from '../../domain/print-target.ts';

/** What a call takes along beside its arguments. */
export interface Aside {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CaptureProgress | PictureProgress) => void;
}

/**
 * Every call that passes between the station and the process of a device, with what it calls there. Arguments and
 * answers are copied (structured clone).
 */
export const CALLS = {
  'fingerprint.capture': (
    device: FingerprintScanner,
    [target, options]: readonly [PrintTarget, CaptureOptions],
    { signal, onProgress }: Aside,
  ) => device.capture(target, signal, onProgress, options),
  'fingerprint.waitForLift': (
    device: FingerprintScanner,
    [options]: readonly [CaptureOptions],
    { signal }: Aside,
  ) => device.waitForLift(signal, options),
  'fingerprint.checkAlive': (device: FingerprintScanner) => device.checkAlive(),
  'code-scanner.checkAlive': (device: CodeScanner) => device.checkAlive(),
  'portrait-camera.takePicture': (
    device: StillCamera,
    _nothing: readonly [],
    { signal, onProgress }: Aside,
  ) => device.takePicture(signal, onProgress),
  'portrait-camera.checkAlive': (device: StillCamera) => device.checkAlive(),
  'camera-head.moveBy': (device: CameraHead, [turn]: readonly [HeadTurn], { signal }: Aside) =>
    device.moveBy(turn, signal),
  'camera-head.stop': (device: CameraHead) => device.stop(),
  'camera-head.zoomTo': (device: CameraHead, [zoom]: readonly [number], { signal }: Aside) =>
    device.zoomTo(zoom, signal),
  'camera-head.autofocus': (device: CameraHead) => device.autofocus(),
  'camera-head.position': (device: CameraHead) => device.position(),
  'camera-head.checkAlive': (device: CameraHead) => device.checkAlive(),
} as const;

export type CallName = keyof typeof CALLS;
/** What a call is given beside the device. */
export type CallArguments<Name extends CallName> =
  Parameters<(typeof CALLS)[Name]> extends [
    unknown,
    infer Arguments extends readonly unknown[],
    ...unknown[],
  ]
    ? Arguments
    : readonly [];
export type CallAnswer<Name extends CallName> = ReturnType<(typeof CALLS)[Name]>;
