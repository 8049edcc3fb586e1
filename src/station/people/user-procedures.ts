import type { UserId } from '../../domain/ids.ts';
import { hashPassword } from '../../store/index.ts';
import type { StationApp } from '../app.ts';
import { fail } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import { MINIMUM_PASSWORD_LENGTH } from './credentials.ts';
import type { Session } from './session.ts';
import { userView } from './views.ts';

/** The people of the station, kept by the supervisor. */
export function registerUsers(app: StationApp, context: StationContext, session: Session): void {
  app.method('users.list', () => ({ ok: true, value: context.store.users.list().map(userView) }));

  app.method('users.create', async ({ login, password, displayName, role }) => {
    if (password.length < MINIMUM_PASSWORD_LENGTH) return tooShort();
    const passwordHash = await hashPassword(password);
    return attempt(context, (transaction) => {
      if (transaction.users.findByLogin(login)) return fail('login-taken');
      const user = transaction.users.create({ login, displayName, role, passwordHash });
      transaction.audit({ kind: 'user.created', detail: { userId: user.id, role } });
      return { ok: true, value: userView(user) };
    });
  });

  app.method('users.setPassword', async ({ userId, password }) => {
    if (password.length < MINIMUM_PASSWORD_LENGTH) return tooShort();
    const passwordHash = await hashPassword(password);
    return attempt(context, (transaction) => {
      const user = transaction.users.get(userId as UserId);
      if (!user) return fail('not-found');
      transaction.users.setPasswordHash(user.id, passwordHash);
      transaction.audit({ kind: 'user.password-changed', detail: { userId: user.id } });
      return { ok: true, value: userView(user) };
    });
  });

  app.method('users.disable', ({ userId }) =>
    attempt(context, (transaction) => {
      const user = transaction.users.get(userId as UserId);
      if (!user || user.disabledAt !== null) return fail('not-found');
      const last = user.role === 'supervisor' && transaction.users.countEnabled('supervisor') === 1;
      if (last || user.id === session.record().userId) return fail('last-supervisor');
      transaction.users.disable(user.id);
      transaction.audit({ kind: 'user.disabled', detail: { userId: user.id } });
      return { ok: true, value: userView({ ...user, disabledAt: Date.now() }) };
    }),
  );
}

function tooShort(): ReturnType<typeof fail> {
  return fail('password-too-short', { minimum: MINIMUM_PASSWORD_LENGTH });
}
