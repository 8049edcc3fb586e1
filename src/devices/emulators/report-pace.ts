/** A full-speed interrupt endpoint is polled once a frame, which is a millisecond (USB 2.0, 5.7.4). */
const FRAME_MS = 1;

/** A timer that comes late does not bring back the frames that have passed, but for a few. */
const FRAMES_AT_ONCE = 4;

/** Hands reports to an endpoint no faster than a full-speed bus takes them: one a millisecond. */
export class ReportPace {
  readonly #write: (report: Uint8Array) => boolean;
  #waiting: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #polledAt = 0;
  #drained = Promise.withResolvers<void>();

  /** @param write false when the endpoint does not take the report yet */
  constructor(write: (report: Uint8Array) => boolean) {
    this.#write = write;
    this.#drained.resolve();
  }

  /** Whether reports are still on their way. */
  get isSending(): boolean {
    return this.#timer !== undefined;
  }

  /** Answers when no report is on its way. */
  drained(): Promise<void> {
    return this.#drained.promise;
  }

  send(report: Uint8Array): void {
    this.#waiting.push(report);
    if (this.#timer !== undefined) return;
    this.#drained = Promise.withResolvers<void>();
    this.#polledAt = performance.now();
    this.#timer = setInterval(() => this.#poll(), FRAME_MS);
  }

  /** Forgets what has not left. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#drained.resolve();
  }

  #poll(): void {
    const now = performance.now();
    const frames = Math.floor((now - this.#polledAt) / FRAME_MS);
    if (frames === 0) return;
    this.#polledAt = frames > FRAMES_AT_ONCE ? now : this.#polledAt + frames * FRAME_MS;
    for (let frame = 0; frame < Math.min(frames, FRAMES_AT_ONCE); frame += 1) {
      const [head] = this.#waiting;
      if (head === undefined) break;
      if (!this.#write(head)) return;
      this.#waiting.shift();
    }
    if (this.#waiting.length === 0) this.stop();
  }
}
