import { randomInt } from 'node:crypto';
import { openZfmFingerprintScanner } from '../drivers/zfm-fingerprint.ts';
import { startEmulator } from '../emulators/start.ts';
import { SerialTransport } from '../transports/serial.ts';
import type { FingerprintBench, FingerprintHand } from './fingerprint-contract.ts';

const BAUD_RATE = 57_600;

/** The driver on the emulated module at the end of a real pty, unpaced. */
export async function emulatedZfmBench(): Promise<FingerprintBench> {
  const emulator = await startEmulator({ profile: 'r503', baudRate: BAUD_RATE });
  const personSeed = randomInt(1, 2 ** 31);
  return {
    hand: {
      place: () => emulator.place({ personSeed, position: 'right-index' }),
      lift: () => emulator.lift(),
      unplug: (afterBytes) => emulator.unplug(afterBytes),
      plug: () => emulator.plug(),
      garbage: (on) => emulator.garbage(on),
      damageNextPackets: (packets) => emulator.damageNextPackets(packets),
    },
    ...opener(emulator.port, () => emulator.stop()),
  };
}

/** The driver on a real module; what has to be done at it is asked of a person. */
export function realZfmBench(
  path: string,
  ask: (sentence: string) => Promise<void>,
): FingerprintBench {
  return { hand: humanHand(ask), ...opener(path, () => Promise.resolve()) };
}

function opener(path: string, stop: () => Promise<void>): Pick<FingerprintBench, 'open' | 'close'> {
  const open: { close(): Promise<void> }[] = [];
  return {
    open: async () => {
      const transport = new SerialTransport({ path, baudRate: BAUD_RATE });
      const scanner = await openZfmFingerprintScanner({ transport });
      if (scanner.ok) open.push(scanner.value);
      return scanner;
    },
    close: async () => {
      for (const scanner of open) await scanner.close();
      await stop();
    },
  };
}

function humanHand(ask: (sentence: string) => Promise<void>): FingerprintHand {
  const never = (): Promise<void> => Promise.reject(new Error('only an emulator does this'));
  return {
    place: () => ask('Lay a finger on the sensor and leave it there.'),
    lift: () => ask('Lift the finger.'),
    unplug: () => ask('Pull the cable.'),
    plug: () => ask('Plug the cable in again.'),
    garbage: never,
    damageNextPackets: never,
  };
}
