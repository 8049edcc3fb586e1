import { randomInt } from 'node:crypto';
import type { GrayImage } from '../../domain/gray-image.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import { openZfmFingerprintScanner } from '../drivers/zfm-fingerprint.ts';
import type { ModuleOnWire } from '../emulators/module-on-wire.ts';
import { startEmulator } from '../emulators/start.ts';
import { renderTouch } from '../emulators/synthetic-print/index.ts';
import { geometryOfProfile } from '../emulators/zfm-device.ts';
import type { ZfmProfile } from '../emulators/zfm-device.ts';
import type { FingerprintScanner } from '../modality.ts';
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
    ...opener(
      () => openSerial(emulator.port),
      () => emulator.stop(),
    ),
  };
}

/** The driver on a real module; what has to be done at it is asked of a person. */
export function realZfmBench(
  path: string,
  ask: (sentence: string) => Promise<void>,
): FingerprintBench {
  return {
    hand: humanHand(ask),
    ...opener(
      () => openSerial(path),
      () => Promise.resolve(),
    ),
  };
}

/** The driver on a module of the family that hangs at a serial port. */
export function openSerial(path: string): Promise<Result<FingerprintScanner, DeviceError>> {
  const transport = new SerialTransport({ path, baudRate: BAUD_RATE });
  return openZfmFingerprintScanner({ transport });
}

/** Closes at the end of a clause whatever it has opened, then stops the device. */
export function opener<Device extends { close(): Promise<void> }>(
  open: () => Promise<Result<Device, DeviceError>>,
  stop: () => Promise<void>,
): { open(): Promise<Result<Device, DeviceError>>; close(): Promise<void> } {
  const opened: Device[] = [];
  return {
    open: async () => {
      const device = await open();
      if (device.ok) opened.push(device.value);
      return device;
    },
    close: async () => {
      for (const device of opened) await device.close();
      await stop();
    },
  };
}

/** A good touch for a module in this process; every bench has another one. */
export function somePrint(profile: ZfmProfile): GrayImage {
  return renderTouch({
    personSeed: 1,
    position: 'right-index',
    touch: randomInt(1_000),
    condition: 'good',
    ...geometryOfProfile(profile),
  });
}

/** A module in this process obeys at once. */
export function moduleHand(module: ModuleOnWire, print: GrayImage): FingerprintHand {
  return {
    place: () => Promise.resolve(module.place(print)),
    lift: () => Promise.resolve(module.device.lift()),
    unplug: async (afterBytes) => {
      if (afterBytes === undefined) await module.unplug();
      else module.unplugAfter(afterBytes);
    },
    plug: () => module.plug(),
    garbage: (on) => Promise.resolve(on ? module.order({ kind: 'garbage' }) : module.clear()),
    damageNextPackets: (packets) =>
      Promise.resolve(module.order({ kind: 'bad-checksum', answers: packets })),
  };
}

export function humanHand(ask: (sentence: string) => Promise<void>): FingerprintHand {
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
