import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import type { CipherError } from './cipher.ts';
import { isPlainDatabase, openEncrypted } from './cipher.ts';
import { Connection } from './connection.ts';
import { DiskReserve } from './disk-reserve.ts';
import { lockForReading, lockForWriting } from './folder-lock.ts';
import type { MigrateError } from './migrate.ts';
import { checkMigrations, migrate, readMigrations } from './migrate.ts';
import { ReadableStore } from './readable-store.ts';
import { WritableSettings, ReadableSettings } from './settings.ts';
import { isDiskFull, isUnreadable } from './sqlite-errors.ts';
import { STORE_FILE } from './store-file.ts';
import { Store } from './store.ts';
import { isTrainingKey } from './training-key.ts';
import { transact } from './transact.ts';

/**
 * - `not-found`: the folder holds no store (reading only; writing makes one);
 * - `in-use`: another process has the folder;
 * - `wrong-key`: the key does not open it, or its first page is damaged;
 * - `not-encrypted`: what lies there is a plain database: refused;
 * - `training-mismatch`: a training key with real records, or the other way round;
 * - `needs-migration`: an older schema, which only a writer brings up to date;
 * - `from-the-future`, `migration-changed`: made by another version of the program;
 * - `disk-full`; `damaged`: a page is not what was written.
 */
export type OpenError =
  | CipherError
  | MigrateError
  | 'not-found'
  | 'in-use'
  | 'training-mismatch'
  | 'needs-migration'
  | 'disk-full'
  | 'damaged';

export interface OpenOptions {
  /** Data folder; made when a store is opened for writing. */
  readonly directory: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Folder of `NNNN_name.sql`. */
  readonly migrationsDirectory: string;
  /** Milliseconds since 1970; the system's clock when left out. */
  readonly now?: () => number;
}

/**
 * Opens the store of a data folder, makes it when there is none, and brings its schema up to date.
 * The folder belongs to this process until the store is closed or the process dies.
 */
export function openStore(options: OpenOptions): Result<Store, OpenError> {
  return guarded(() => {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    const release = lockForWriting(options.directory);
    if (!release) return err('in-use');
    return releasedUnlessOk(release, () => openLocked(options, release));
  });
}

/**
 * Opens a store to read it. When nobody writes the folder, it is as before once the store is closed,
 * and no writer is let in until then; beside a writer it shows what was committed.
 */
export function openStoreReadOnly(options: OpenOptions): Result<ReadableStore, OpenError> {
  return guarded(() => {
    const path = join(options.directory, STORE_FILE);
    if (!existsSync(path)) return err('not-found');
    if (isPlainDatabase(path)) return err('not-encrypted');
    const release = lockForReading(options.directory);
    const tidyUp = release ? leftAsFound(options.directory, release) : () => undefined;
    return releasedUnlessOk(tidyUp, () => openForReading(options, tidyUp));
  });
}

function openLocked(options: OpenOptions, release: () => void): Result<Store, OpenError> {
  const { directory, key } = options;
  const path = join(directory, STORE_FILE);
  if (existsSync(path) && isPlainDatabase(path)) return err('not-encrypted');
  const connection = connect(options, { readonly: false });
  if (!connection) return err('wrong-key');
  return releasedUnlessOk(
    () => {
      connection.close();
    },
    (): Result<Store, OpenError> => {
      const pending = checkMigrations(connection, readMigrations(options.migrationsDirectory));
      if (!pending.ok) return pending;
      prepareForWriting(connection);
      migrate(connection, { directory, key }, pending.value);
      if (isPlainDatabase(path)) throw new Error('the store was written without encryption');
      const training = settleTraining(connection, isTrainingKey(key));
      if (training === undefined) return err('training-mismatch');
      const reserve = new DiskReserve(directory);
      reserve.ensure();
      return ok(
        new Store({ connection, directory, training, afterClose: release }, { reserve, key }),
      );
    },
  );
}

function openForReading(
  options: OpenOptions,
  afterClose: () => void,
): Result<ReadableStore, OpenError> {
  const { directory, key } = options;
  const connection = connect(options, { readonly: true });
  if (!connection) return err('wrong-key');
  return releasedUnlessOk(
    () => {
      connection.close();
    },
    (): Result<ReadableStore, OpenError> => {
      connection.pragma('query_only = ON');
      const pending = checkMigrations(connection, readMigrations(options.migrationsDirectory));
      if (!pending.ok) return pending;
      if (pending.value.length > 0) return err('needs-migration');
      const training = new ReadableSettings(connection).get('training');
      if (training === undefined || training !== isTrainingKey(key)) {
        return err('training-mismatch');
      }
      return ok(new ReadableStore({ connection, directory, training, afterClose }));
    },
  );
}

function connect(options: OpenOptions, mode: { readonly: boolean }): Connection | undefined {
  const path = join(options.directory, STORE_FILE);
  const database = openEncrypted(path, options.key, {
    ...mode,
    fileMustExist: mode.readonly,
  });
  return database && new Connection(database, options.now ?? Date.now);
}

/**
 * Temporary tables stay in memory: a temporary file would not be encrypted. The log is folded by the
 * store between writes; the limit here is for a run of writes without a pause.
 */
function prepareForWriting(connection: Connection): void {
  connection.pragma('temp_store = MEMORY');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('secure_delete = ON');
  connection.pragma('trusted_schema = OFF');
  connection.pragma('wal_autocheckpoint = 4096');
}

/** A new store is of the kind of its key for ever. @returns undefined when kind and key disagree */
function settleTraining(connection: Connection, trainingKey: boolean): boolean | undefined {
  const training = new ReadableSettings(connection).get('training');
  if (training === undefined) {
    transact(connection, () => {
      new WritableSettings(connection).set('training', trainingKey);
    });
    return trainingKey;
  }
  return training === trainingKey ? training : undefined;
}

/** Reading a log makes SQLite's index of it; with the folder to ourselves, it goes again. */
function leftAsFound(directory: string, release: () => void): () => void {
  const companions = ['-shm', '-wal'].map((suffix) => join(directory, STORE_FILE + suffix));
  const made = companions.filter((path) => !existsSync(path));
  return () => {
    for (const path of made) rmSync(path, { force: true });
    release();
  };
}

function releasedUnlessOk<T, E>(release: () => void, open: () => Result<T, E>): Result<T, E> {
  let opened = false;
  try {
    const result = open();
    opened = result.ok;
    return result;
  } finally {
    if (!opened) release();
  }
}

function guarded<T>(open: () => Result<T, OpenError>): Result<T, OpenError> {
  try {
    return open();
  } catch (error) {
    if (isDiskFull(error)) return err('disk-full');
    if (isUnreadable(error)) return err('damaged');
    throw error;
  }
}
