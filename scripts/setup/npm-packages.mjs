import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { projectRoot, readText } from './places.mjs';
import { Problem, say } from './problem.mjs';
import { capture, environmentOfTheMachine } from './processes.mjs';

const modules = path.join(projectRoot, 'node_modules');

/** Tells its errors even under `npm run -s`; waits seconds, not minutes, before it tries again. */
const npmManner = [
  '--no-progress',
  '--loglevel=error',
  '--fetch-retry-mintimeout=2000',
  '--fetch-retry-maxtimeout=10000',
];

/** Installs the locked npm packages when those in `node_modules` are not the ones of the lock. */
export async function ensureNpmPackages() {
  if (installedMatchesLock()) return;
  await withLock('packages', async () => {
    if (installedMatchesLock()) return;
    say('Installing the npm packages (once, less than a minute).');
    // No package needs its install script: every native one brings its binary along.
    const { code, output } = await capture('npm', ['ci', '--ignore-scripts', ...npmManner], {
      env: environmentOfTheMachine(),
    });
    if (code !== 0) throw new Problem(installFailure(code, output));
    if (!installedMatchesLock()) {
      throw new Problem(
        'npm installed the packages, but not all of the lock file. Delete node_modules and try again.',
      );
    }
  });
}

/**
 * The project's own Node, which the npm packages bring.
 * @returns {string} path of the executable
 */
export function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = path.join(modules, `node-${platform}-${process.arch}`, 'bin', name);
  if (!fs.existsSync(file)) {
    throw new Problem(
      `The project has no Node for this machine (${process.platform}, ${process.arch}): it runs on ` +
        'Linux (x64, arm64) and Windows (x64).',
    );
  }
  return file;
}

/**
 * npm keeps beside the packages a lock file of what it really installed. It is written last, so a
 * broken-off installation has none. Comparing it tells more than a time stamp and costs as little.
 */
function installedMatchesLock() {
  const lock = readText(path.join(projectRoot, 'package-lock.json'));
  if (!lock) throw new Problem('package-lock.json is missing: this is not a complete checkout.');
  const installed = readText(path.join(modules, '.package-lock.json'));
  if (!installed) return false;
  const there = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(lock).packages).every(([place, wanted]) => {
    if (place === '' || wanted.link) return true;
    const found = there[place];
    if (!found) return Boolean(wanted.optional) && !fitsThisMachine(wanted);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function fitsThisMachine({ os, cpu, libc }) {
  return (
    allows(os, process.platform) &&
    allows(cpu, process.arch) &&
    // Optional packages for another C library or of unknown needs may rightly be left out.
    libc === undefined &&
    (os !== undefined || cpu !== undefined)
  );
}

function allows(allowed, value) {
  if (!allowed) return true;
  const list = [allowed].flat();
  if (list.includes(`!${value}`)) return false;
  return list.some((entry) => entry.startsWith('!')) || list.includes(value);
}

function installFailure(code, output) {
  if (code === 127)
    return 'npm is not on this machine. Install it (it comes with Node) and try again.';
  const lines = [...output.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, text]) => text.trim());
  const isField = (line) => /^(?:code|syscall|errno|path|dest|type|A complete log) /.test(line);
  const reason = lines.find((line) => line && !isField(line)) ?? lines[0] ?? `exit code ${code}`;
  return (
    `The npm packages could not be installed: ${reason.replace(/\.$/, '')}. ` +
    'Check the network and the disk and try again.'
  );
}
