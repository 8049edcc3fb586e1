import type { GrayImage } from '../../domain/gray-image.ts';
import { readLineRate } from './line-rate.ts';
import { PacedWriter } from './paced.ts';
import { openPty } from './pty.ts';
import type { Pty } from './pty.ts';
import { ZfmDevice } from './zfm-device.ts';
import type { ZfmProfile } from './zfm-device.ts';

export interface SerialEmulatorOptions {
  /** Where the host finds the port. */
  readonly path: string;
  readonly profile: ZfmProfile;
  readonly baudRate: number;
  /** `real`: bytes take the time that the line rate gives them, and a host at another rate is not understood. */
  readonly pace: 'real' | 'none';
  readonly password?: number;
}

/** Taking a picture lasts about so long on the optical modules of the family (ZFM user manual 2.0, 2: under 1 s). */
const REAL_EXPOSURE_MS = 200;

/** The host changes its rate between commands; so often is looked. */
const RATE_CHECK_MS = 150;

/** A fingerprint module at the end of a cable: the device, its line, and the hand that plugs and pulls it. */
export class SerialEmulator {
  readonly #options: SerialEmulatorOptions;
  readonly #device: ZfmDevice;
  readonly #line: PacedWriter;
  #pty: Pty | undefined;
  #bytesUntilUnplug: number | undefined;
  #baudRate: number;
  #rateCheckedAt = Number.NEGATIVE_INFINITY;
  #isHostAtRate = true;
  #received: Promise<void> = Promise.resolve();

  constructor(options: SerialEmulatorOptions) {
    this.#options = options;
    this.#baudRate = options.baudRate;
    const isReal = options.pace === 'real';
    this.#line = new PacedWriter(
      (bytes) => this.#transmit(bytes),
      isReal ? options.baudRate : undefined,
    );
    this.#device = new ZfmDevice({
      profile: options.profile,
      baudRate: options.baudRate,
      exposureMs: isReal ? REAL_EXPOSURE_MS : 0,
      ...(options.password === undefined ? {} : { password: options.password }),
      send: (bytes) => this.#line.send(bytes),
      isSending: () => this.#line.isSending,
      onBaudRate: (baudRate) => {
        this.#baudRate = baudRate;
        this.#line.setBaudRate(baudRate);
      },
    });
  }

  get device(): ZfmDevice {
    return this.#device;
  }

  get path(): string {
    return this.#options.path;
  }

  async plug(): Promise<void> {
    if (this.#pty !== undefined) return;
    this.#pty = await openPty(this.#options.path, (bytes) => this.#hear(bytes));
    this.#rateCheckedAt = Number.NEGATIVE_INFINITY;
    this.#device.powerOn();
  }

  async unplug(): Promise<void> {
    const pty = this.#pty;
    this.#pty = undefined;
    this.#bytesUntilUnplug = undefined;
    this.#line.stop();
    this.#device.powerOff();
    await pty?.close();
  }

  /** Pulls the cable when so many more bytes have left the device. */
  unplugAfter(bytes: number): void {
    this.#bytesUntilUnplug = bytes;
  }

  place(image: GrayImage): void {
    this.#device.place(image);
  }

  #transmit(bytes: Uint8Array): void {
    if (this.#bytesUntilUnplug === undefined) {
      this.#pty?.write(bytes);
      return;
    }
    this.#pty?.write(bytes.subarray(0, this.#bytesUntilUnplug));
    this.#bytesUntilUnplug = Math.max(0, this.#bytesUntilUnplug - bytes.length);
    if (this.#bytesUntilUnplug === 0) void this.unplug();
  }

  #hear(bytes: Uint8Array): void {
    if (this.#options.pace === 'none') {
      this.#device.receive(bytes);
      return;
    }
    this.#received = this.#received.then(async () => {
      if (await this.#understands()) this.#device.receive(bytes);
    });
  }

  /** A pseudo terminal carries bytes at any rate; a real line garbles what comes at another rate than the device's. */
  async #understands(): Promise<boolean> {
    const pty = this.#pty;
    const now = performance.now();
    if (now - this.#rateCheckedAt > RATE_CHECK_MS && pty !== undefined) {
      this.#rateCheckedAt = now;
      try {
        this.#isHostAtRate = (await readLineRate(pty.path)) === this.#baudRate;
      } catch (cause) {
        // The cable was pulled while the rate was read; any other failure is a surprise.
        if (this.#pty === pty) throw cause;
      }
    }
    return this.#isHostAtRate && this.#pty !== undefined && this.#pty === pty;
  }
}
