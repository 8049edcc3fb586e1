import type { LineFault } from './faults.ts';
import { LineFaults } from './line-faults.ts';
import { readLineRate } from './line-rate.ts';
import { PacedWriter } from './paced.ts';
import { openPty } from './pty.ts';
import type { Pty } from './pty.ts';

/** What hangs at the end of the line. */
export interface LineDevice {
  receive(bytes: Uint8Array): void;
  powerOn(): void;
  powerOff(): void;
}

export interface EmulatedLineOptions {
  /** Where the host finds the port. */
  readonly path: string;
  readonly baudRate: number;
  /** `real`: bytes take the time that the line rate gives them, and a host at another rate is not understood. */
  readonly pace: 'real' | 'none';
}

/** The cable of an emulated serial device, with the hand that plugs and pulls it and the faults that were ordered. */
export class EmulatedLine {
  readonly #options: EmulatedLineOptions;
  readonly #writer: PacedWriter;
  readonly #faults: LineFaults;
  #device: LineDevice | undefined;
  #pty: Pty | undefined;
  #baudRate: number;
  #bytesUntilUnplug: number | undefined;
  #pulled: Promise<void> = Promise.resolve();
  #received: Promise<void> = Promise.resolve();

  constructor(options: EmulatedLineOptions) {
    this.#options = options;
    this.#baudRate = options.baudRate;
    const rate = options.pace === 'real' ? options.baudRate : undefined;
    this.#writer = new PacedWriter((bytes) => this.#transmit(bytes), rate);
    this.#faults = new LineFaults((bytes) => this.#writer.send(bytes));
  }

  get path(): string {
    return this.#options.path;
  }

  get baudRate(): number {
    return this.#baudRate;
  }

  get isPlugged(): boolean {
    return this.#pty !== undefined;
  }

  /** Whether bytes are still on their way to the host. */
  get isSending(): boolean {
    return this.#writer.isSending || this.#faults.isLate;
  }

  attach(device: LineDevice): void {
    this.#device = device;
  }

  /** One answer of the device. */
  send(answer: Uint8Array): void {
    if (this.#pty !== undefined) this.#faults.pass(answer);
  }

  /** The device works at this rate from its next byte on. */
  setBaudRate(baudRate: number): void {
    this.#baudRate = baudRate;
    this.#writer.setBaudRate(baudRate);
  }

  order(fault: LineFault): void {
    this.#faults.order(fault);
  }

  /** The line is good again, and nobody is about to pull it. */
  clear(): void {
    this.#bytesUntilUnplug = undefined;
    this.#faults.clear();
  }

  async plug(): Promise<void> {
    if (this.#pty !== undefined) return;
    // The port of the cable that was pulled a moment ago goes away first.
    await this.#pulled;
    const pty: Pty = await openPty(this.path, (bytes) => this.#hear(bytes));
    this.#pty = pty;
    this.#device?.powerOn();
  }

  /** Faults of the line go with the cable. */
  unplug(): Promise<void> {
    const pty = this.#pty;
    this.#pty = undefined;
    this.#bytesUntilUnplug = undefined;
    this.#faults.forget();
    this.#writer.stop();
    this.#device?.powerOff();
    if (pty !== undefined) this.#pulled = pty.close();
    return this.#pulled;
  }

  /** Pulls the cable when so many more bytes have left the device. */
  unplugAfter(bytes: number): void {
    this.#bytesUntilUnplug = bytes;
  }

  #transmit(bytes: Uint8Array): void {
    const left = this.#bytesUntilUnplug;
    this.#pty?.write(left === undefined ? bytes : bytes.subarray(0, left));
    if (left === undefined) return;
    this.#bytesUntilUnplug = Math.max(0, left - bytes.length);
    if (this.#bytesUntilUnplug === 0) void this.unplug();
  }

  #hear(bytes: Uint8Array): void {
    // Said into a cable that was pulled.
    if (this.#pty === undefined) return;
    this.#faults.hear(bytes);
    if (this.#options.pace === 'none') {
      this.#device?.receive(bytes);
      return;
    }
    this.#received = this.#received.then(async () => {
      if (await this.#understands()) this.#device?.receive(bytes);
    });
  }

  /** A pseudo terminal carries bytes at any rate; a real line garbles what comes at another rate than the device's. */
  async #understands(): Promise<boolean> {
    const pty = this.#pty;
    if (pty === undefined) return false;
    const baudRate = this.#baudRate;
    try {
      const isHostAtRate = (await readLineRate(pty.path)) === baudRate;
      return isHostAtRate && this.#pty === pty;
    } catch (cause) {
      // The cable was pulled while the rate was read; any other failure is a surprise.
      if (this.#pty === pty) throw cause;
      return false;
    }
  }
}
