import { closeSync, constants, openSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { failWith } from './output.ts';

/**
 * Ends the command with a sentence when what an option names is there and is no serial port: a file, a folder,
 * `/dev/null`. One that is missing, held by another program or not permitted is told by the driver that opens it.
 */
export function mustBeSerialPort(option: string, port: string): void {
  if (port === '') failWith(`${option}: name a port, such as /dev/ttyUSB0.`);
  if (!port.startsWith('/')) return;
  const found = statSync(port, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isCharacterDevice() || isNoTerminal(port)) {
    failWith(`${option}: ${port} is no serial port.`);
  }
}

function isNoTerminal(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    // Why it cannot be opened, its driver tells.
    return false;
  }
  try {
    return !isatty(file);
  } finally {
    closeSync(file);
  }
}
