import type { FingerPosition } from '../../domain/finger-position.ts';
import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import type { Impression } from '../../domain/impression.ts';
import type { PrintTarget } from '../../domain/print-target.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { SLAP_FINGERS } from '../../domain/slap.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  EncodedPrint,
  FingerprintScanner,
  FingerprintScannerInfo,
  TakenPrint,
} from '../modality.ts';
import type { CaptureTarget } from '../protocols/sbi/capture-plan.ts';
import type { SbiSample } from '../protocols/sbi/capture-reply.ts';
import { IMPRESSION_CODE } from '../protocols/sbi/finger-record.ts';
import type { FingerRepresentation } from '../protocols/sbi/finger-record.ts';
import type { ClosedReason } from '../transports/transport.ts';
import type { SbiDeviceOptions } from './sbi-device.ts';
import { openSbiSession } from './sbi-session.ts';
import type { SbiSession } from './sbi-session.ts';

export interface SbiFingerprintOptions extends SbiDeviceOptions {
  /** What a description of this model says that it can take, where that is other than its sub-type tells. */
  readonly abilities?: readonly FingerprintAbility[];
  /** NFIQ 2, 0–100: the device captures of itself when the picture is that good, else gives its best at the end. */
  readonly requestedScore?: number;
  readonly fingerTimeoutMs?: number;
}

/** What the sub-types of a digital id can take (0.9.5, "deviceSubType"); another one needs a description. */
const ABILITIES: ReadonlyMap<string, readonly FingerprintAbility[]> = new Map([
  ['Slap', ['single-plain', 'slaps-4-4-2']],
  ['Single', ['single-plain']],
]);

/**
 * The interface does not tell a sensor's size. One finger of a slap on the smallest platen that it allows for four,
 * 3.2 × 2.0 inches, at 500 ppi; each print says its own size.
 */
const FINGER_WINDOW = { widthPixels: 400, heightPixels: 500, resolutionPpi: 500 } as const;

const DEFAULT_FINGER_TIMEOUT_MS = 30_000;

/** Not part of the interface: devices that can roll are told so in the options that are their maker's. */
const ROLLED = { impression: 'rolled' } as const;

/** Opens a certified fingerprint scanner behind a Secure Biometric Interface, and verifies that it is one. */
export async function openSbiFingerprintScanner(
  options: SbiFingerprintOptions,
): Promise<Result<FingerprintScanner, DeviceError>> {
  const opened = await openSbiSession(options, 'Finger');
  if (!opened.ok) return opened;
  const session = opened.value;
  const { deviceSubType } = session.description.digitalId;
  const abilities = options.abilities ?? ABILITIES.get(deviceSubType);
  if (abilities !== undefined) return ok(new SbiFingerprintScanner(session, abilities, options));
  await session.close();
  return err(deviceError('not-supported', `a finger device of the sub-type ${deviceSubType}`));
}

class SbiFingerprintScanner implements FingerprintScanner {
  readonly info: FingerprintScannerInfo;
  readonly #session: SbiSession;
  readonly #options: SbiFingerprintOptions;

  constructor(
    session: SbiSession,
    abilities: readonly FingerprintAbility[],
    options: SbiFingerprintOptions,
  ) {
    this.info = { ...session.info, ...FINGER_WINDOW, abilities };
    this.#session = session;
    this.#options = options;
  }

