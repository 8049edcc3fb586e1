import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Menu, app, protocol } from 'electron';
import { PAGE_SCHEME_PRIVILEGES } from './app-protocol.ts';
import { emulateCamera } from './emulated-camera.ts';
import { isKeptByOperatingSystem } from './key-custody.ts';
import { ShellLog } from './log.ts';
import { guardNavigation } from './navigation.ts';
import { keepChromiumOffline } from './network.ts';
import type { ShellOptions, Surroundings } from './options.ts';
import { USAGE, readCommandLine } from './options.ts';
import { RELEASED_PACKAGE, readPackageMarker } from './package-marker.ts';
import { Shell } from './shell.ts';
import { refuse } from './startup-problem.ts';

// ASCII, because it names the folder that the operating system gives us.
app.setName('tram');
start(surroundings());

function start(where: Surroundings): void {
  const line = readCommandLine(process.argv.slice(1), where);
  switch (line.kind) {
    case 'help':
      process.stdout.write(USAGE);
      return process.exit(0);
    case 'version':
      process.stdout.write(`${app.getVersion()}\n`);
      return process.exit(0);
    case 'refused':
      return refuse(line.sentence, 2);
    case 'run':
      return open(line.options);
  }
}

function surroundings(): Surroundings {
  const packaged = app.isPackaged;
  return {
    packaged,
    marker: packaged ? readPackageMarker(process.resourcesPath) : RELEASED_PACKAGE,
    electronVersion: process.versions.electron,
    stockElectron: Boolean(process.env['TRAM_STOCK_ELECTRON']),
    underTest: process.env['TRAM_E2E'] === '1',
    userDataDirectory: app.getPath('userData'),
    workingDirectory: process.cwd(),
    applicationDirectory: app.getAppPath(),
  };
}

/** All that must be settled before Electron is ready, then the window and the station side by side. */
function open(options: ShellOptions): void {
  const { dataDirectory, training } = options;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  if (training && isKeptByOperatingSystem(dataDirectory)) {
    refuse(`${dataDirectory} holds real records: it is not opened for training.`, 3);
  }
  // One shell for each data folder: Electron ties the lock to the folder of its own data.
  app.setPath('userData', join(dataDirectory, 'shell'));
  if (!app.requestSingleInstanceLock()) {
    refuse(`The station is already open on ${dataDirectory}.`, 3);
  }
  const log = new ShellLog(join(dataDirectory, 'logs'));
  endOnSurprise(log);
  // What a developer's environment would change in the station process.
  delete process.env['NODE_OPTIONS'];
  // Chromium has no sandbox for root (containers); an installed station refuses that switch.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  keepChromiumOffline(app);
  if (options.emulatedCamera) emulateCamera(app);
  protocol.registerSchemesAsPrivileged([PAGE_SCHEME_PRIVILEGES]);
  Menu.setApplicationMenu(null);
  guardNavigation(app, log);
  new Shell(options, log).run();
}

/** A surprise ends the shell loudly; the store is the station's, and it is durable. */
function endOnSurprise(log: ShellLog): void {
  process.on('uncaughtException', (error) => {
    log.error('surprise', { name: error.name, stack: framesOf(error) });
    app.exit(70);
  });
  process.on('unhandledRejection', (cause) => {
    throw cause;
  });
}

/** Where it happened, without the message, which could carry what a person typed. */
function framesOf(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
