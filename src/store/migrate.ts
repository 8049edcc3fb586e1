import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { appendAudit } from './audit.ts';
import { writeBackup } from './backup.ts';
import { sha256Column } from './columns.ts';
import type { Connection } from './connection.ts';
import { BACKUPS_FOLDER } from './store-file.ts';
import { transact } from './transact.ts';

export type MigrateError = 'from-the-future' | 'migration-changed';

/** One forward step of the schema, `NNNN_name.sql`. */
export interface Migration {
  readonly number: number;
  /** File name without `.sql`. */
  readonly name: string;
  readonly sql: string;
  /** Of the text with line ends as `\n`: a checkout on Windows is the same migration. */
  readonly sha256: string;
}

const migrationRow = z.strictObject({
  number: z.int(),
  name: z.string(),
  sha256: sha256Column,
});
const userVersionSchema = z.int().min(0);

/** The migrations of a folder in order; they must be numbered 1, 2, 3 … without a gap. */
export function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((fileName, index) => {
    const number = Number(/^(\d{4})_[a-z0-9-]+\.sql$/.exec(fileName)?.[1]);
    if (number !== index + 1) throw new Error(`migrations: ${fileName} is out of order`);
    const sql = readFileSync(join(directory, fileName), 'utf8').replaceAll('\r\n', '\n');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    return { number, name: fileName.slice(0, -'.sql'.length), sql, sha256 };
  });
}

/** Compares what was applied to a store with the migrations at hand, without changing anything. */
export function checkMigrations(
  connection: Connection,
  migrations: readonly Migration[],
): Result<readonly Migration[], MigrateError> {
  const userVersion = userVersionSchema.parse(connection.pragma('user_version'));
  if (userVersion > migrations.length) return err('from-the-future');
  if (userVersion === 0) return ok(migrations);
  const sql = 'SELECT number, name, sha256 FROM migrations ORDER BY number';
  const applied = connection.all(migrationRow, sql);
  if (applied.length !== userVersion) return err('migration-changed');
  const changed = applied.some((row, index) => row.sha256 !== migrations[index]?.sha256);
  return changed ? err('migration-changed') : ok(migrations.slice(userVersion));
}

/**
 * Brings the schema up to date: each migration in one transaction of its own, and before each a backup
 * of a store that holds anything. Throws when a migration fails; the store is then as before it.
 */
export function migrate(
  connection: Connection,
  store: { directory: string; key: Uint8Array },
  pending: readonly Migration[],
): void {
  // A store made just now holds nothing that a backup could keep.
  const isNew = pending[0]?.number === 1;
  for (const migration of pending) {
    if (!isNew) backUpBefore(connection, store, migration);
    apply(connection, migration);
  }
  auditMigrations(connection);
}

function backUpBefore(
  connection: Connection,
  store: { directory: string; key: Uint8Array },
  migration: Migration,
): void {
  const instant = new Date(connection.now()).toISOString().replaceAll(':', '');
  const name = `${instant}_before_${migration.name}.db`;
  writeBackup(connection, {
    ...store,
    path: join(store.directory, BACKUPS_FOLDER, name),
  });
}

function apply(connection: Connection, migration: Migration): void {
  transact(connection, () => {
    connection.execute(`CREATE TABLE IF NOT EXISTS migrations (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      appliedAt INTEGER NOT NULL,
      audited INTEGER NOT NULL DEFAULT 0
    ) STRICT`);
    connection.execute(migration.sql);
    connection.insert('migrations', {
      number: migration.number,
      name: migration.name,
      sha256: migration.sha256,
      appliedAt: connection.now(),
    });
    const broken = [...connection.rows('PRAGMA foreign_key_check')];
    if (broken.length > 0) throw new Error(`migrations: ${migration.name} breaks references`);
    connection.execute(`PRAGMA user_version = ${migration.number}`);
  });
}

/** Afterwards, in today's schema: an audit entry of yesterday's schema could not be written. */
function auditMigrations(connection: Connection): void {
  const sql = 'SELECT number, name, sha256 FROM migrations WHERE audited = 0 ORDER BY number';
  const unaudited = connection.all(migrationRow, sql);
  if (unaudited.length === 0) return;
  transact(connection, () => {
    for (const { name } of unaudited) {
      appendAudit(connection, null, {
        kind: 'station.migrated',
        detail: { migration: name },
      });
    }
    connection.run('UPDATE migrations SET audited = 1');
  });
}
