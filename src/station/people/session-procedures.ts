import type { Answer } from '../../contract/channel.ts';
import type { SessionView } from '../../contract/views.ts';
import type { SessionRecord, UserRecord, WritableTransaction } from '../../store/index.ts';
import type { StationApp } from '../app.ts';
import { fail } from '../app.ts';
import { actingAs, commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { CredentialCheck } from './credentials.ts';
import type { Session } from './session.ts';
import { changeSession } from './session.ts';

/**
 * Signing in and out, lock, hand-over at shift change.
 * @param onLeave the person at the window stops working: what runs for them must not go on
 */
export function registerSession(
  app: StationApp,
  context: StationContext,
  parts: { session: Session; credentials: CredentialCheck; onLeave: () => void },
): void {
  const { session, credentials, onLeave } = parts;
  app.method('session.get', () => ({ ok: true, value: session.view() }));

  app.method('session.signIn', async (given) => {
    const user = await credentials.check(given);
    return user.ok ? signIn(context, session, user.value) : user;
  });

  app.method('session.signOut', () => {
    onLeave();
    return changeSession(context, session, (transaction) => {
      transaction.audit({ kind: 'session.signed-out', detail: {} });
      return { userId: null, lockedAt: null, openDossierId: null, shiftId: null };
    });
  });

  app.method('session.lock', ({ cause }) => {
    if (session.caller().locked) return { ok: true, value: session.view() };
    onLeave();
    return changeSession(context, session, (transaction) => {
      transaction.audit({ kind: 'session.locked', detail: { cause } });
      return { lockedAt: Date.now() };
    });
  });

  app.method('session.unlock', async ({ password }) => {
    const user = session.user();
    if (!user) return fail('not-signed-in');
    const checked = await credentials.check({ login: user.login, password });
    if (!checked.ok) return checked;
    return changeSession(context, session, (transaction) => {
      transaction.audit({ kind: 'session.unlocked', detail: {} });
      return { lockedAt: null };
    });
  });

  app.method('session.handOver', async (given) => {
    const next = await credentials.check(given);
    if (!next.ok) return next;
    onLeave();
    return handOver(context, session, next.value);
  });

  app.method('session.setLanguage', ({ language }) => {
    const user = session.user();
    const written = commit(context, (transaction) => {
      if (user) transaction.users.setLanguage(user.id, language);
      else transaction.settings.set('language', language);
    });
    if (!written.ok) return written;
    context.events.emit('session.changed', session.view());
    return { ok: true, value: session.view() };
  });
}

function signIn(context: StationContext, session: Session, user: UserRecord): Answer<SessionView> {
  const before = session.record();
  const running = context.store.shifts.running();
  const stays = before.userId === user.id;
  return changeSession(actingAs(context, user.id), session, (transaction) => {
    transaction.audit({ kind: 'session.signed-in', detail: { role: user.role } });
    return {
      userId: user.id,
      lockedAt: null,
      shiftId: running?.startedBy === user.id ? running.id : null,
      openDossierId: stays ? before.openDossierId : null,
    };
  });
}

/** The next officer goes on at the same dossier; the shift at the same site, line and seat is theirs. */
function handOver(
  context: StationContext,
  session: Session,
  next: UserRecord,
): Answer<SessionView> {
  const before = session.record();
  return changeSession(actingAs(context, next.id), session, (transaction) => {
    const staysAtTheLine = next.role === 'officer';
    const shiftId = staysAtTheLine ? takeSeat(transaction, before, next) : null;
    const { userId: fromUserId, openDossierId } = before;
    const detail = { fromUserId: fromUserId ?? '', openDossierId };
    transaction.audit({ kind: 'session.handed-over', detail });
    return {
      userId: next.id,
      lockedAt: null,
      shiftId,
      openDossierId: staysAtTheLine ? openDossierId : null,
    };
  });
}

/** Ends the shift of the one who leaves and starts the next at the same place. */
function takeSeat(
  transaction: WritableTransaction,
  before: SessionRecord,
  next: UserRecord,
): SessionRecord['shiftId'] {
  const running = before.shiftId === null ? undefined : transaction.shifts.get(before.shiftId);
  if (!running || next.id === before.userId) return before.shiftId;
  const { site, line, seat, quota } = running;
  transaction.shifts.end(running.id);
  transaction.audit({ kind: 'shift.ended', detail: { shiftId: running.id } });
  const shift = transaction.shifts.start({ site, line, seat, quota, startedBy: next.id });
  const detail = { shiftId: shift.id, site, line, seat, quota };
  transaction.audit({ kind: 'shift.started', detail });
  return shift.id;
}
