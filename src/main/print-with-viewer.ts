import type { BrowserWindow } from 'electron';
import { createPrintWindow, PRINT_URL } from './create-window.ts';

/**
 * Prints a PDF through Chromium's viewer and the system's print dialog (Windows has no program that
 * takes a PDF to a printer).
 * @returns false when there is no printer, or the officer cancels
 */
export async function printWithViewer(parent: BrowserWindow, pdf: Uint8Array): Promise<boolean> {
  if ((await parent.webContents.getPrintersAsync()).length === 0) return false;
  const window = createPrintWindow(parent, pdf);
  try {
    await window.loadURL(PRINT_URL);
    return await new Promise((resolve) => {
      window.webContents.print({ silent: false, printBackground: true }, (printed) => {
        resolve(printed);
      });
    });
  } finally {
    window.destroy();
  }
}
