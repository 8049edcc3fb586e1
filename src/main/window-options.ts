import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { EVENT_NAMES } from '../contract/events.ts';
import { PROCEDURES } from '../contract/procedures.ts';
import { EVENTS_SWITCH, PROCEDURES_SWITCH } from './ipc-channels.ts';

export interface WindowOptions {
  readonly training: boolean;
  readonly title: string;
  readonly preloadScript: string;
}

/** Without `persist:` it lives in memory: nothing of the page is left on the disk. */
export const PARTITION = 'tram';

/** The station's window, at the size of the smallest screen the station is made for. */
export function windowOptions(options: WindowOptions): BrowserWindowConstructorOptions {
  return {
    title: options.title,
    width: 1366,
    height: 768,
    minWidth: 1280,
    minHeight: 720,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#f4f6f8',
    webPreferences: webPreferences(options),
  };
}

/** What every window has in common: a page in a box, with nothing of Node or Electron in it. */
const BOXED_IN = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  webgl: false,
  spellcheck: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
} as const satisfies WebPreferences;

function webPreferences({ training, preloadScript }: WindowOptions): WebPreferences {
  return {
    ...BOXED_IN,
    preload: preloadScript,
    partition: PARTITION,
    // The sounds that tell a good print from a weak one follow a finger, not a key.
    autoplayPolicy: 'no-user-gesture-required',
    devTools: training,
    additionalArguments: [
      PROCEDURES_SWITCH + Object.keys(PROCEDURES).join(','),
      EVENTS_SWITCH + EVENT_NAMES.join(','),
    ],
  };
}

/** The partition of the window that prints one PDF: its own, in memory, with nothing else to reach. */
export const PRINT_PARTITION = 'tram-print';

/** A window that is never shown: Chromium's PDF viewer, and no preload. */
export function printWindowOptions(): BrowserWindowConstructorOptions {
  return {
    show: false,
    webPreferences: { ...BOXED_IN, plugins: true, devTools: false, partition: PRINT_PARTITION },
  };
}
