import { open } from 'node:fs/promises';

/** For each folder the sync that runs, and the one that will run after it for those who came meanwhile. */
const running = new Map<string, Promise<void>>();
const next = new Map<string, Promise<void>>();

/**
 * Makes the names in a folder durable. A renamed file survives a power cut only after this; Windows
 * journals names itself and cannot open a folder. Callers at the same time share one sync, which begins
 * after each of them has called.
 */
export function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return Promise.resolve();
  const before = running.get(directory);
  if (before === undefined) return run(directory);
  const shared = next.get(directory) ?? runAfter(before, directory);
  next.set(directory, shared);
  return shared;
}

async function runAfter(before: Promise<void>, directory: string): Promise<void> {
  // Whether the sync before succeeded concerns those who waited for it.
  await Promise.allSettled([before]);
  next.delete(directory);
  await run(directory);
}

async function run(directory: string): Promise<void> {
  const sync = syncOnce(directory);
  running.set(directory, sync);
  try {
    await sync;
  } finally {
    if (running.get(directory) === sync) running.delete(directory);
  }
}

async function syncOnce(directory: string): Promise<void> {
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Errors that say the medium, a quota or a file size limit is full. */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What an error of the file system means to the trade, or undefined when it is no such error. */
export function storageProblem(
  cause: unknown,
): { code: 'disk-full' | 'storage-failed'; errno: string } | undefined {
  if (!(cause instanceof Error) || !('code' in cause) || !('syscall' in cause)) return undefined;
  const errno = String(cause.code);
  return { code: FULL_CODES.has(errno) ? 'disk-full' : 'storage-failed', errno };
}
