import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBusy } from './sqlite-errors.ts';

const LOCK_FILE = 'lock.db';

/** Gives a lock back. The operating system does the same when the process dies. */
export type Release = () => void;

/**
 * One writer at a time holds a data folder: an exclusive lock on an empty SQLite file beside the
 * store. Undefined when somebody has the folder, a writer or a reader.
 */
export function lockForWriting(directory: string): Release | undefined {
  return take(new Database(join(directory, LOCK_FILE), { timeout: 0 }), 'BEGIN EXCLUSIVE');
}

/**
 * Keeps writers away while a folder is read that nobody writes. Undefined when a writer has it: then
 * SQLite's own locks let a reader in beside it. A folder without a lock file never had a writer.
 */
export function lockForReading(directory: string): Release | undefined {
  const path = join(directory, LOCK_FILE);
  if (!existsSync(path)) return () => undefined;
  const database = new Database(path, { readonly: true, timeout: 0 });
  return take(database, 'BEGIN; SELECT count(*) FROM sqlite_schema');
}

function take(database: Database.Database, sql: string): Release | undefined {
  try {
    for (const statement of sql.split('; ')) {
      const prepared = database.prepare(statement);
      if (prepared.reader) prepared.get();
      else prepared.run();
    }
    return () => {
      database.close();
    };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}
