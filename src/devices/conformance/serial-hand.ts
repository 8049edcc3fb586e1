import type { EmulatedLine } from '../emulators/emulated-line.ts';

/** What happens to the cable of a device that needs no finger. */
export interface CableHand {
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Pulls the cable when so many more bytes have left the device. */
  unplugAfter(bytes: number): void;
}

/** The same at a serial device. */
export interface SerialHand extends CableHand {
  /** One of the next answers is lost, another cut. */
  damage(): Promise<void>;
}

export function emulatedHand(line: EmulatedLine): SerialHand {
  return {
    plug: () => line.plug(),
    unplug: () => line.unplug(),
    unplugAfter: (bytes) => line.unplugAfter(bytes),
    damage: async () => {
      line.order({ kind: 'truncated', answers: 1, after: 2, keptBytes: 2 });
      line.order({ kind: 'silence', answers: 1, after: 3 });
      await Promise.resolve();
    },
  };
}

/** A person at a real device; clauses that only an emulator bears out are not put to her. */
export function humanSerialHand(ask: (sentence: string) => Promise<void>): SerialHand {
  return {
    plug: () => ask('Plug the cable in.'),
    unplug: () => ask('Pull the cable.'),
    unplugAfter: () => {
      throw new Error('only an emulator does this');
    },
    damage: () => Promise.reject(new Error('only an emulator does this')),
  };
}
