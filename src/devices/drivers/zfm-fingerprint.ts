import { setTimeout as delay } from 'node:timers/promises';

import type { GrayImage } from '../../domain/gray-image.ts';
import type { PrintTarget } from '../../domain/print-target.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import type {
  CaptureOptions,
  CaptureProgress,
  DeviceInfo,
  FingerprintScanner,
  FingerprintScannerInfo,
  TakenPrint,
} from '../modality.ts';
import { getImage, handshake, uploadImage, verifyPassword } from '../protocols/zfm/commands.ts';
import { CONFIRMATION, confirmationInWords } from '../protocols/zfm/confirmation.ts';
import type { Acknowledgement } from '../protocols/zfm/exchange.ts';
import type { ClosedReason, Transport } from '../transports/transport.ts';
import { STATION_PPI, stationGeometry } from './station-scale.ts';
import { connectZfm, systemOf } from './zfm-connect.ts';
import type { ZfmConnection, ZfmConnectOptions } from './zfm-connect.ts';
import { IncomingImage } from './zfm-incoming-image.ts';

export interface ZfmFingerprintOptions extends ZfmConnectOptions {
  /** Pause between two looks for a finger. */
  readonly pollIntervalMs?: number;
  readonly fingerTimeoutMs?: number;
  /** What the port says of itself, for modules that do not know their own name. */
  readonly identity?: Partial<DeviceInfo>;
}

/** Taking a picture takes up to a second on the slower modules of the family. */
const GET_IMAGE_MS = 2_000;

/** Silence in the middle of an upload: at 9600 bit/s a packet of 256 bytes takes 280 ms. */
const UPLOAD_SILENCE_MS = 1_000;

/** A module answers within milliseconds; a machine under load may read it late. */
const CHECK_MS = 1_500;

/** A damaged answer is asked for again this often; the picture stays in the module's buffer. */
const ATTEMPTS = 3;

/** What a module says to a damaged command, or to the look before, and not to an upload. */
const NOT_OF_UPLOAD: readonly number[] = [
  CONFIRMATION.packetError,
  CONFIRMATION.noFinger,
  CONFIRMATION.imageFailed,
];

const DEFAULT_POLL_INTERVAL_MS = 80;
const DEFAULT_FINGER_TIMEOUT_MS = 30_000;

/** Opens the port of a fingerprint module of the ZFM family and makes it ready for captures. */
export async function openZfmFingerprintScanner(
  options: ZfmFingerprintOptions,
): Promise<Result<FingerprintScanner, DeviceError>> {
  const connected = await connectZfm(options);
  if (!connected.ok) return connected;
  return ok(new ZfmFingerprintScanner(connected.value, options));
}

function describe(
  connection: ZfmConnection,
  identity: Partial<DeviceInfo> | undefined,
): FingerprintScannerInfo {
  const product = connection.productInfo;
  const firmware = firmwareOf(connection, identity);
  return {
    make: product === undefined ? (identity?.make ?? 'ZhianTec') : 'Grow',
    model: product?.model ?? identity?.model ?? 'ZFM-20',
    serialNumber: product?.serialNumber || identity?.serialNumber || '',
    ...(firmware === undefined ? {} : { firmware }),
    abilities: ['single-plain'],
    ...stationGeometry(connection.pictureSize.sensor),
    resolutionPpi: STATION_PPI,
  };
}

function firmwareOf(
  { firmwareVersion, productInfo, systemParameters }: ZfmConnection,
  identity: Partial<DeviceInfo> | undefined,
): string | undefined {
  const said = firmwareVersion ?? productInfo?.hardwareVersion ?? identity?.firmware;
  return said ?? systemOf(systemParameters);
}

interface Upload {
  readonly picture: Result<GrayImage, DeviceError>;
  /** Whether the module sent any of it. */
  readonly hasBegun: boolean;
}

/** Whether another try would be told the same. */
function isHopeless(picture: Result<unknown, DeviceError>): boolean {
  return !picture.ok && picture.error.code !== 'wrong-answer' && picture.error.code !== 'no-answer';
}

class ZfmFingerprintScanner implements FingerprintScanner {
  readonly #connection: ZfmConnection;
  readonly #transport: Transport;
  readonly #options: ZfmFingerprintOptions;
  #isBusy = false;
  #check: Promise<Result<void, DeviceError>> | undefined;

