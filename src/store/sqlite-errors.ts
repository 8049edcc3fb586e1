import Database from 'better-sqlite3';

const FULL_CODES = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);
const FULL_SYSTEM_CODES = new Set(['ENOSPC', 'EDQUOT']);
const UNREADABLE_CODES = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_DATA']);

/** No room on the disk, whoever noticed it: SQLite or a file operation of our own. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof Database.SqliteError) return FULL_CODES.has(error.code);
  return error instanceof Error && 'code' in error && FULL_SYSTEM_CODES.has(String(error.code));
}

/** The bytes of the file are not what was written. */
export function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return false;
  return UNREADABLE_CODES.has(error.code) || error.code.startsWith('SQLITE_CORRUPT_');
}

/** Another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
