import { randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../durable/folder-sync.ts';

/** Replaces a small secret file in one step, readable by its owner only, and makes it durable. */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const temporaryPath = `${path}.${randomUUID()}.part`;
  const handle = await open(temporaryPath, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporaryPath, path);
  await syncFolder(dirname(path));
}
