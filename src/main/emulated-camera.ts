import { join } from 'node:path';
import type { App } from 'electron';
import { applicationFolders } from './application-folders.ts';

const FAKE_DEVICE = 'use-fake-device-for-media-stream';
const FAKE_FILE = 'use-file-for-fake-video-capture';

/**
 * Puts a drawn citizen before the camera of a training station, so that a desk without a camera can practise
 * too. In place of every real camera; call it before Electron is ready. A file named on the command line stays.
 */
export function emulateCamera(app: App): void {
  const { commandLine } = app;
  if (commandLine.hasSwitch(FAKE_DEVICE)) return;
  const { application } = applicationFolders(app.getAppPath());
  commandLine.appendSwitch(FAKE_DEVICE);
  commandLine.appendSwitch(FAKE_FILE, join(application, 'resources/training-camera.mjpeg'));
}
