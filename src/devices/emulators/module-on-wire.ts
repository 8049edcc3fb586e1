import type { GrayImage } from '../../domain/gray-image.ts';
import type { Unsubscribe } from '../listeners.ts';
import { isZfmDeviceFault } from './faults.ts';
import type { LineFault, ZfmDeviceFault } from './faults.ts';
import { LineFaults } from './line-faults.ts';
import { ZfmDevice } from './zfm-device.ts';
import type { ZfmProfile } from './zfm-device.ts';

/** The device's end of a line of bytes that can be pulled and plugged. */
export interface ByteWire {
  send(bytes: Uint8Array): void;
  /** Whether bytes are still leaving. */
  isSending(): boolean;
  /** Answers when what was sent has left. */
  drained(): Promise<void>;
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe;
  plug(): Promise<void>;
  /** What has not left is lost. */
  unplug(): Promise<void>;
  stop(): Promise<void>;
}

/** The emulated module does not say its rate where the line has none. */
const BAUD_RATE = 57_600;

/** A fingerprint module of the ZFM family at the end of any wire, with the hand that plugs and pulls it. */
export class ModuleOnWire {
  readonly device: ZfmDevice;
  readonly #wire: ByteWire;
  readonly #packets: LineFaults;
  #bytesUntilUnplug: number | undefined;

  /** @param wire plugged */
  constructor(profile: ZfmProfile, wire: ByteWire) {
    this.#wire = wire;
    this.#packets = new LineFaults((bytes) => this.#send(bytes));
    this.device = new ZfmDevice({
      profile,
      baudRate: BAUD_RATE,
      send: (packet) => this.#packets.pass(packet),
      isSending: () => wire.isSending(),
    });
    wire.onData((bytes) => {
      this.#packets.hear(bytes);
      this.device.receive(bytes);
    });
    this.device.powerOn();
  }

  place(image: GrayImage): void {
    this.device.place(image);
  }

  /** What goes wrong with the module and its packets. */
  order(fault: LineFault | ZfmDeviceFault): void {
    if (isZfmDeviceFault(fault)) this.device.order(fault);
    else this.#packets.order(fault);
  }

  /** Module and packets are well again. */
  clear(): void {
    this.device.clear();
    this.#packets.clear();
  }

  async plug(): Promise<void> {
    await this.#wire.plug();
    this.device.powerOn();
  }

  async unplug(): Promise<void> {
    this.#bytesUntilUnplug = undefined;
    this.#packets.forget();
    this.device.powerOff();
    await this.#wire.unplug();
  }

  /** Pulls the cable when so many more bytes have left the device. */
  unplugAfter(bytes: number): void {
    this.#bytesUntilUnplug = bytes;
  }

  async stop(): Promise<void> {
    this.#packets.forget();
    this.device.powerOff();
    await this.#wire.stop();
  }

  #send(bytes: Uint8Array): void {
    const left = this.#bytesUntilUnplug;
    if (left === 0) return;
    this.#wire.send(left === undefined ? bytes : bytes.subarray(0, left));
    if (left === undefined) return;
    this.#bytesUntilUnplug = Math.max(0, left - bytes.length);
    if (this.#bytesUntilUnplug === 0) void this.#wire.drained().then(() => this.unplug());
  }
}
