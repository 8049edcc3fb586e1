import type { Traffic } from '../transports/traffic.ts';

/** How fast bytes have come from a device: what the technician compares with what its line allows. */
export class TransferRate {
  #last: { readonly at: number; readonly receivedBytes: number } | undefined;
  #receivedBytes = 0;
  #sentBytes = 0;
  #highestBytesPerSecond = 0;

  note({ receivedBytes, sentBytes }: Traffic): void {
    const at = performance.now();
    const seconds = this.#last === undefined ? 0 : (at - this.#last.at) / 1000;
    const rate = seconds > 0 ? (receivedBytes - (this.#last?.receivedBytes ?? 0)) / seconds : 0;
    this.#highestBytesPerSecond = Math.max(this.#highestBytesPerSecond, Math.round(rate));
    this.#last = { at, receivedBytes };
    this.#receivedBytes = receivedBytes;
    this.#sentBytes = sentBytes;
  }

  get figures(): DeviceTraffic {
    return {
      receivedBytes: this.#receivedBytes,
      sentBytes: this.#sentBytes,
      highestBytesPerSecond: this.#highestBytesPerSecond,
    };
  }
}

/** Since the device was opened. */
export interface DeviceTraffic extends Traffic {
  /** Received, in the fastest half second. */
  readonly highestBytesPerSecond: number;
}
