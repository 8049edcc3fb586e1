import type { LineFault } from './faults.ts';
import { Nonsense } from './nonsense.ts';

/** A fault that was ordered, and what is left of it. */
interface StandingOrder {
  readonly fault: LineFault;
  goodLeft: number;
  strikesLeft: number;
  /** Answers since `goodLeft` was used up, for those that strike only every so many. */
  passed: number;
}

/**
 * Applies what was ordered to each answer on its way out of an emulated device, whatever wire it goes over. Several
 * orders may stand at once; the first that is due strikes. Answers keep their order, late ones too.
 */
export class LineFaults {
  readonly #send: (bytes: Uint8Array) => void;
  readonly #nonsense = new Nonsense();
  #orders: StandingOrder[] = [];
  #repeated: Uint8Array | undefined;
  #unmerged: Uint8Array | undefined;
  #late: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Whether an answer is on its way and late. */
  get isLate(): boolean {
    return this.#timer !== undefined;
  }

  order(fault: LineFault): void {
    const { after = 0, answers = Number.POSITIVE_INFINITY } = fault;
    this.#orders.push({ fault, goodLeft: after, strikesLeft: answers, passed: 0 });
  }

  /** All is well again; what was kept back goes out. */
  clear(): void {
    const kept = [...(this.#unmerged === undefined ? [] : [this.#unmerged]), ...this.#late];
    this.forget();
    for (const answer of kept) this.#send(answer);
  }

  /** Forgets orders and what was kept back. */
  forget(): void {
    this.#orders = [];
    this.#repeated = undefined;
    this.#unmerged = undefined;
    this.#late = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** What the host said: it comes back to it where that was ordered. */
  hear(bytes: Uint8Array): void {
    if (this.#due((fault) => fault.kind === 'echo') !== undefined) this.#send(bytes);
  }

  pass(answer: Uint8Array): void {
    if (this.#timer !== undefined) {
      this.#late.push(answer);
      return;
    }
    const before = [this.#repeated, this.#unmerged].filter((bytes) => bytes !== undefined);
    this.#repeated = undefined;
    this.#unmerged = undefined;
    this.#strike(
      this.#due(({ kind }) => kind !== 'echo'),
      before,
      answer,
    );
  }

  /** @param before what goes out in one piece with the answer, before it */
  #strike(fault: LineFault | undefined, before: readonly Uint8Array[], answer: Uint8Array): void {
    switch (fault?.kind) {
      case undefined:
      case 'echo':
        return this.#emit(...before, answer);
      case 'garbage':
        return this.#emit(...before, this.#nonsense.bytes(answer.length));
      case 'truncated':
        return this.#emit(...before, answer.subarray(0, fault.keptBytes));
      case 'bad-checksum':
        return this.#emit(...before, withWrongEnd(answer));
      case 'duplicate':
        return this.#emit(...before, answer, answer);
      case 'repeat':
        this.#repeated = answer;
        return this.#emit(...before, answer);
      case 'merged':
        this.#unmerged = Buffer.concat([...before, answer]);
        return;
      case 'silence':
        return this.#emit(...before);
      case 'slow':
        this.#late.push(Buffer.concat([...before, answer]));
        this.#timer = setTimeout(() => this.#sendLate(), fault.delayMs);
    }
  }

  #emit(...parts: readonly Uint8Array[]): void {
    const bytes = Buffer.concat(parts);
    if (bytes.length > 0) this.#send(bytes);
  }

  /** The first order of this kind that is due now; every order counts. */
  #due(isOfKind: (fault: LineFault) => boolean): LineFault | undefined {
    let due: LineFault | undefined;
    for (const order of this.#orders.filter(({ fault }) => isOfKind(fault))) {
      if (order.goodLeft > 0) {
        order.goodLeft -= 1;
        continue;
      }
      order.passed += 1;
      const isTurn = order.passed % (order.fault.every ?? 1) === 0;
      if (due !== undefined || !isTurn || order.strikesLeft === 0) continue;
      order.strikesLeft -= 1;
      due = order.fault;
    }
    this.#orders = this.#orders.filter(({ strikesLeft }) => strikesLeft > 0);
    return due;
  }

  #sendLate(): void {
    this.#timer = undefined;
    const [first, ...rest] = this.#late;
    this.#late = [];
    if (first !== undefined) this.#send(first);
    for (const answer of rest) this.pass(answer);
  }
}

function withWrongEnd(bytes: Uint8Array): Uint8Array {
  const wrong = bytes.slice();
  const last = wrong.length - 1;
  wrong[last] = (wrong[last] ?? 0) ^ 0xff;
  return wrong;
}
