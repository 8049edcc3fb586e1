/** One start bit, eight data bits, one stop bit. */
const BITS_PER_BYTE = 10;

/** Bytes leave in portions about so far apart. The average is exact, for it is counted from the start of the burst. */
const TICK_MS = 5;

/**
 * Hands bytes on no faster than a serial line of the given rate would. Without a rate it hands them on at once.
 */
export class PacedWriter {
  readonly #write: (bytes: Uint8Array) => void;
  #baudRate: number | undefined;
  #queue: Uint8Array[] = [];
  #burstStartedAt = 0;
  #burstSentBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (bytes: Uint8Array) => void, baudRate: number | undefined) {
    this.#write = write;
    this.#baudRate = baudRate;
  }

  /** Whether bytes are still on their way. */
  get isSending(): boolean {
    return this.#timer !== undefined;
  }

  send(bytes: Uint8Array): void {
    if (this.#baudRate === undefined) return this.#write(bytes);
    this.#queue.push(bytes);
    if (this.#timer !== undefined) return;
    this.#startBurst();
  }

  /** For the bytes after those that are already on their way. */
  setBaudRate(baudRate: number): void {
    if (this.#baudRate === undefined || this.#baudRate === baudRate) return;
    this.#flush();
    this.#baudRate = baudRate;
  }

  /** Forgets what has not left. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#queue = [];
  }

  #startBurst(): void {
    this.#burstStartedAt = performance.now();
    this.#burstSentBytes = 0;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    const elapsedMs = performance.now() - this.#burstStartedAt;
    const dueBytes = Math.floor((elapsedMs * (this.#baudRate ?? 0)) / (1000 * BITS_PER_BYTE));
    let budget = dueBytes - this.#burstSentBytes;
    while (budget > 0) {
      const head = this.#queue.shift();
      if (head === undefined) return this.stop();
      const part = head.subarray(0, budget);
      if (part.length < head.length) this.#queue.unshift(head.subarray(part.length));
      budget -= part.length;
      this.#burstSentBytes += part.length;
      this.#write(part);
    }
    if (this.#queue.length === 0) this.stop();
  }

  #flush(): void {
    const rest = this.#queue;
    this.stop();
    for (const bytes of rest) this.#write(bytes);
  }
}
