/**
 * Builds the package from electron-builder.yml, the build in `out/` and the Electron that is here.
 *
 * `--dir` builds only the unpacked application, `--linux` or `--win` choose the platform (default:
 * this one; native packages are those of the machine, so each is built on its own system).
 * `--test-build` leaves the debugger's fuse on, for tests of the package. `--output FOLDER` (default
 * `dist`).
 *
 * The package carries the project's Node for the processes beside the station. An Electron whose Node-API is too old for
 * the store (the stock one) cannot run the station itself: that Node does, and a marker makes the package training-only.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { PRODUCTION_FUSES, TEST_BUILD_FUSES } from '../src/main/fuses.ts';
import { electronExecutable } from './electron-runtime.mjs';

/** The first Electron with Node-API 10, which better-sqlite3 13 needs. */
const firstElectronForTheStore = 36;

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    linux: { type: 'boolean', default: false },
    win: { type: 'boolean', default: false },
    'test-build': { type: 'boolean', default: false },
    output: { type: 'string', default: 'dist' },
  },
});

const electron = electronExecutable();
const platform = options.win ? 'win32' : options.linux ? 'linux' : process.platform;
if (platform !== process.platform) {
  process.stderr.write(
    `A package for ${platform} is built on ${platform}: the native packages here are those of ` +
      `${process.platform}.\n`,
  );
  process.exit(2);
}

const testBuild = options['test-build'];
const runsStation = Number(electron.version.split('.')[0]) >= firstElectronForTheStore;
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'tram-package-'));
// electron-builder links instead of copying on CI machines; the fuses would be flipped in the cache.
process.env.USE_HARD_LINKS = 'false';

try {
  const made = await build({
    projectDir: root,
    targets: Platform.current().createTarget(options.dir ? 'dir' : undefined),
    publish: 'never',
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      directories: { output: path.resolve(root, options.output) },
      electronDist: electronFolder(),
      electronVersion: electron.version,
      electronFuses: testBuild ? TEST_BUILD_FUSES : PRODUCTION_FUSES,
      extraResources: extraResources(),
    },
  });
  for (const file of made) process.stdout.write(`${file}\n`);
  if (electron.stock) {
    process.stderr.write(
      `The package holds a stock Electron (${electron.why}): for training only.\n`,
    );
  }
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

/** Electron without its default application: a packaged one has none. */
function electronFolder() {
  const folder = path.join(work, 'electron');
  fs.cpSync(path.dirname(electron.path), folder, { recursive: true, verbatimSymlinks: true });
  fs.rmSync(path.join(folder, 'resources/default_app.asar'), { recursive: true, force: true });
  fs.rmSync(path.join(folder, 'complete.json'), { force: true });
  return folder;
}

function extraResources() {
  // The processes beside the station (a device each) are of a Node of their own: Electron's program is none.
  const node = { from: process.execPath, to: `node/${path.basename(process.execPath)}` };
  if (runsStation && !testBuild) return [node];
  const marker = path.join(work, 'tram-package.json');
  fs.writeFileSync(marker, JSON.stringify({ trainingOnly: !runsStation, testBuild }));
  return [{ from: marker, to: 'tram-package.json' }, node];
}
