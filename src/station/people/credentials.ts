import type { Answer } from '../../contract/channel.ts';
import { hashPassword, verifyPassword } from '../../store/index.ts';
import type { UserRecord } from '../../store/index.ts';
import { fail } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';

/** Wrong passwords in a row before an account rests, and for how long. */
const ATTEMPTS_BEFORE_LOCK_OUT = 5;
const LOCK_OUT_MINUTES = 5;

export const MINIMUM_PASSWORD_LENGTH = 8;

/** Verified against when the login is unknown, so that both refusals take the same time. */
let decoyHash: Promise<string> | undefined;

/** The person who may sign in with these, or why not. Every failure is audited and counted. */
export async function checkCredentials(
  context: StationContext,
  credentials: { login: string; password: string },
): Promise<Answer<UserRecord>> {
  const user = context.store.users.findByLogin(credentials.login);
  const now = Date.now();
  if (user?.lockedUntil && user.lockedUntil > now) {
    return fail('account-locked', { minutes: Math.ceil((user.lockedUntil - now) / 60_000) });
  }
  decoyHash ??= hashPassword('a password that nobody has');
  const hash = user?.passwordHash ?? (await decoyHash);
  const matches = await verifyPassword(hash, credentials.password);
  if (user && matches && user.disabledAt === null) return forgetFailures(context, user);
  return countFailure(context, user, now);
}

function forgetFailures(context: StationContext, user: UserRecord): Answer<UserRecord> {
  if (user.failedAttempts === 0) return { ok: true, value: user };
  return commit(context, (transaction) => {
    transaction.users.setAttempts(user.id, { failedAttempts: 0, lockedUntil: null });
    return user;
  });
}

function countFailure(
  context: StationContext,
  user: UserRecord | undefined,
  now: number,
): Answer<never> {
  const failedAttempts = (user?.failedAttempts ?? 0) + 1;
  const lockedOut = failedAttempts >= ATTEMPTS_BEFORE_LOCK_OUT;
  const written = commit(context, (transaction) => {
    if (user) {
      transaction.users.setAttempts(user.id, {
        failedAttempts: lockedOut ? 0 : failedAttempts,
        lockedUntil: lockedOut ? now + LOCK_OUT_MINUTES * 60_000 : null,
      });
    }
    transaction.audit({
      kind: 'session.sign-in-failed',
      detail: { knownUser: user !== undefined, lockedOut: user !== undefined && lockedOut },
    });
  });
  if (!written.ok) return written;
  return user && lockedOut
    ? fail('account-locked', { minutes: LOCK_OUT_MINUTES })
    : fail('bad-credentials');
}
