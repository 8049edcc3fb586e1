/** What goes wrong with the next so many answers of an emulated device. */
export type LineFault =
  /** Nonsense of the same length instead. */
  | { readonly kind: 'garbage'; readonly answers: number }
  /** Only the first bytes come. */
  | { readonly kind: 'truncated'; readonly answers: number; readonly keptBytes: number }
  /** Every answer comes twice. */
  | { readonly kind: 'duplicate'; readonly answers: number }
  /** Every answer comes once more before the next one, as from a bridge that keeps an old buffer. */
  | { readonly kind: 'echo'; readonly answers: number }
  /** Nothing comes. */
  | { readonly kind: 'silence'; readonly answers: number }
  /** The answer comes, and late. */
  | { readonly kind: 'slow'; readonly answers: number; readonly delayMs: number };

/** Applies what was ordered to each answer on its way out. Answers keep their order, late ones too. */
export class LineFaults {
  readonly #send: (bytes: Uint8Array) => void;
  #fault: LineFault | undefined;
  #goodAnswersLeft = 0;
  #answersLeft = 0;
  #nonsense = 1;
  #echo: Uint8Array | undefined;
  #late: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** In place of what was ordered before, and only after so many good answers. */
  order(fault: LineFault, afterAnswers: number): void {
    this.#fault = fault;
    this.#goodAnswersLeft = afterAnswers;
    this.#answersLeft = fault.answers;
  }

  clear(): void {
    this.#fault = undefined;
    this.#echo = undefined;
    this.#late = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  pass(answer: Uint8Array): void {
    if (this.#timer !== undefined) {
      this.#late.push(answer);
      return;
    }
    if (this.#echo !== undefined) this.#send(this.#echo);
    this.#echo = undefined;
    const fault = this.#answersLeft > 0 ? this.#fault : undefined;
    if (fault === undefined) return this.#send(answer);
    if (this.#goodAnswersLeft > 0) {
      this.#goodAnswersLeft -= 1;
      return this.#send(answer);
    }
    this.#answersLeft -= 1;
    switch (fault.kind) {
      case 'garbage':
        return this.#send(answer.map(() => this.#nextNonsense()));
      case 'truncated':
        return this.#send(answer.subarray(0, fault.keptBytes));
      case 'duplicate':
        return this.#send(Uint8Array.of(...answer, ...answer));
      case 'echo':
        this.#echo = answer;
        return this.#send(answer);
      case 'silence':
        return;
      case 'slow':
        this.#late.push(answer);
        this.#timer = setTimeout(() => this.#sendLate(), fault.delayMs);
    }
  }

  #sendLate(): void {
    this.#timer = undefined;
    const [first, ...rest] = this.#late;
    this.#late = [];
    if (first !== undefined) this.#send(first);
    for (const answer of rest) this.pass(answer);
  }

  /** The same nonsense in every run (a linear congruential sequence). */
  #nextNonsense(): number {
    this.#nonsense = (Math.imul(this.#nonsense, 1_103_515_245) + 12_345) >>> 0;
    return (this.#nonsense >>> 16) & 0xff;
  }
}
