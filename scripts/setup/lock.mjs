import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheRoot, projectRoot, readText } from './places.mjs';

const pollMs = 200;
const strangeAgeMs = 10_000;

/**
 * Does some set-up work that no other run in this checkout may do at the same time.
 * A lock whose process is gone is taken over.
 * @template T
 * @param {string} name what is locked, such as `packages`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const checkout = createHash('sha256').update(projectRoot).digest('hex').slice(0, 12);
  const folder = path.join(cacheRoot, 'locks', `${checkout}-${name}`);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  while (!take(folder)) await delay(pollMs);
  try {
    return await work();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned(folder)) fs.rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

function isAbandoned(folder) {
  const pid = Number(readText(path.join(folder, 'pid')) || Number.NaN);
  if (Number.isNaN(pid)) {
    const age = fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    return age !== undefined && Date.now() - age > strangeAgeMs;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
