import type { Answer } from '../../contract/channel.ts';
import { hashPassword, verifyPassword } from '../../store/index.ts';
import type { UserRecord } from '../../store/index.ts';
import { fail } from '../app.ts';
import type { Failure } from '../app.ts';
import { commitEssential } from '../context.ts';
import type { StationContext } from '../context.ts';

/** Wrong passwords in a row before an account rests, and for how long. */
const ATTEMPTS_BEFORE_LOCK_OUT = 5;
const LOCK_OUT_MINUTES = 5;
/** Unknown logins that are remembered; the oldest is forgotten first. */
const MOST_UNKNOWN_LOGINS = 1000;

export const MINIMUM_PASSWORD_LENGTH = 8;

interface Failures {
  readonly failedAttempts: number;
  readonly lockedUntil: number | null;
}

const NO_FAILURES: Failures = { failedAttempts: 0, lockedUntil: null };

/**
 * Who may sign in. Every failure is audited and counted, for a login that does not exist like for one
 * that does: the answers do not tell them apart. Guesses made at once are counted one after another.
 */
export class CredentialCheck {
  readonly #context: StationContext;
  readonly #unknown = new Map<string, Failures>();
  /** Verified against when the login is unknown, so that both refusals take the same time. */
  #decoyHash: Promise<string> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: StationContext) {
    this.#context = context;
  }

  /** The person whose login and password these are, or why not. */
  check(credentials: { login: string; password: string }): Promise<Answer<UserRecord>> {
    const checked = this.#last.then(() => this.#check(credentials));
    this.#last = checked;
    return checked;
  }

  async #check({
    login,
    password,
  }: {
    login: string;
    password: string;
  }): Promise<Answer<UserRecord>> {
    const user = this.#context.store.users.findByLogin(login);
    const before: Failures = user ?? this.#unknown.get(login.toLowerCase()) ?? NO_FAILURES;
    const now = Date.now();
    if (before.lockedUntil !== null && before.lockedUntil > now) {
      return locked(before.lockedUntil - now);
    }
    this.#decoyHash ??= hashPassword('a password that nobody has');
    const matches = await verifyPassword(user?.passwordHash ?? (await this.#decoyHash), password);
    if (user && matches && user.disabledAt === null) return this.#forget(user);
    return this.#countFailure(login, user, before);
  }

  #forget(user: UserRecord): Answer<UserRecord> {
    if (user.failedAttempts === 0) return { ok: true, value: user };
    return commitEssential(this.#context, (transaction) => {
      transaction.users.setAttempts(user.id, NO_FAILURES);
      return user;
    });
  }

  #countFailure(login: string, user: UserRecord | undefined, before: Failures): Answer<never> {
    const lockedOut = before.failedAttempts + 1 >= ATTEMPTS_BEFORE_LOCK_OUT;
    const failures: Failures = lockedOut
      ? { failedAttempts: 0, lockedUntil: Date.now() + LOCK_OUT_MINUTES * 60_000 }
      : { failedAttempts: before.failedAttempts + 1, lockedUntil: null };
    const written = commitEssential(this.#context, (transaction) => {
      if (user) transaction.users.setAttempts(user.id, failures);
      const detail = { knownUser: user !== undefined, lockedOut };
      transaction.audit({ kind: 'session.sign-in-failed', detail });
    });
    if (!written.ok) return written;
    if (!user) this.#rememberUnknown(login.toLowerCase(), failures);
    return lockedOut ? locked(LOCK_OUT_MINUTES * 60_000) : fail('bad-credentials');
  }

  #rememberUnknown(login: string, failures: Failures): void {
    this.#unknown.set(login, failures);
    const [oldest] = this.#unknown.keys();
    if (this.#unknown.size > MOST_UNKNOWN_LOGINS && oldest !== undefined) {
      this.#unknown.delete(oldest);
    }
  }
}

function locked(forMs: number): Failure {
  return fail('account-locked', { minutes: Math.ceil(forMs / 60_000) });
}
