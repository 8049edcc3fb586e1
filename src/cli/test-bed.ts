import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isUnderTestBed } from '../devices/emulators/virtual-hid.ts';
import { failWith } from './output.ts';

/**
 * Runs this command once more where virtual HID devices can be shown to it; false where that is already so.
 * The process's exit code is then the other's.
 */
export async function againUnderTestBed(): Promise<boolean> {
  if (isUnderTestBed()) return false;
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const again = spawn('umockdev-wrapper', command, { stdio: 'inherit' });
  again.once('error', (error) =>
    failWith(
      `umockdev is missing: install the Debian packages umockdev, python3-gi and gir1.2-umockdev-1.0 (${error.message}).`,
    ),
  );
  const [code] = (await once(again, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
  return true;
}
