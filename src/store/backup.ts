import { copyFileSync, constants, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nameDurably, syncPath } from '../durable/file.ts';
import { step } from '../durable/step.ts';
import { isPlainDatabase, openEncrypted } from './cipher.ts';
import type { Connection } from './connection.ts';
import { STORE_FILE } from './store-file.ts';

/**
 * Copies the database file as it stands, encrypted as it stands, after folding the log into it. The
 * copy is opened under the same key and checked before it gets its name. Needs the folder's lock: no
 * one else writes.
 */
export function writeBackup(
  connection: Connection,
  backup: { directory: string; key: Uint8Array; path: string },
): void {
  step('store.fold-log', () => connection.pragma('wal_checkpoint(TRUNCATE)'));
  mkdirSync(dirname(backup.path), { recursive: true, mode: 0o700 });
  const temporary = `${backup.path}.new`;
  try {
    step('backup.write', () => {
      copyFileSync(join(backup.directory, STORE_FILE), temporary, constants.COPYFILE_FICLONE);
      checkCopy(temporary, backup.key, connection.pragma('user_version'));
      syncPath(temporary);
    });
    step('backup.name', () => nameDurably(temporary, backup.path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function checkCopy(path: string, key: Uint8Array, userVersion: unknown): void {
  if (isPlainDatabase(path)) throw new Error('backup: the copy is not encrypted');
  // Not read-only: a reader of a database in WAL mode would leave log files beside the copy.
  const copy = openEncrypted(path, key, { fileMustExist: true });
  if (!copy) throw new Error('backup: the copy does not open');
  try {
    const check = copy.pragma('quick_check', { simple: true });
    const version = copy.pragma('user_version', { simple: true });
    if (check !== 'ok' || version !== userVersion) throw new Error('backup: the copy is not whole');
  } finally {
    copy.close();
  }
}
