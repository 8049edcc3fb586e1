import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { projectNode } from './npm-packages.mjs';
import { projectRoot, readText, writeWhole } from './places.mjs';
import { Problem, say } from './problem.mjs';
import { capture } from './processes.mjs';

/** Everything that a build depends on. */
const sources = [
  'src',
  'resources',
  'migrations',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'scripts/build.mjs',
];

const stamp = path.join(projectRoot, 'out/.built');

/** Builds the shell, the page and the station into `out/` when a source has changed since. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  await withLock('build', async () => {
    if (isBuilt()) return;
    say('Building.');
    const hash = sourcesHash();
    fs.rmSync(stamp, { force: true });
    const build = path.join(projectRoot, 'scripts/build.mjs');
    const { code, output } = await capture(projectNode(), [build]);
    if (code !== 0) throw new Problem(`The build failed.\n${output.trim()}`);
    writeWhole(stamp, hash);
  });
}

function isBuilt() {
  return readText(stamp) === sourcesHash();
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const source of sources) addToHash(hash, path.join(projectRoot, source));
  return hash.digest('hex');
}

function addToHash(hash, place) {
  const found = fs.statSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory()) {
    for (const name of fs.readdirSync(place).sort()) addToHash(hash, path.join(place, name));
  } else if (found) {
    hash.update(`${place}\n${found.size}\n`).update(fs.readFileSync(place));
  }
}
