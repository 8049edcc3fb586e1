import { open } from 'node:fs/promises';

/**
 * Makes the names in a folder durable. A renamed file survives a power cut only after this; Windows
 * journals names itself and cannot open a folder.
 */
export async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
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
