import { BrowserWindow, session } from 'electron';
import type { WindowOptions } from './window-options.ts';
import { PRINT_PARTITION, printWindowOptions, windowOptions } from './window-options.ts';

/** Every window is made in this file. The caller loads the page. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow(windowOptions(options));
  window.removeMenu();
  // Nobody photographs a citizen's record with a screen recorder.
  if (!options.training) window.setContentProtection(true);
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  window.on('page-title-updated', (event) => {
    event.preventDefault();
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  return window;
}

export const PRINT_URL = 'app://print/document.pdf';

/** A window that is never shown, with Chromium's PDF viewer and no preload, to print one PDF from. */
export function createPrintWindow(parent: BrowserWindow, pdf: Uint8Array): BrowserWindow {
  const { protocol } = session.fromPartition(PRINT_PARTITION);
  if (protocol.isProtocolHandled('app')) protocol.unhandle('app');
  const bytes = new Uint8Array(pdf);
  protocol.handle('app', (request) =>
    request.url === PRINT_URL
      ? new Response(bytes, { headers: { 'Content-Type': 'application/pdf' } })
      : new Response(null, { status: 404 }),
  );
  return new BrowserWindow({ ...printWindowOptions(), parent });
}
