import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { UserId } from '../domain/ids.ts';
import { LANGUAGES } from '../domain/language.ts';
import type { Language } from '../domain/language.ts';
import { ROLES } from '../domain/role.ts';
import type { Role } from '../domain/role.ts';
import { countRow, idColumn, instantColumn } from './columns.ts';
import { Repository } from './repository.ts';

const userRow = z.strictObject({
  id: idColumn<UserId>(),
  login: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  /** PHC string of argon2id. */
  passwordHash: z.string(),
  language: z.enum(LANGUAGES),
  createdAt: instantColumn,
  disabledAt: instantColumn.nullable(),
  failedAttempts: z.int(),
  lockedUntil: instantColumn.nullable(),
});
/** A person who signs in. */
export type UserRecord = z.infer<typeof userRow>;

const COLUMNS =
  'id, login, displayName, role, passwordHash, language, createdAt, disabledAt, failedAttempts, lockedUntil';

export class ReadableUsers extends Repository {
  get(id: UserId): UserRecord | undefined {
    return this.connection.one(userRow, `SELECT ${COLUMNS} FROM users WHERE id = ?`, id);
  }

  /** Case does not count, and neither does the composition of diacritics. */
  findByLogin(login: string): UserRecord | undefined {
    const key = loginKey(login);
    return this.connection.one(userRow, `SELECT ${COLUMNS} FROM users WHERE loginKey = ?`, key);
  }

  /** By login; disabled people too. */
  list(): UserRecord[] {
    return this.connection.all(userRow, `SELECT ${COLUMNS} FROM users ORDER BY loginKey`);
  }

  /** People of a role who can still sign in. */
  countEnabled(role: Role): number {
    const sql = 'SELECT count(*) AS count FROM users WHERE role = ? AND disabledAt IS NULL';
    return this.connection.one(countRow, sql, role)?.count ?? 0;
  }
}

export class WritableUsers extends ReadableUsers {
  /** The login must be free (`findByLogin` in the same transaction). */
  create(user: {
    login: string;
    displayName: string;
    role: Role;
    passwordHash: string;
    language?: Language;
  }): UserRecord {
    const id = randomUUID() as UserId;
    this.connection.insert('users', {
      id,
      login: user.login.trim().normalize('NFC'),
      loginKey: loginKey(user.login),
      displayName: user.displayName,
      role: user.role,
      passwordHash: user.passwordHash,
      language: user.language ?? 'vi',
      createdAt: this.connection.now(),
    });
    const created = this.get(id);
    if (!created) throw new Error(`users: no row ${id}`);
    return created;
  }

  /** A new password also lifts a lock-out. */
  setPasswordHash(id: UserId, passwordHash: string): void {
    this.connection.update('users', ['id', id], {
      passwordHash,
      failedAttempts: 0,
      lockedUntil: null,
    });
  }

  setLanguage(id: UserId, language: Language): void {
    this.connection.update('users', ['id', id], { language });
  }

  /** After a sign-in, or after a failed one. */
  setAttempts(id: UserId, attempts: { failedAttempts: number; lockedUntil: number | null }): void {
    this.connection.update('users', ['id', id], attempts);
  }

  disable(id: UserId): void {
    this.connection.update('users', ['id', id], {
      disabledAt: this.connection.now(),
    });
  }
}

function loginKey(login: string): string {
  return login.trim().normalize('NFC').toLowerCase();
}
