import { EYES } from '../../domain/eye.ts';
import type { Eye } from '../../domain/eye.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import type {
  IrisCaptureOptions,
  IrisScanner,
  IrisScannerInfo,
  IrisTarget,
  TakenIris,
} from '../iris-modality.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { CaptureTarget } from '../protocols/sbi/capture-plan.ts';
import type { SbiSample } from '../protocols/sbi/capture-reply.ts';
import type { ClosedReason } from '../transports/transport.ts';
import type { SbiDeviceOptions } from './sbi-device.ts';
import { openSbiSession } from './sbi-session.ts';
import type { SbiSession } from './sbi-session.ts';

const DEFAULT_EYE_TIMEOUT_MS = 30_000;

/** Opens a certified iris scanner behind a Secure Biometric Interface, and verifies that it is one. */
export async function openSbiIrisScanner(
  options: SbiDeviceOptions,
): Promise<Result<IrisScanner, DeviceError>> {
  const opened = await openSbiSession(options, 'Iris');
  return opened.ok ? ok(new SbiIrisScanner(opened.value)) : opened;
}

class SbiIrisScanner implements IrisScanner {
  readonly info: IrisScannerInfo;
  readonly #session: SbiSession;

  constructor(session: SbiSession) {
    const isDouble = session.description.digitalId.deviceSubType === 'Double';
    this.info = { ...session.info, eyesAtOnce: isDouble ? 2 : 1 };
    this.#session = session;
  }

  async capture(
    target: IrisTarget,
    signal: AbortSignal,
    onPreview: (jpeg: Uint8Array) => void = () => {},
    options: IrisCaptureOptions = {},
  ): Promise<Result<readonly TakenIris[], DeviceError>> {
    if (target === 'both' && this.info.eyesAtOnce === 1) {
      return err(deviceError('not-supported', 'this scanner takes one eye at a time'));
    }
    const captured = await this.#session.capture(onWire(target), signal, {
      timeoutMs: options.eyeTimeoutMs ?? DEFAULT_EYE_TIMEOUT_MS,
      onFrame: onPreview,
    });
    if (!captured.ok) return captured;
    const eyes = target === 'both' ? EYES : [target];
    return ok(eyes.map((eye) => takenIris(eye, captured.value.samples)));
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

function onWire(target: IrisTarget): CaptureTarget {
  return target === 'both' ? { kind: 'irises' } : { kind: 'single-iris', eye: target };
}

function takenIris(eye: Eye, samples: readonly SbiSample[]): TakenIris {
  const sample = samples.find((one) => one.modality === 'iris' && one.eye === eye);
  // The answer was checked to have each eye that was asked for.
  if (sample?.modality !== 'iris') throw new Error(`no sample of the ${eye} eye`);
  const { compression, image: bytes, widthPixels, heightPixels } = sample.iris;
  const picture = { compression, bytes, widthPixels, heightPixels };
  return { eye, picture, deviceQuality: sample.qualityScore };
}
