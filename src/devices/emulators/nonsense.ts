/** Bytes that mean nothing, and are the same in every run (a linear congruential sequence). */
export class Nonsense {
  #state = 1;

  bytes(sizeBytes: number): Uint8Array {
    return Uint8Array.from({ length: sizeBytes }, () => this.#next());
  }

  #next(): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 16) & 0xff;
  }
}
