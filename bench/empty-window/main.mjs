/**
 * The least that Electron can show: one window, its page sandboxed (the default), with one input that has the
 * focus. `electron empty-window DATA_FOLDER`
 */
import { join } from 'node:path';
import { app, BrowserWindow, Menu } from 'electron';

app.setPath('userData', process.argv.at(-1));
Menu.setApplicationMenu(null);
app.on('window-all-closed', () => app.quit());
// Electron becomes ready only after this module has been read: no waiting at its top level.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1366, height: 768, show: false });
  window.once('ready-to-show', () => window.show());
  await window.loadFile(join(import.meta.dirname, 'index.html'));
});
