import sharp from 'sharp';
import type { Answer } from '../../../src/contract/channel.ts';
import { deviceError } from '../../../src/devices/device-error.ts';
import type { DeviceError } from '../../../src/devices/device-error.ts';
import { renderTouch } from '../../../src/devices/emulators/synthetic-print/index.ts';
import type { TouchCondition } from '../../../src/devices/emulators/synthetic-print/index.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  EncodedPrint,
  FingerprintScanner,
  TakenPrint,
} from '../../../src/devices/modality.ts';
import type { FingerTouch } from '../../../src/domain/capture-plan.ts';
import { fingersOf } from '../../../src/domain/capture-plan.ts';
import type { FingerPosition } from '../../../src/domain/finger-position.ts';
import type { FingerprintAbility } from '../../../src/domain/fingerprint-ability.ts';
import type { PrintTarget } from '../../../src/domain/print-target.ts';
import type { Result } from '../../../src/domain/result.ts';
import { err, ok } from '../../../src/domain/result.ts';
import type { Failure } from '../../../src/station/app.ts';
import { deviceFailure } from '../../../src/station/capture/device-failure.ts';
import { isWorthAnIncident } from '../../../src/station/devices/device-incidents.ts';
import type { ServingScanner } from '../../../src/station/capture/fingerprint-capture.ts';

const PERSON = 7;
const WINDOW = { widthPixels: 256, heightPixels: 288 };
const FRAME = await sharp({
  create: { width: 64, height: 48, channels: 3, background: '#888888' },
})
  .jpeg()
  .toBuffer();

/** A scanner on the desk: what it is asked for and gives is what `FingerprintScanner` says, to the letter. */
export class BenchScanner implements FingerprintScanner {
  readonly info: FingerprintScanner['info'];
  /** What it was asked for, capture by capture. */
  readonly asked: { target: PrintTarget; exceptions: readonly FingerPosition[] }[] = [];
  /** How the fingers lie; good when not named. */
  conditions: Partial<Record<FingerPosition, TouchCondition>> = {};
  /** How it compresses its pictures; not at all when null. */
  compression: EncodedPrint['compression'] | null = null;
  /** A finger too few: a scanner that does not keep its word. */
  isForgetful = false;

  constructor(serialNumber: string, abilities: readonly FingerprintAbility[]) {
    const identity = { make: 'Bench', model: abilities.join(' '), serialNumber };
    this.info = { ...identity, abilities, ...WINDOW, resolutionPpi: 500 };
  }

  async capture(
    target: PrintTarget,
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void = () => {},
    { exceptions = [] }: CaptureOptions = {},
  ): Promise<Result<readonly TakenPrint[], DeviceError>> {
    if (!this.info.abilities.includes(abilityFor(target))) {
      return err(deviceError('not-supported', abilityFor(target)));
    }
    this.asked.push({ target, exceptions });
    onProgress({ phase: 'waiting-for-finger' });
    onProgress({ phase: 'preview', jpeg: FRAME });
    const fingers = fingersOf(target).filter(({ position }) => !exceptions.includes(position));
    const prints = await Promise.all(fingers.map((finger) => this.#print(finger)));
    if (signal.aborted) return err(deviceError('cancelled', 'the bench was told so'));
    return ok(this.isForgetful ? prints.slice(1) : prints);
  }

  waitForLift(): Promise<Result<void, DeviceError>> {
    return Promise.resolve(ok(undefined));
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    return Promise.resolve(ok(undefined));
  }

  onClosed(): () => void {
    return () => {};
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #print({ position, impression }: FingerTouch): Promise<TakenPrint> {
    const condition = this.conditions[position] ?? 'good';
    const touch = this.asked.length;
    const image = renderTouch({ personSeed: PERSON, position, touch, condition, ...WINDOW });
    const finger = { position, impression, deviceQuality: this.compression === null ? null : 66 };
    if (this.compression === null) return { ...finger, picture: { kind: 'gray', image } };
    const { widthPixels: width, heightPixels: height } = WINDOW;
    const png = sharp(image.pixels, { raw: { width, height, channels: 1 } }).png();
    const bytes = new Uint8Array(await png.toBuffer());
    const print = { compression: this.compression, bytes, ...WINDOW, resolutionPpi: 500 };
    return { ...finger, picture: { kind: 'encoded', print } };
  }
}

function abilityFor(target: PrintTarget): FingerprintAbility {
  if (target.kind === 'slap') return 'slaps-4-4-2';
  return target.impression === 'live-plain' ? 'single-plain' : 'single-rolled';
}

/** A desk with one scanner at a time on it, which a test swaps. */
export class Bench implements ServingScanner {
  scanner: BenchScanner | undefined;
  readonly reported: DeviceError[] = [];

  fingerprintScanner(): ReturnType<ServingScanner['fingerprintScanner']> {
    const { scanner } = this;
    const none: Answer<never> = err({ code: 'device-none' });
    if (!scanner) return Promise.resolve(none);
    const deviceId = `bench:${scanner.info.serialNumber}`;
    return Promise.resolve(ok({ deviceId, driver: 'bench', scanner }));
  }

  trouble(error: DeviceError): Failure {
    if (isWorthAnIncident(error)) this.reported.push(error);
    return deviceFailure(error.code);
  }
}
