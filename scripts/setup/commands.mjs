import fs from 'node:fs';
import path from 'node:path';
import { electronExecutable, prepareElectron, RuntimeProblem } from '../electron-runtime.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureDebianPackages } from './debian-packages.mjs';
import { ensureNpmPackages, projectNode } from './npm-packages.mjs';
import { projectRoot } from './places.mjs';
import { Problem, say } from './problem.mjs';
import { capture, handOver } from './processes.mjs';
import { displayState, startVirtualDisplay } from './virtual-display.mjs';

/** Each with its goal. */
const deviceBenchmarks = `devices stands for these; each has a goal:
  device-serial-57600    a print over the line, against what 57600 bit/s allow   ≥ 0.95
  device-serial-115200   the same at 115200 bit/s                                ≥ 0.95
  device-hid             a print against a report of 64 bytes a millisecond      ≥ 0.95
  device-preview         live pictures a second that come to the station         ≥ 15
  device-picture         last byte until picture and quality are known, p95      ≤ 100 ms
  device-screen          last byte until they are painted in the window, p95     ≤ 100 ms
  device-event-loop      delay of the station while scanners work and stream, p99 ≤ 20 ms`;

/** What each command is for, what it needs, and what it runs. */
const commands = {
  start: {
    help: () =>
      'npm start [-- OPTIONS]\n\n' +
      `Opens the station. Without a display the window runs on a virtual one.\n\n${stationUsage()}`,
    run: start,
  },
  test: {
    help: () =>
      'npm test [-- ARGUMENTS OF vitest]\n\nRuns every test, those in a real Electron window too.\n' +
      'Example: npm test -- --project parts tests/sync',
    run: (args) => inWindowEnvironment(['node_modules/vitest/vitest.mjs', 'run', ...args]),
  },
  check: {
    help: () =>
      'npm run check\n\nFormat, lint, banned calls, types, layers, dead code and messages.',
    run: (args) => onProjectNode(['scripts/check.mjs', ...args]),
  },
  bench: {
    help: () =>
      'npm run bench -- [--json] [--quick] [NAMES]\n\n' +
      'Runs the benchmarks, each as a ratio against its limit or a peer. Names: commit, seal, startup,\n' +
      'upload, cpu-per-dossier, memory, devices; all without a name. --quick only shows that they work.\n\n' +
      deviceBenchmarks,
    run: (args) => inWindowEnvironment(['bench/main.ts', ...args]),
  },
  soak: {
    help: () =>
      'npm run soak -- [kill] [power] [frames] [--rounds N] [--citizens 5] [--frames 1000000]\n' +
      '                [--protocol NAME] [--seed 1]\n\n' +
      'kill: kills the station before and after each durable step, then at random moments of a day, and\n' +
      'accounts for every dossier at its end.\n' +
      'power: cuts off a virtual machine in which a station works, and reads its disk from outside.\n' +
      'frames: lets every parser of what devices say hear so many damaged frames, one protocol after the\n' +
      'other, or only those that --protocol names. All without a name.',
    run: (args) => inWindowEnvironment(['bench/soak.ts', ...args]),
  },
  tram: { help: undefined, run: tram },
  package: {
    help: () =>
      'npm run package -- [--dir] [--test-build] [--linux | --win]\n\n' +
      'Builds the installers. --dir builds only the unpacked application; --test-build lets a debugger\n' +
      'in, for tests of the package.',
    run: packageStation,
  },
};

/**
 * Sets up and runs one command.
 * @param {readonly string[]} argv the command's name and its arguments
 * @returns {Promise<number>} the exit code
 */
export async function runCommand([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (!command) {
    say(
      `There is no command ${name ?? '(none given)'}. Commands: ${Object.keys(commands).join(', ')}.`,
    );
    return 2;
  }
  if (command.help && (args.includes('--help') || args.includes('-h'))) {
    process.stdout.write(`${command.help()}\n`);
    return 0;
  }
  try {
    await ensureNpmPackages();
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof RuntimeProblem)) throw error;
    say(error.message);
    return 1;
  }
}