  async capture(
    target: PrintTarget,
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void = () => {},
    options: CaptureOptions = {},
  ): Promise<Result<readonly TakenPrint[], DeviceError>> {
    if (!this.info.abilities.includes(abilityFor(target))) {
      return err(deviceError('not-supported', `this scanner does not take ${abilityFor(target)}`));
    }
    const fingers = fingersToTake(target, options.exceptions ?? []);
    if (fingers.length === 0) return ok([]);
    let isWaiting = false;
    const onReady = (): void => {
      if (!isWaiting) onProgress({ phase: 'waiting-for-finger' });
      isWaiting = true;
    };
    const { requestedScore, fingerTimeoutMs = DEFAULT_FINGER_TIMEOUT_MS } = this.#options;
    const captured = await this.#session.capture(onWire(target, fingers), signal, {
      timeoutMs: options.fingerTimeoutMs ?? fingerTimeoutMs,
      ...(requestedScore === undefined ? {} : { requestedScore }),
      ...(isRolled(target) ? { customOptions: ROLLED } : {}),
      onReady,
      onFrame: (jpeg) => {
        onReady();
        onProgress({ phase: 'preview', jpeg });
      },
    });
    if (!captured.ok) return captured;
    return takenPrints(target, fingers, captured.value.samples);
  }

  /** The device captures by itself, from fingers that were laid down since it was asked. */
  waitForLift(): Promise<Result<void, DeviceError>> {
    return Promise.resolve(ok(undefined));
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

function isRolled(target: PrintTarget): boolean {
  return target.kind === 'single' && target.impression === 'live-rolled';
}

function abilityFor(target: PrintTarget): FingerprintAbility {
  if (target.kind === 'slap') return 'slaps-4-4-2';
  return isRolled(target) ? 'single-rolled' : 'single-plain';
}

/** In the order in which the prints are given. */
function fingersToTake(
  target: PrintTarget,
  exceptions: readonly FingerPosition[],
): readonly FingerPosition[] {
  if (target.kind === 'single') return [target.position];
  return SLAP_FINGERS[target.slap].filter((finger) => !exceptions.includes(finger));
}

function onWire(target: PrintTarget, fingers: readonly FingerPosition[]): CaptureTarget {
  if (target.kind === 'single') return { kind: 'single-print', position: target.position };
  const exceptions = SLAP_FINGERS[target.slap].filter((finger) => !fingers.includes(finger));
  return { kind: target.slap, exceptions };
}

/** The samples in the order of the fingers, whatever order they came in. */
function takenPrints(
  target: PrintTarget,
  fingers: readonly FingerPosition[],
  samples: readonly SbiSample[],
): Result<readonly TakenPrint[], DeviceError> {
  const prints: TakenPrint[] = [];
  for (const position of fingers) {
    const sample = samples.find((one) => one.modality === 'finger' && one.position === position);
    // The answer was checked to have each finger that was asked for.
    if (sample?.modality !== 'finger') throw new Error(`no sample of the ${position}`);
    const print = takenPrint(isRolled(target) ? 'live-rolled' : 'live-plain', sample);
    if (!print.ok) return print;
    prints.push(print.value);
  }
  return ok(prints);
}

function takenPrint(
  impression: Impression,
  sample: SbiSample & { readonly modality: 'finger' },
): Result<TakenPrint, DeviceError> {
  const { position, print, qualityScore } = sample;
  if (!isOfImpression(impression, print.impressionCode)) {
    const detail = `a record of impression ${print.impressionCode} where ${impression} was asked for`;
    return err(deviceError('bad-payload', detail));
  }
  const encoded = encodedPrint(print);
  if (!encoded.ok) return encoded;
  const picture = { kind: 'encoded', print: encoded.value } as const;
  return ok({ position, impression, picture, deviceQuality: qualityScore });
}

/** Devices that lay a finger on say 0, or that they do not know; that a finger was rolled must be said. */
function isOfImpression(impression: Impression, code: number): boolean {
  switch (impression) {
    case 'live-plain':
      return code === IMPRESSION_CODE.livePlain || code === IMPRESSION_CODE.unknown;
    case 'live-rolled':
      return code === IMPRESSION_CODE.liveRolled;
  }
}

function encodedPrint(print: FingerRepresentation): Result<EncodedPrint, DeviceError> {
  const { compression, bitDepth, widthPixels, heightPixels, resolutionPpi, image } = print;
  if (compression === 'bit-packed' || bitDepth !== 8) {
    return err(deviceError('unsupported-image', `${compression}, ${bitDepth} bits a pixel`));
  }
  return ok({ compression, bytes: image, widthPixels, heightPixels, resolutionPpi });
}