  constructor(connection: ZfmConnection, options: ZfmFingerprintOptions) {
    this.#connection = connection;
    this.#transport = options.transport;
    this.#options = options;
  }

  /** The size of the picture is certain with the first one, where the module does not say it. */
  get info(): FingerprintScannerInfo {
    return describe(this.#connection, this.#options.identity);
  }

  async capture(
    target: PrintTarget,
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void = () => {},
    options: CaptureOptions = {},
  ): Promise<Result<readonly TakenPrint[], DeviceError>> {
    if (target.kind !== 'single' || target.impression !== 'live-plain') {
      return err(deviceError('not-supported', 'a module of this family takes single plain prints'));
    }
    return this.#exclusively(async () => {
      const image = await this.#take(signal, onProgress, options);
      if (!image.ok) return image;
      const { position, impression } = target;
      const picture = { kind: 'gray', image: image.value } as const;
      return ok([{ position, impression, picture, deviceQuality: null }]);
    });
  }

  waitForLift(
    signal: AbortSignal,
    options: CaptureOptions = {},
  ): Promise<Result<void, DeviceError>> {
    return this.#exclusively(async () => {
      const lifted = await this.#lookUntil('no finger', signal, options);
      return lifted.ok ? ok(undefined) : lifted;
    });
  }

  async checkAlive(): Promise<Result<void, DeviceError>> {
    if (this.#isBusy) return err(deviceError('busy', 'a capture runs, which tells as much'));
    this.#check ??= this.#ask().finally(() => {
      this.#check = undefined;
    });
    return this.#check;
  }

  async #ask(): Promise<Result<void, DeviceError>> {
    const { link } = this.#connection;
    if (this.#options.quirks?.includes('no-handshake') !== true) {
      const shaken = await link.request(handshake(), { silenceMs: CHECK_MS });
      if (shaken.ok) return ok(undefined);
      if (shaken.error.code !== 'no-answer') return shaken;
    }
    // Modules older than the handshake may keep silent on it, but never on the password.
    const command = verifyPassword(this.#options.password ?? 0);
    const answer = await link.request(command, { silenceMs: CHECK_MS });
    return answer.ok ? ok(undefined) : answer;
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#transport.onClosed(listener);
  }

  async close(): Promise<void> {
    this.#connection.link.detach();
    await this.#transport.close();
  }

  async #exclusively<T>(
    work: () => Promise<Result<T, DeviceError>>,
  ): Promise<Result<T, DeviceError>> {
    if (this.#isBusy) return err(deviceError('busy', 'another command runs on this scanner'));
    this.#isBusy = true;
    try {
      // A check takes milliseconds: the officer's capture waits for it and is not refused.
      await this.#check;
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }

  /**
   * Looks for a finger and reads its picture. Both are done again when it is in doubt that the module said it had seen
   * one: an answer came that nobody had asked for, or no picture began. It may have said "no finger", and have the picture
   * of another one in its buffer.
   */
  async #take(
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void,
    options: CaptureOptions,
  ): Promise<Result<GrayImage, DeviceError>> {
    const { link, pictureSize } = this.#connection;
    let failure = deviceError('wrong-answer', 'answers come that nobody asked for');
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const isWaiting = (): void => onProgress({ phase: 'waiting-for-finger' });
      const taken = await this.#lookUntil('finger', signal, options, isWaiting);
      if (!taken.ok) return taken;
      pictureSize.begin();
      const upload = await this.#upload(signal, onProgress);
      const isInDoubt = link.strays !== taken.value || !upload.hasBegun;
      if (!isInDoubt || isHopeless(upload.picture)) return upload.picture;
      if (!upload.picture.ok) failure = upload.picture.error;
    }
    return err(failure);
  }

  /**
   * Takes pictures until there is one with, or without, a finger.
   *
   * @param onFirstAnswer the module has answered for the first time
   * @returns how many strays the link had heard when the deciding picture was asked for
   */
  async #lookUntil(
    wanted: 'finger' | 'no finger',
    signal: AbortSignal,
    options: CaptureOptions,
    onFirstAnswer?: () => void,
  ): Promise<Result<number, DeviceError>> {
    const { link } = this.#connection;
    const timeoutMs =
      options.fingerTimeoutMs ?? this.#options.fingerTimeoutMs ?? DEFAULT_FINGER_TIMEOUT_MS;
    const deadline = performance.now() + timeoutMs;
    for (let looks = 1; ; looks += 1) {
      const strays = link.strays;
      const looked = await this.#look(signal);
      if (!looked.ok) return looked;
      if (looks === 1) onFirstAnswer?.();
      // What a stray may have said is not believed.
      if (looked.value === wanted && link.strays === strays) return ok(strays);
      if (performance.now() >= deadline) {
        return err(deviceError('finger-timeout', `waited ${timeoutMs} ms for ${wanted}`));
      }
      const paused = await this.#pause(signal);
      if (!paused.ok) return paused;
    }
  }

  async #pause(signal: AbortSignal): Promise<Result<void, DeviceError>> {
    try {
      await delay(this.#options.pollIntervalMs ?? DEFAULT_POLL_INTERVAL_MS, undefined, { signal });
      return ok(undefined);
    } catch (cause) {
      if (signal.aborted) return err(deviceError('cancelled', 'between two looks for a finger'));
      throw cause;
    }
  }

  async #look(
    signal: AbortSignal,
  ): Promise<Result<'finger' | 'no finger' | 'unclear', DeviceError>> {
    const answer = await this.#tryAgain(() =>
      this.#connection.link.request(getImage(), { silenceMs: GET_IMAGE_MS, signal }),
    );
    if (!answer.ok) return answer;
    const code = answer.value.confirmationCode;
    if (code === CONFIRMATION.ok) return ok('finger');
    if (code === CONFIRMATION.noFinger) return ok('no finger');
    if (code === CONFIRMATION.imageFailed) return ok('unclear');
    return err(deviceError('sensor-fault', confirmationInWords(code)));
  }

  /** Asks for the picture in the module's buffer, and again while it comes damaged. */
  async #upload(
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void,
  ): Promise<Upload> {
    const { pictureSize } = this.#connection;
    let image = new IncomingImage(pictureSize.sensor, onProgress);
    let answer = await this.#uploadOnce(image, signal);
    for (let attempt = 2; attempt <= ATTEMPTS; attempt += 1) {
      const isDamaged = !answer.ok && answer.error.code === 'wrong-answer' && image.hasBegun;
      if (!isDamaged) break;
      image = new IncomingImage(pictureSize.sensor, onProgress);
      answer = await this.#uploadOnce(image, signal);
    }
    const picture = answer.ok ? ok(image.finish(pictureSize.sensor)) : answer;
    return { picture, hasBegun: image.hasBegun };
  }

  async #uploadOnce(image: IncomingImage, signal: AbortSignal): Promise<Result<void, DeviceError>> {
    const { link } = this.#connection;
    const sent = await link.request(uploadImage(), {
      silenceMs: UPLOAD_SILENCE_MS,
      signal,
      onData: (bytes) => image.add(bytes),
    });
    if (!sent.ok) return sent;
    const code = sent.value.confirmationCode;
    if (code === CONFIRMATION.ok) return this.#judge(image.packed);
    const isOfUpload = !NOT_OF_UPLOAD.includes(code);
    return err(
      deviceError(isOfUpload ? 'sensor-fault' : 'wrong-answer', confirmationInWords(code)),
    );
  }

  #judge(packed: Uint8Array): Result<void, DeviceError> {
    const { pictureSize } = this.#connection;
    const { widthPixels, heightPixels } = pictureSize.sensor;
    const detail = `a picture of ${packed.length} bytes for ${widthPixels} × ${heightPixels} pixels`;
    switch (pictureSize.judge(packed)) {
      case 'whole':
        return ok(undefined);
      case 'ask-again':
        return err(deviceError('wrong-answer', detail));
      case 'contradiction':
        return err(deviceError('wrong-firmware', detail));
    }
  }

  /**
   * Asks again where the answer was damaged on the way, in either direction, and once where none came: a command may be
   * lost too, and a module that works on something else hears nothing.
   */
  async #tryAgain(
    ask: () => Promise<Result<Acknowledgement, DeviceError>>,
  ): Promise<Result<Acknowledgement, DeviceError>> {
    let answer = await ask();
    for (let attempt = 2; attempt <= ATTEMPTS && mayHelp(answer, attempt); attempt += 1) {
      answer = await ask();
    }
    return answer;
  }
}

function mayHelp(answer: Result<Acknowledgement, DeviceError>, attempt: number): boolean {
  if (answer.ok) return answer.value.confirmationCode === CONFIRMATION.packetError;
  const { code } = answer.error;
  return code === 'wrong-answer' || (code === 'no-answer' && attempt === 2);
}
