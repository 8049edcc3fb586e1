import { utilityProcess } from 'electron';
import type { StationChannel } from '../contract/station-client.ts';
import { LEAN_MEMORY, spawnStationChild } from '../station/host/child-process.ts';

/** better-sqlite3 13 needs it (Node 22.14 and later, Electron 36 and later). */
const NODE_API_OF_THE_STORE = 10;

export interface StationProcessOptions {
  readonly packaged: boolean;
  readonly stationScript: string;
  /** Of a Node 24, for where Electron's own Node does not do. */
  readonly nodeExecutable: string;
}

/** Starts the station process: a utility process of Electron in a package, else a child of Node 24. */
export function startStationProcess(options: StationProcessOptions): StationChannel {
  const nodeApi = Number(process.versions['napi'] ?? 0);
  return options.packaged && nodeApi >= NODE_API_OF_THE_STORE
    ? forkUtilityProcess(options.stationScript)
    : spawnStationChild(options.nodeExecutable, options.stationScript);
}

function forkUtilityProcess(stationScript: string): StationChannel {
  const child = utilityProcess.fork(stationScript, [], {
    serviceName: 'Tram station',
    env: { ...process.env, ...LEAN_MEMORY },
    stdio: 'inherit',
  });
  let pid: number | undefined;
  child.once('spawn', () => (pid = child.pid));
  return {
    send: (message) => {
      child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) =>
      void child.once('exit', (code) => {
        listener({ code });
      }),
    kill: () => {
      if (pid === undefined) child.kill();
      else process.kill(pid, 'SIGKILL');
    },
  };
}
