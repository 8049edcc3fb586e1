import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { StationChannel } from '../../contract/station-client.ts';

/**
 * Prints and packets are short-lived blocks of some ten to hundred kilobytes, in many threads. With one
 * allocation arena that gives freed pages back, and a small young generation, the process stays under
 * 300 MB over a long day; with the defaults of glibc and V8 it grows beyond.
 */
export const LEAN_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
};
const LEAN_FLAGS = ['--max-semi-space-size=2'];

/**
 * A station process as a child of the project's own Node (under `npm start`, tests and the CLI).
 * @param nodePath the Node executable, 24 or later
 * @param stationScript the station's entry point: source (Node strips the types) or bundle
 */
export function spawnStationChild(nodePath: string, stationScript: string): StationChannel {
  const child = spawn(nodePath, [...LEAN_FLAGS, stationScript], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...LEAN_MEMORY, NODE_COMPILE_CACHE: compileCache() },
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

/** Compiled code of an earlier start, in a folder of this user alone: quicker to start, less memory. */
function compileCache(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tram', 'compiled');
}
