import { spawn } from 'node:child_process';
import type { StationChannel } from '../../contract/station-client.ts';

/**
 * A station process as a child of the project's own Node (under `npm start`, tests and the CLI).
 * @param nodePath the Node executable, 24 or later
 * @param stationScript the station's entry point: source (Node strips the types) or bundle
 */
export function spawnStationChild(nodePath: string, stationScript: string): StationChannel {
  const child = spawn(nodePath, ['--enable-source-maps', stationScript], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  return {
    // A message to a process that has just died is answered by `onExit`, not by the callback's error.
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number | null): void => {
        if (told) return;
        told = true;
        listener({ code });
      };
      child.once('exit', tell);
      child.once('error', () => tell(null));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
