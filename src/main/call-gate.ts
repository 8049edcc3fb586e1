import type { Answer } from '../contract/channel.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { ProcedureName } from '../contract/procedures.ts';
import { PROCEDURES, isProcedureName } from '../contract/procedures.ts';
import { err } from '../domain/result.ts';
import { measureInput } from './input-size.ts';
import type { ShellLog } from './log.ts';
import type { Sender } from './sender.ts';
import { isTrustedSender } from './sender.ts';

const MEGABYTE = 1024 * 1024;
export const MAX_INPUT_BYTES = 32 * MEGABYTE;
/**
 * A document that is too large for the station (50 MB) is let through as far as here, so that the
 * officer reads that it is too large and not that something broke.
 */
export const MAX_DOCUMENT_BYTES = 60 * MEGABYTE;

export interface StationCalls {
  call(name: string, input: unknown): Promise<Answer<unknown>>;
}

interface CallGateOptions {
  /** Contents id of the station's window; undefined while there is none. */
  readonly windowContentsId: () => number | undefined;
  readonly station: StationCalls;
  readonly log: ShellLog;
}

/**
 * The gate that every call of the page goes through: who sends it, is its name on the contract's closed
 * list, does its input have the agreed shape and size, and has the answer. What is refused is counted
 * and logged, without its content.
 */
export class CallGate {
  readonly #options: CallGateOptions;
  #refusals = 0;

  constructor(options: CallGateOptions) {
    this.#options = options;
  }

  /** Calls refused since the shell started. */
  get refusals(): number {
    return this.#refusals;
  }

  admits(sender: Sender, what: string): boolean {
    if (isTrustedSender(sender, this.#options.windowContentsId())) return true;
    this.#refuse('sender', what);
    return false;
  }

  /** @param given the arguments as they came over the process boundary */
  async call(sender: Sender, given: readonly unknown[]): Promise<Answer<unknown>> {
    if (!this.admits(sender, 'call')) return failed('not-allowed');
    const [name, input, ...extra] = given;
    if (!isProcedureName(name)) return this.#failed('unknown-procedure', 'name', 'unknown');
    if (extra.length > 0) return this.#failed('invalid-input', 'extra-arguments', name);
    const measure = measureInput(input);
    if (!measure.ok) return this.#failed('invalid-input', measure.why, name);
    if (measure.sizeBytes > limitOf(name)) return this.#failed('too-large', 'size', name);
    const { input: agreed, output } = PROCEDURES[name];
    if (!agreed.safeParse(input).success) return this.#failed('invalid-input', 'shape', name);
    const answer = await this.#options.station.call(name, input);
    if (!answer.ok || output.safeParse(answer.value).success) return answer;
    this.#options.log.error('answer-not-as-agreed', { procedure: name });
    return failed('station-down');
  }

  #failed(code: ErrorCode, why: string, procedure: string): Answer<never> {
    this.#refuse(why, procedure);
    return failed(code);
  }

  #refuse(why: string, procedure: string): void {
    this.#refusals += 1;
    this.#options.log.warn('call-refused', { why, procedure, refusals: this.#refusals });
  }
}

function limitOf(name: ProcedureName): number {
  return name === 'document.add' ? MAX_DOCUMENT_BYTES : MAX_INPUT_BYTES;
}

function failed(code: ErrorCode): Answer<never> {
  return err({ code });
}
