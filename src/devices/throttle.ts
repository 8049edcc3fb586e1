/**
 * Lets through at most one in so many milliseconds of what comes at any rate. It keeps the average, not the gap: a stream
 * that is a little faster than that loses few, and not every other one.
 */
export class Throttle {
  readonly #everyMs: number;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether the one that has come now may pass. */
  passes(now: number = performance.now()): boolean {
    if (now < this.#nextAt) return false;
    // What was not used in a pause is not made up for, but for one.
    this.#nextAt = Math.max(this.#nextAt + this.#everyMs, now);
    return true;
  }
}
