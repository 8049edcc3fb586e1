/** How much too early a timer rings at most: it counts whole milliseconds of a clock that stands still meanwhile. */
const TIMER_MS = 2;

/** One motor: where it is, and where it is going at constant speed. */
export class MovingAxis {
  #from = 0;
  #target = 0;
  #stepsPerSecond = 1;
  #startedAt = 0;

  get position(): number {
    const way = this.#target - this.#from;
    const doneSteps = ((performance.now() - this.#startedAt) * this.#stepsPerSecond) / 1000;
    if (doneSteps >= Math.abs(way)) return this.#target;
    return Math.round(this.#from + Math.sign(way) * doneSteps);
  }

  /** Starts towards the target, and says how long the way takes. */
  moveTo(target: number, stepsPerSecond: number): number {
    this.#from = this.position;
    this.#target = target;
    this.#stepsPerSecond = stepsPerSecond;
    this.#startedAt = performance.now();
    // A timer may ring a millisecond early, and in one the head goes further than a step: it says that it is there when it is.
    return Math.ceil((Math.abs(target - this.#from) / stepsPerSecond) * 1000) + TIMER_MS;
  }

  halt(): void {
    this.#from = this.position;
    this.#target = this.#from;
  }
}
