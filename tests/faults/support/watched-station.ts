/**
 * The station's own entry, with an eye on the file system: whatever changes a file or a name in the station's folder
 * outside of a step (`src/durable/step.ts`) is written to the file that `TRAM_SILENT_WRITES` names. SQLite writes its own
 * files itself; what it commits goes through one function.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const report = process.env['TRAM_SILENT_WRITES'] ?? '';
const folder = process.env['TRAM_WATCHED_FOLDER'] ?? '';
Error.stackTraceLimit = 60;

const say = fs.appendFileSync.bind(fs);
const paths = new Map<unknown, string>();

function look(operation: string, path: unknown): void {
  const name = typeof path === 'string' ? path : paths.get(path);
  if (name === undefined || !name.startsWith(`${folder}/`)) return;
  // Companions of training have folders of their own beside the store.
  if (name.startsWith(`${folder}/ministry`)) return;
  const stack = new Error().stack ?? '';
  // Callers share one sync of a folder, whose names they have changed in steps of their own.
  if (/\bdurable\/(step|folder-sync)\.ts\b/.test(stack)) return;
  const from = stack.split('\n').find((line) => line.includes('/src/')) ?? '';
  say(report, `${operation} ${name} ${from.trim()}\n`);
}

type Call = (...given: unknown[]) => unknown;
type Calls = Record<string, Call | undefined>;

function watch(of: Calls, names: readonly string[]): void {
  for (const name of names) {
    const call = of[name];
    if (call === undefined) throw new Error(`there is no ${name} to watch`);
    of[name] = function (this: unknown, ...given: unknown[]) {
      look(name, given[0]);
      return call.apply(this, given);
    };
  }
}

const MOVING = ['renameSync', 'rmSync', 'unlinkSync', 'truncateSync'] as const;
const WRITING = ['writeFileSync', 'appendFileSync', 'copyFileSync', 'cpSync'] as const;
const BY_HANDLE = [
  'writeSync',
  'writevSync',
  'fsyncSync',
  'fdatasyncSync',
  'ftruncateSync',
] as const;

// The module's own functions, which every importer shares.
const sync = fs as unknown as Calls;
const promised = fs.promises as unknown as Calls;
watch(sync, [...MOVING, ...WRITING, ...BY_HANDLE]);
watch(promised, ['rename', 'rm', 'unlink', 'writeFile', 'appendFile', 'copyFile', 'truncate']);

const openSync = fs.openSync.bind(fs);
sync['openSync'] = (...given: unknown[]) => {
  const file = openSync(...(given as Parameters<typeof openSync>));
  paths.set(file, String(given[0]));
  return file;
};
const open = fs.promises.open.bind(fs.promises);
promised['open'] = async (...given: unknown[]) => {
  const handle = await open(...(given as Parameters<typeof open>));
  paths.set(handle, String(given[0]));
  for (const name of [
    'writeFile',
    'write',
    'sync',
    'datasync',
    'truncate',
    'appendFile',
  ] as const) {
    const call = handle[name].bind(handle) as Call;
    Object.defineProperty(handle, name, {
      value: (...what: unknown[]) => {
        look(`handle.${name}`, handle);
        return call(...what);
      },
    });
  }
  return handle;
};
syncBuiltinESMExports();

await import('../../../src/station/entry.ts');
