import Database from 'better-sqlite3';
import { closeSync, openSync, readSync } from 'node:fs';
import { isUnreadable } from './sqlite-errors.ts';

export const KEY_SIZE_BYTES = 32;
const PLAIN_HEADER = Buffer.from('SQLite format 3\0', 'latin1');

export type CipherError = 'wrong-key' | 'not-encrypted';

/** True when a file holds a database that was never encrypted. */
export function isPlainDatabase(path: string): boolean {
  const header = Buffer.alloc(PLAIN_HEADER.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header.equals(PLAIN_HEADER);
}

/**
 * Opens a database under its key: AES-256-CBC with HMAC-SHA512 per page (SQLCipher 4 format), the key
 * raw, without derivation. Throws when the driver has no cipher: a plain SQLite takes every key and
 * encrypts nothing.
 * @returns undefined when the key does not open what is there (or its first page is damaged)
 */
export function openEncrypted(
  path: string,
  key: Uint8Array,
  options: Database.Options,
): Database.Database | undefined {
  if (key.length !== KEY_SIZE_BYTES) throw new RangeError('a store key has 32 bytes');
  const database = new Database(path, options);
  try {
    database.pragma("cipher = 'sqlcipher'");
    if (database.pragma('cipher', { simple: true }) !== 'sqlcipher') {
      throw new Error('this SQLite cannot encrypt');
    }
    database.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
    database.pragma('user_version');
    return database;
  } catch (error) {
    database.close();
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}
