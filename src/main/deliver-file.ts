import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Answer } from '../contract/channel.ts';
import { err, ok } from '../domain/result.ts';
import type { FileDelivery } from './file-delivery.ts';
import { printWithCups } from './print-with-cups.ts';
import { printWithViewer } from './print-with-viewer.ts';

type Delivered = Answer<{ readonly delivered: boolean }>;

/** Gives a file to the person at the window: where she chooses to save it, or the printer. */
export async function deliverFile(
  window: BrowserWindow,
  delivery: FileDelivery,
): Promise<Delivered> {
  if (delivery.how === 'print') return ok({ delivered: await print(window, delivery) });
  const { fileName, kind } = delivery;
  const choice = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), fileName),
    filters: [{ name: kind.toUpperCase(), extensions: [kind] }],
  });
  if (choice.canceled || choice.filePath === '') return ok({ delivered: false });
  return save(choice.filePath, delivery.bytes);
}

function print(window: BrowserWindow, { bytes }: FileDelivery): Promise<boolean> {
  return process.platform === 'win32' ? printWithViewer(window, bytes) : printWithCups(bytes);
}

async function save(path: string, bytes: Uint8Array): Promise<Delivered> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return ok({ delivered: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') return err({ code: 'disk-full' });
    // A folder without the right to write, a stick pulled out: another place is chosen.
    if (typeof code === 'string') return ok({ delivered: false });
    throw error;
  }
}
