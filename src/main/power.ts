import type { BrowserWindow, PowerMonitor } from 'electron';

interface PowerActions {
  /** Locks the officer's session; the open dossier stays. */
  readonly lock: () => void;
  /** Closes the station and ends the shell. */
  readonly shutDown: () => void;
}

/** What the machine's power and screen lock mean to the station. */
export function followPower(powerMonitor: PowerMonitor, actions: PowerActions): void {
  powerMonitor.on('suspend', actions.lock);
  powerMonitor.on('lock-screen', actions.lock);
  powerMonitor.on('user-did-resign-active', actions.lock);
  // Windows has no `shutdown` here; its windows get `session-end`.
  if (process.platform !== 'win32') {
    powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
      event?.preventDefault();
      actions.shutDown();
    });
  }
}

/** Windows ends a session by telling each window. */
export function followSessionEnd(
  window: BrowserWindow,
  actions: Pick<PowerActions, 'shutDown'>,
): void {
  window.on('session-end', actions.shutDown);
}
