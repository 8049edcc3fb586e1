import type { Answer } from '../../contract/channel.ts';
import { hashPassword } from '../../store/index.ts';
import type { Store } from '../../store/index.ts';
import type { Role } from '../../domain/role.ts';
import { fail } from '../app.ts';
import { MINIMUM_PASSWORD_LENGTH } from '../people/credentials.ts';

export interface FirstSupervisor {
  readonly login: string;
  readonly password: string;
  readonly displayName: string;
}

export interface NewPerson {
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** The person who makes all others. Checked and hashed before any file is written. */
export async function createFirstSupervisor(
  supervisor: FirstSupervisor,
): Promise<Answer<NewPerson>> {
  if (supervisor.password.length < MINIMUM_PASSWORD_LENGTH) {
    return fail('password-too-short', { minimum: MINIMUM_PASSWORD_LENGTH });
  }
  if (supervisor.login === '' || supervisor.displayName === '') return fail('invalid-input');
  const { login, displayName } = supervisor;
  const passwordHash = await hashPassword(supervisor.password);
  return { ok: true, value: { login, displayName, role: 'supervisor', passwordHash } };
}

/** The first entries of a new station: its name and its first people, in one transaction. */
export function createStation(
  store: Store,
  station: { stationId: string; supervisor: NewPerson; others?: readonly NewPerson[] },
): Answer<void> {
  const written = store.write({ userId: null }, (transaction) => {
    const { stationId, supervisor, others = [] } = station;
    transaction.settings.set('stationId', stationId);
    transaction.audit({
      kind: 'station.created',
      detail: { stationId, training: store.training },
    });
    for (const person of [supervisor, ...others]) {
      const { id: userId, role } = transaction.users.create(person);
      transaction.audit({ kind: 'user.created', detail: { userId, role } });
    }
  });
  return written.ok ? { ok: true, value: undefined } : fail('disk-full');
}
