import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Answer } from '../contract/channel.ts';
import { err, ok } from '../domain/result.ts';
import type { PdfDelivery } from './pdf-delivery.ts';
import { printWithCups } from './print-with-cups.ts';
import { printWithViewer } from './print-with-viewer.ts';

type Delivered = Answer<{ readonly delivered: boolean }>;

/** Gives a PDF to the officer: a file where she chooses, or the printer. */
export async function deliverPdf(window: BrowserWindow, delivery: PdfDelivery): Promise<Delivered> {
  if (delivery.how === 'print') return ok({ delivered: await print(window, delivery) });
  const choice = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), delivery.fileName),
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (choice.canceled || choice.filePath === '') return ok({ delivered: false });
  return savePdf(choice.filePath, delivery.pdf);
}

function print(window: BrowserWindow, { pdf }: PdfDelivery): Promise<boolean> {
  return process.platform === 'win32' ? printWithViewer(window, pdf) : printWithCups(pdf);
}

async function savePdf(path: string, pdf: Uint8Array): Promise<Delivered> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(pdf);
      await file.sync();
    } finally {
      await file.close();
    }
    return ok({ delivered: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') return err({ code: 'disk-full' });
    // A folder without the right to write, a stick pulled out: the officer chooses another place.
    if (typeof code === 'string') return ok({ delivered: false });
    throw error;
  }
}
