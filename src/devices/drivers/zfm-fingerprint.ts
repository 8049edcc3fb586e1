import { setTimeout as delay } from 'node:timers/promises';

import type { GrayImage } from '../../domain/gray-image.ts';
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
} from '../modality.ts';
import { getImage, handshake, uploadImage, verifyPassword } from '../protocols/zfm/commands.ts';
import { CONFIRMATION, confirmationInWords } from '../protocols/zfm/confirmation.ts';
import type { Acknowledgement } from '../protocols/zfm/exchange.ts';
import type { ClosedReason, Transport } from '../transports/transport.ts';
import { connectZfm } from './zfm-connect.ts';
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
  const firmware = product?.hardwareVersion ?? identity?.firmware;
  return {
    make: product === undefined ? (identity?.make ?? 'ZhianTec') : 'Grow',
    model: product?.model ?? identity?.model ?? 'ZFM-20',
    serialNumber: product?.serialNumber || identity?.serialNumber || '',
    ...(firmware === undefined ? {} : { firmware }),
    ...connection.geometry,
    resolutionPpi: 500,
  };
}

class ZfmFingerprintScanner implements FingerprintScanner {
  readonly info: FingerprintScannerInfo;
  readonly #connection: ZfmConnection;
  readonly #transport: Transport;
  readonly #options: ZfmFingerprintOptions;
  #isBusy = false;
  #check: Promise<Result<void, DeviceError>> | undefined;

  constructor(connection: ZfmConnection, options: ZfmFingerprintOptions) {
    this.info = describe(connection, options.identity);
    this.#connection = connection;
    this.#transport = options.transport;
    this.#options = options;
  }

  capture(
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void = () => {},
    options: CaptureOptions = {},
  ): Promise<Result<GrayImage, DeviceError>> {
    return this.#exclusively(async () => {
      onProgress({ phase: 'waiting-for-finger' });
      const taken = await this.#lookUntil('finger', signal, options);
      if (!taken.ok) return taken;
      return this.#upload(signal, onProgress);
    });
  }

  waitForLift(
    signal: AbortSignal,
    options: CaptureOptions = {},
  ): Promise<Result<void, DeviceError>> {
    return this.#exclusively(() => this.#lookUntil('no finger', signal, options));
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
    const shaken = await link.request(handshake(), { silenceMs: CHECK_MS });
    if (shaken.ok) return ok(undefined);
    if (shaken.error.code !== 'no-answer') return shaken;
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

  /** Takes pictures until there is one with, or without, a finger. */
  async #lookUntil(
    wanted: 'finger' | 'no finger',
    signal: AbortSignal,
    options: CaptureOptions,
  ): Promise<Result<void, DeviceError>> {
    const timeoutMs =
      options.fingerTimeoutMs ?? this.#options.fingerTimeoutMs ?? DEFAULT_FINGER_TIMEOUT_MS;
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const looked = await this.#look(signal);
      if (!looked.ok) return looked;
      if (looked.value === wanted) return ok(undefined);
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

  async #upload(
    signal: AbortSignal,
    onProgress: (progress: CaptureProgress) => void,
  ): Promise<Result<GrayImage, DeviceError>> {
    let image = new IncomingImage(this.#connection.geometry, onProgress);
    const answer = await this.#tryAgain(async () => {
      image = new IncomingImage(this.#connection.geometry, onProgress);
      const sent = await this.#connection.link.request(uploadImage(), {
        silenceMs: UPLOAD_SILENCE_MS,
        signal,
        onData: (bytes) => image.add(bytes),
      });
      if (!sent.ok || sent.value.confirmationCode !== CONFIRMATION.ok || image.isWhole) return sent;
      return err(deviceError('wrong-answer', `a picture of ${image.receivedBytes} bytes`));
    });
    if (!answer.ok) return answer;
    const code = answer.value.confirmationCode;
    if (code !== CONFIRMATION.ok)
      return err(deviceError('sensor-fault', confirmationInWords(code)));
    return ok(image.finish());
  }

  /** Asks again where the answer was damaged on the way, in either direction. */
  async #tryAgain(
    ask: () => Promise<Result<Acknowledgement, DeviceError>>,
  ): Promise<Result<Acknowledgement, DeviceError>> {
    let answer = await ask();
    for (let attempt = 2; attempt <= ATTEMPTS; attempt += 1) {
      const wasDamaged = answer.ok
        ? answer.value.confirmationCode === CONFIRMATION.packetError
        : answer.error.code === 'wrong-answer';
      if (!wasDamaged) return answer;
      answer = await ask();
    }
    return answer;
  }
}
