import type { Answer } from '../../contract/channel.ts';
import type { SessionView } from '../../contract/views.ts';
import type { UserRecord } from '../../store/index.ts';
import type { StationApp } from '../app.ts';
import { fail } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { checkCredentials } from './credentials.ts';
import type { Session } from './session.ts';
import { changeSession } from './session.ts';

/** Signing in and out, lock, hand-over at shift change. */
export function registerSession(app: StationApp, context: StationContext, session: Session): void {
  app.method('session.get', () => ({ ok: true, value: session.view() }));

  app.method('session.signIn', async (credentials) => {
    const user = await checkCredentials(context, credentials);
    return user.ok ? signIn(context, session, user.value) : user;
  });

  app.method('session.signOut', () =>
    changeSession(
      context,
      session,
      { userId: null, lockedAt: null, openDossierId: null, shiftId: null },
      { kind: 'session.signed-out', detail: {} },
    ),
  );

  app.method('session.lock', ({ cause }) => {
    if (session.caller().locked) return { ok: true, value: session.view() };
    return changeSession(
      context,
      session,
      { lockedAt: Date.now() },
      { kind: 'session.locked', detail: { cause } },
    );
  });

  app.method('session.unlock', async ({ password }) => {
    const user = session.user();
    if (!user) return fail('not-signed-in');
    const checked = await checkCredentials(context, { login: user.login, password });
    if (!checked.ok) return checked;
    return changeSession(
      context,
      session,
      { lockedAt: null },
      { kind: 'session.unlocked', detail: {} },
    );
  });

  app.method('session.handOver', async (credentials) => {
    const next = await checkCredentials(context, credentials);
    return next.ok ? handOver(context, session, next.value) : next;
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
  const own = running?.startedBy === user.id ? running.id : null;
  const stays = before.userId === user.id;
  return changeSession(
    { ...context, actor: () => ({ userId: user.id }) },
    session,
    {
      userId: user.id,
      lockedAt: null,
      shiftId: own,
      openDossierId: stays ? before.openDossierId : null,
    },
    { kind: 'session.signed-in', detail: { role: user.role } },
  );
}

/** The next officer goes on at the same dossier; the shift at the same site, line and seat is theirs. */
function handOver(
  context: StationContext,
  session: Session,
  next: UserRecord,
): Answer<SessionView> {
  const before = session.record();
  const asNext: StationContext = { ...context, actor: () => ({ userId: next.id }) };
  const running = before.shiftId === null ? undefined : context.store.shifts.get(before.shiftId);
  const takesSeat = next.role === 'officer' && running !== undefined && next.id !== before.userId;
  const written = commit(asNext, (transaction) => {
    if (!takesSeat) return before.shiftId;
    const { site, line, seat, quota } = running;
    transaction.shifts.end(running.id);
    transaction.audit({ kind: 'shift.ended', detail: { shiftId: running.id } });
    const shift = transaction.shifts.start({ site, line, seat, quota, startedBy: next.id });
    const detail = { shiftId: shift.id, site, line, seat, quota };
    transaction.audit({ kind: 'shift.started', detail });
    return shift.id;
  });
  if (!written.ok) return written;
  return changeSession(
    asNext,
    session,
    {
      userId: next.id,
      lockedAt: null,
      shiftId: next.role === 'officer' ? written.value : null,
      openDossierId: next.role === 'officer' ? before.openDossierId : null,
    },
    {
      kind: 'session.handed-over',
      detail: { fromUserId: before.userId ?? '', openDossierId: before.openDossierId },
    },
  );
}
