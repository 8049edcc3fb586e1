import { randomUUID } from 'node:crypto';
import { app, powerMonitor, safeStorage, session } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Boot } from '../contract/channel.ts';
import type { StationChannel } from '../contract/station-client.ts';
import { servePage } from './app-protocol.ts';
import { applicationFolders, nodeExecutable } from './application-folders.ts';
import { CallGate } from './call-gate.ts';
import { createWindow } from './create-window.ts';
import { listenToPage } from './dispatcher.ts';
import { EVENT_CHANNEL } from './ipc-channels.ts';
import { storeKeyOf } from './key-custody.ts';
import type { ShellLog } from './log.ts';
import { guardNetwork } from './network.ts';
import { OLDEST_ELECTRON_FOR_REAL_RECORDS } from './options.ts';
import type { ShellOptions } from './options.ts';
import { PAGE_URL } from './page-address.ts';
import { guardPermissions } from './permissions.ts';
import { followPower, followSessionEnd } from './power.ts';
import { custodySentence, refuse } from './startup-problem.ts';
import { startStationProcess } from './station-process.ts';
import { StationSupervisor } from './station-supervisor.ts';
import { PARTITION } from './window-options.ts';

/** One run of the window: the station beside it, what passes between them, and their common end. */
export class Shell {
  readonly #options: ShellOptions;
  readonly #log: ShellLog;
  readonly #folders = applicationFolders(app.getAppPath());
  /** One for the life of the shell: a station restarted under it goes on with the session. */
  readonly #nonce = randomUUID();
  readonly #station: StationSupervisor;
  #window: BrowserWindow | undefined;
  #stop: Promise<void> | undefined;
  #stopped = false;

  constructor(options: ShellOptions, log: ShellLog) {
    this.#options = options;
    this.#log = log;
    this.#station = new StationSupervisor({
      start: () => this.#startStation(),
      boot: () => this.#boot(),
      onEvent: (name, payload) => {
        this.#toPage(name, payload);
      },
      onState: (state) => {
        this.#toPage('shell.station', { state });
      },
      log,
    });
  }

  run(): void {
    this.#log.info('shell-started', {
      version: app.getVersion(),
      electron: process.versions.electron,
      training: this.#options.training,
    });
    this.#station.run();
    app.on('second-instance', () => {
      this.#comeForward();
    });
    app.on('window-all-closed', () => {
      app.quit();
    });
    app.on('before-quit', (event) => {
      if (this.#stopped) return;
      event.preventDefault();
      this.#shutDown();
    });
    void app.whenReady().then(() => this.#openWindow());
  }

  async #openWindow(): Promise<void> {
    const pageSession = session.fromPartition(PARTITION);
    guardPermissions(pageSession);
    guardNetwork(pageSession);
    servePage(pageSession.protocol, this.#folders.page);
    const gate = new CallGate({
      windowContentsId: () => this.#window?.webContents.id,
      station: this.#station,
      log: this.#log,
    });
    listenToPage(gate, () => this.#window);
    const power = {
      lock: () => void this.#station.call('session.lock', { cause: 'power' }),
      shutDown: () => {
        this.#shutDown();
      },
    };
    followPower(powerMonitor, power);
    const window = createWindow({
      training: this.#options.training,
      title: windowTitle(this.#options.training),
      preloadScript: this.#folders.preloadScript,
    });
    this.#window = window;
    followSessionEnd(window, power);
    window.on('closed', () => (this.#window = undefined));
    window.webContents.on('did-finish-load', () => {
      const { state } = this.#station;
      if (state) this.#toPage('shell.station', { state });
    });
    this.#reopenWhenGone(window);
    await window.loadURL(PAGE_URL);
  }

  /** The page keeps nothing that the store does not have: when its process dies it is loaded again. */
  #reopenWhenGone(window: BrowserWindow): void {
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#log.error('page-gone', { reason, exitCode });
      if (this.#stop || reason === 'clean-exit') return;
      setTimeout(() => {
        if (!window.isDestroyed()) void window.loadURL(PAGE_URL);
      }, 300);
    });
    window.on('unresponsive', () => {
      this.#log.warn('page-unresponsive');
    });
  }

  #startStation(): StationChannel {
    const where = {
      packaged: app.isPackaged,
      resourcesDirectory: process.resourcesPath,
      applicationDirectory: app.getAppPath(),
    };
    return startStationProcess({
      packaged: app.isPackaged,
      stationScript: this.#folders.stationScript,
      nodeExecutable: nodeExecutable(where, process.env, process.platform),
    });
  }

  async #boot(): Promise<Omit<Boot, 'type'>> {
    const { training, dataDirectory, namedDevices, emulation } = this.#options;
    // Utility processes and the key store exist once Electron is ready; a training station under the
    // project's Node needs neither and starts beside it.
    if (!training || app.isPackaged) await app.whenReady();
    return {
      dataDirectory,
      applicationDirectory: this.#folders.application,
      training,
      version: app.getVersion(),
      storeKey: training ? null : await this.#storeKey(),
      shellNonce: this.#nonce,
      namedDevices: [...namedDevices],
      emulation: { ...emulation, ministry: training, sealingKey: null },
    };
  }

  async #storeKey(): Promise<Uint8Array | null> {
    const key = await storeKeyOf(this.#options.dataDirectory, safeStorage, process.platform);
    if (key.ok) return key.value;
    this.#log.error('store-key-unavailable', { code: key.error.code });
    return refuse(custodySentence(key.error), 3);
  }

  #toPage(name: string, payload: unknown): void {
    if (this.#window && !this.#window.webContents.isDestroyed()) {
      this.#window.webContents.send(EVENT_CHANNEL, name, payload);
    }
  }

  #comeForward(): void {
    if (this.#window?.isMinimized()) this.#window.restore();
    this.#window?.focus();
  }

  /** Closes the station, forgets what the page held, and ends. */
  #shutDown(): void {
    this.#stop ??= (async () => {
      await this.#station.stop();
      if (app.isReady()) {
        const pageSession = session.fromPartition(PARTITION);
        await pageSession.clearCache();
        await pageSession.clearStorageData();
      }
      this.#stopped = true;
      this.#log.info('shell-stopped');
      app.quit();
    })();
  }
}

/** Says on screen what this window is not for. */
function windowTitle(training: boolean): string {
  if (!training) return 'Trạm';
  const stock = Number.parseInt(process.versions.electron, 10) < OLDEST_ELECTRON_FOR_REAL_RECORDS;
  return stock
    ? `Trạm · Tập huấn · Electron ${process.versions.electron}: không dùng cho hồ sơ thật`
    : 'Trạm · Tập huấn';
}
