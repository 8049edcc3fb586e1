import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startHidFingerprint } from '../../../src/devices/emulators/hid-devices.ts';
import type { HidDescription, HidWire } from '../../../src/devices/emulators/hid-wire.ts';
import { startUhid } from '../../../src/devices/emulators/uhid.ts';
import { INSTRUCTION } from '../../../src/devices/protocols/zfm/commands.ts';
import { printOf, sha256Of } from './prints.ts';

const HOST = fileURLToPath(new URL('capturing-host.ts', import.meta.url));
const SERIAL_NUMBER = 'FLOOD-1';

/** Report id, number, length, then a command packet: its instruction is the tenth byte (ZFM user manual 2.0, 3.2). */
const INSTRUCTION_AT = 3 + 9;

/**
 * A host that stands still while a whole picture comes: the kernel keeps 64 reports of it and drops the rest. When it goes
 * on, its capture has to end with the whole picture all the same.
 */
export async function flood(): Promise<unknown> {
  let uploadsAsked = 0;
  let reportsSent = 0;
  let onUpload = (): void => undefined;
  const startCountedUhid = async (description: HidDescription): Promise<HidWire> => {
    const wire = await startUhid(description);
    wire.onReport((report) => {
      if (report[INSTRUCTION_AT] !== INSTRUCTION.uploadImage) return;
      uploadsAsked += 1;
      onUpload();
    });
    return { ...wire, send: (report) => (reportsSent += 1) > 0 && wire.send(report) };
  };
  const { module, drained } = await startHidFingerprint('r503', SERIAL_NUMBER, startCountedUhid);
  const host = spawn(process.execPath, [HOST, SERIAL_NUMBER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(host.stdout)[Symbol.asyncIterator]();
  await nextLine(lines);
  const stopped = new Promise<void>((resolve) => {
    onUpload = () => {
      host.kill('SIGSTOP');
      reportsSent = 0;
      onUpload = () => undefined;
      resolve();
    };
  });
  module.place(printOf('right-index'));
  await stopped;
  await drained();
  const whileItStood = reportsSent;
  host.kill('SIGCONT');
  const captured = await nextLine(lines);
  await module.stop();
  return {
    reportsWhileItStood: whileItStood,
    uploadsAsked,
    captured,
    sha256: sha256Of(printOf('right-index')),
  };
}

async function nextLine(lines: AsyncIterator<string>): Promise<unknown> {
  const { value, done } = await lines.next();
  if (done === true) throw new Error('the host ended before its time');
  return JSON.parse(value);
}