async function start(args) {
  const display = (await displayState()) === 'there' ? [] : ['virtual display'];
  await ensureDebianPackages(['devices', 'window', ...display]);
  const electron = await electronRuntime();
  await ensureBuilt();
  return withDisplay(async (environment) => {
    const sandbox = await sandboxSwitches();
    return handOver(electron.path, [...sandbox, projectRoot, ...args], {
      ...environment,
      ...electronEnvironment(electron),
    });
  });
}

/** Tests and benchmarks: a build, a real Electron, and a display for the whole run. */
async function inWindowEnvironment(args) {
  const electron = await windowParts(['tests']);
  await ensureBuilt();
  say(`Windows are tested in Electron ${electron.version}: ${electron.why}.`);
  return withWindow(electron, args);
}

async function windowParts(others) {
  const display = (await displayState()) === 'there' ? [] : ['virtual display'];
  await ensureDebianPackages(['devices', 'window', ...display, ...others]);
  return electronRuntime();
}

function withWindow(electron, args) {
  return withDisplay((environment) =>
    handOver(projectNode(), args, {
      ...environment,
      ...electronEnvironment(electron),
      TRAM_ELECTRON: electron.path,
    }),
  );
}

/** The commands of `tram` that talk to devices. */
const deviceCommands = ['day', 'devices', 'bench'];

/** Drivers that run in a window, and are held to their contracts in one. */
const windowDrivers = /^(--driver=)?(uvc|wedge)$/;

async function tram(args) {
  if (args.includes('conform') && args.some((word) => windowDrivers.test(word))) {
    return withWindow(await windowParts([]), ['src/cli/tram.ts', ...args]);
  }
  if (deviceCommands.includes(args[0] ?? '') && !args.includes('--help')) {
    await ensureDebianPackages(['devices']);
  }
  return onProjectNode(['src/cli/tram.ts', ...args]);
}

async function packageStation(args) {
  const electron = await electronRuntime();
  await ensureBuilt();
  return handOver(projectNode(), ['scripts/package.mjs', ...args], {
    ...process.env,
    TRAM_ELECTRON: electron.path,
  });
}

/** The station's own list of options, read from its source: help needs no set-up. */
function stationUsage() {
  const source = fs.readFileSync(path.join(projectRoot, 'src/main/options.ts'), 'utf8');
  const [, usage] = /^export const USAGE = `[^\n]*\n+([^`]*)`;$/m.exec(source);
  return usage.trimEnd();
}

function onProjectNode(args) {
  return handOver(projectNode(), args, process.env);
}

async function electronRuntime() {
  const there = electronExecutable();
  if (there) return there;
  await handOverQuietly();
  return prepareElectron({ say });
}

/** Fetching needs packages that only run on the project's own Node. */
async function handOverQuietly() {
  const code = await new Promise((resolve, reject) => {
    import('node:child_process').then(({ spawn }) => {
      const child = spawn(projectNode(), ['scripts/electron-runtime.mjs'], {
        cwd: projectRoot,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.on('error', reject);
      child.on('close', resolve);
    }, reject);
  });
  if (code !== 0) throw new Problem('There is no Electron to open a window with.');
}

function electronEnvironment(electron) {
  return {
    TRAM_NODE: projectNode(),
    ...(electron.stock ? { TRAM_STOCK_ELECTRON: '1' } : {}),
  };
}

async function withDisplay(work) {
  const state = await displayState();
  if (state === 'there') return work(process.env);
  const { display, stop } = await startVirtualDisplay();
  const named = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const why = state === 'none' ? 'There is no display' : `The display ${named} does not answer`;
  say(`${why}: the window runs on a virtual one (${display}, 1366x768).`);
  try {
    return await work({ ...process.env, DISPLAY: display, WAYLAND_DISPLAY: '' });
  } finally {
    stop();
  }
}

/** Chromium's sandbox is not for root, and needs namespaces that many containers forbid. */
async function sandboxSwitches() {
  if (process.platform !== 'linux') return [];
  const isRoot = process.getuid() === 0;
  if (!isRoot && (await mayHaveNamespaces())) return [];
  const reason = isRoot ? 'You are root' : 'This machine forbids its users namespaces';
  say(`${reason}: the window runs without Chromium's sandbox (--no-sandbox).`);
  return ['--no-sandbox'];
}

async function mayHaveNamespaces() {
  const { code } = await capture('unshare', ['--user', '--map-root-user', '--net', 'true']);
  return code === 0 || code === 127;
}
