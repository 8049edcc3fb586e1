import type { Answer } from '../contract/channel.ts';
import type { ErrorCode, StationError } from '../contract/errors.ts';
import type { ProcedureName, ProcedureOutput } from '../contract/procedures.ts';
import { isProcedureName, PROCEDURES } from '../contract/procedures.ts';
import type { Role } from '../domain/role.ts';
import { err, ok } from '../domain/result.ts';
import type { z } from 'zod';

/** Who is at the window now, as far as rights go. */
export interface Caller {
  readonly role: Role | undefined;
  readonly locked: boolean;
}

type Handler<Name extends ProcedureName> = (
  input: z.output<(typeof PROCEDURES)[Name]['input']>,
) => Promise<Answer<ProcedureOutput<Name>>> | Answer<ProcedureOutput<Name>>;

/**
 * Every procedure of the contract with its handler. The one place where a call's name, rights and input
 * are checked, and its value on the way out.
 */
export class StationApp {
  readonly #handlers = new Map<ProcedureName, Handler<never>>();
  readonly #caller: () => Caller;
  readonly #onRefused: (procedure: string, cause: ErrorCode) => void;

  constructor(hooks: {
    caller: () => Caller;
    /** A call that rights, lock or schema refused; the station audits it. */
    onRefused: (procedure: string, cause: ErrorCode) => void;
  }) {
    this.#caller = hooks.caller;
    this.#onRefused = hooks.onRefused;
  }

  /** Adds a procedure's handler. A second one for the same name is a programming error. */
  method<Name extends ProcedureName>(name: Name, handler: Handler<Name>): void {
    if (this.#handlers.has(name)) throw new Error(`two handlers for ${name}`);
    this.#handlers.set(name, handler);
  }

  /** The procedures of the contract that have no handler: must be empty before the station is ready. */
  unhandled(): ProcedureName[] {
    return (Object.keys(PROCEDURES) as ProcedureName[]).filter((name) => !this.#handlers.has(name));
  }

  async call(name: string, input: unknown): Promise<Answer<unknown>> {
    if (!isProcedureName(name)) return this.#refuse('?', 'unknown-procedure');
    const refusal = refusalOf(name, this.#caller());
    if (refusal) return this.#refuse(name, refusal);
    const parsed = PROCEDURES[name].input.safeParse(input);
    if (!parsed.success) return this.#refuse(name, 'invalid-input');
    const handler = this.#handlers.get(name);
    if (!handler) throw new Error(`no handler for ${name}`);
    // The handler was registered under this name, so it takes what this name's schema gives.
    const answer: Answer<unknown> = await handler(parsed.data as never);
    if (answer.ok) return ok(PROCEDURES[name].output.parse(answer.value));
    // The table of transitions refused it: worth an entry, like a right that was missing.
    if (answer.error.code === 'wrong-state') this.#onRefused(name, 'wrong-state');
    return answer;
  }

  #refuse(procedure: string, code: ErrorCode): Answer<never> {
    this.#onRefused(procedure, code);
    return fail(code);
  }
}

function refusalOf(name: ProcedureName, caller: Caller): ErrorCode | undefined {
  const { allow, whileLocked } = PROCEDURES[name];
  if (allow !== 'anyone') {
    if (!caller.role) return 'not-signed-in';
    const roles: readonly Role[] | undefined = allow === 'signed-in' ? undefined : allow;
    if (roles && !roles.includes(caller.role)) return 'not-allowed';
  }
  return caller.locked && !whileLocked ? 'locked' : undefined;
}

/** A failed answer. */
export function fail(code: ErrorCode, detail?: StationError['detail']): Failure {
  return err(detail ? { code, detail } : { code });
}

/** What every expected failure of a call looks like, whatever it would have answered. */
export interface Failure {
  readonly ok: false;
  readonly error: StationError;
}

/** An answer with nothing in it. */
export const DONE = ok<Record<string, never>>({});
