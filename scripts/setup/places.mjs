import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The folder of the project. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** What is fetched once and shared by all checkouts of this user. */
export const cacheRoot = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'tram',
);

/**
 * The text of a file, or undefined when there is no such file.
 * @param {string} file
 * @returns {string | undefined}
 */
export function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Writes a file so that a reader sees the old text or the new one, never half.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}
