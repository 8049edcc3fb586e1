import type { PrintTarget } from '../../domain/print-target.ts';
import type { Result } from '../../domain/result.ts';
import type {
  CameraHead,
  CameraHeadInfo,
  HeadPosition,
  HeadTurn,
  PictureProgress,
  StillCamera,
  StillCameraInfo,
} from '../camera-modality.ts';
import type { DeviceClosed, DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  CodeScanner,
  CodeScannerEvent,
  DeviceInfo,
  FingerprintScanner,
  FingerprintScannerInfo,
  TakenPrint,
} from '../modality.ts';
import type { OpenedDevice } from '../opened-device.ts';
import type { HostedDevice } from './hosted-device.ts';

/** A device in a process of its own, as the modality that it is. */
export function hostedModality(host: HostedDevice): OpenedDevice {
  switch (host.facts.role) {
    case 'fingerprint':
      return { role: 'fingerprint', device: new HostedFingerprintScanner(host) };
    case 'code-scanner':
      return { role: 'code-scanner', device: new HostedCodeScanner(host) };
    case 'portrait-camera':
      return { role: 'portrait-camera', device: new HostedStillCamera(host) };
    case 'camera-head':
      return { role: 'camera-head', device: new HostedCameraHead(host) };
  }
}

class Hosted<Info extends DeviceInfo> {
  readonly info: Info;
  protected readonly host: HostedDevice;

  constructor(host: HostedDevice) {
    this.host = host;
    // Each driver gives the info of its own modality.
    this.info = host.facts.info as Info;
  }

  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe {
    return this.host.onClosed(listener);
  }

  close(): Promise<void> {
    return this.host.close();
  }
}

class HostedFingerprintScanner
  extends Hosted<FingerprintScannerInfo>
  implements FingerprintScanner
{
  capture(
    target: PrintTarget,
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void = () => {},
    options: CaptureOptions = {},
  ): Promise<Result<readonly TakenPrint[], DeviceError>> {
    return this.host.call('fingerprint.capture', [target, options], { signal, onProgress });
  }

  waitForLift(
    signal: AbortSignal,
    options: CaptureOptions = {},
  ): Promise<Result<void, DeviceError>> {
    return this.host.call('fingerprint.waitForLift', [options], { signal });
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    return this.host.call('fingerprint.checkAlive', []);
  }
}

class HostedCodeScanner extends Hosted<DeviceInfo> implements CodeScanner {
  onEvent(listener: (event: CodeScannerEvent) => void): Unsubscribe {
    return this.host.onEvent(listener);
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    return this.host.call('code-scanner.checkAlive', []);
  }
}

class HostedStillCamera extends Hosted<StillCameraInfo> implements StillCamera {
  takePicture(
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void = () => {},
  ): ReturnType<StillCamera['takePicture']> {
    return this.host.call('portrait-camera.takePicture', [], { signal, onProgress });
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    return this.host.call('portrait-camera.checkAlive', []);
  }
}

class HostedCameraHead extends Hosted<CameraHeadInfo> implements CameraHead {
  moveBy(turn: HeadTurn, signal: AbortSignal): Promise<Result<HeadPosition, DeviceError>> {
    return this.host.call('camera-head.moveBy', [turn], { signal });
  }

  stop(): Promise<Result<void, DeviceError>> {
    return this.host.call('camera-head.stop', []);
  }

  zoomTo(zoom: number, signal: AbortSignal): Promise<Result<void, DeviceError>> {
    return this.host.call('camera-head.zoomTo', [zoom], { signal });
  }

  autofocus(): Promise<Result<void, DeviceError>> {
    return this.host.call('camera-head.autofocus', []);
  }

  position(): Promise<Result<HeadPosition, DeviceError>> {
    return this.host.call('camera-head.position', []);
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    return this.host.call('camera-head.checkAlive', []);
  }
}
