import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The kernel makes the device file of a device that was plugged in its own time. */
const LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 5;

/**
 * Waits until the kernel shows this device to the host.
 * @param find answers undefined as long as it is not there
 * @throws when it does not come
 */
export async function appeared<T>(what: string, find: () => T | undefined): Promise<T> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`the kernel shows no ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** The hidraw device file of the HID device with this serial number. */
export function hidrawOf(serialNumber: string): string | undefined {
  return deviceFile('/sys/class/hidraw', 'hidraw', (folder) =>
    readText(join(folder, 'device/uevent')).split('\n').includes(`HID_UNIQ=${serialNumber}`),
  );
}

/** The CDC-ACM terminal of the USB device with this serial number. */
export function acmTerminalOf(serialNumber: string): string | undefined {
  return deviceFile(
    '/sys/class/tty',
    'ttyACM',
    (folder) => readText(`${folder}/device/../serial`).trim() === serialNumber,
  );
}

function deviceFile(
  classFolder: string,
  prefix: string,
  isWanted: (folder: string) => boolean,
): string | undefined {
  if (!existsSync(classFolder)) return undefined;
  const name = readdirSync(classFolder).find(
    (entry) => entry.startsWith(prefix) && isWanted(join(classFolder, entry)),
  );
  if (name === undefined) return undefined;
  const path = join('/dev', name);
  return existsSync(path) ? path : undefined;
}

/** Empty where the device goes away while it is looked at. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code !== 'EACCES') return '';
    throw cause;
  }
}
