import { join } from 'node:path';
import type { Boot } from '../../contract/channel.ts';
import { startEmulator } from '../../devices/emulators/start.ts';
import type { Emulator } from '../../devices/emulators/start.ts';
import { companionScript } from './companion.ts';
import { startEmbeddedMinistry } from './embedded-ministry.ts';
import type { EmbeddedMinistry } from './embedded-ministry.ts';
import { SimulatedCitizen } from './simulated-citizen.ts';

/** What runs beside a training station; empty in production. */
export interface Training {
  readonly scanner: { readonly emulator: Emulator; readonly citizen: SimulatedCitizen } | undefined;
  readonly ministry: EmbeddedMinistry | undefined;
  stop(): Promise<void>;
}

/** Starts the emulated scanner and the embedded ministry, each a process of its own, as the boot says. */
export async function startTraining(boot: Boot): Promise<Training> {
  const { emulation, training, dataDirectory } = boot;
  const [scanner, ministry] = await Promise.all([
    training && emulation.scanner ? startScanner(emulation) : undefined,
    training && emulation.ministry
      ? startEmbeddedMinistry(join(dataDirectory, 'ministry'), emulation.sealingKey)
      : undefined,
  ]);
  return {
    scanner,
    ministry,
    stop: async () => {
      await scanner?.emulator.stop();
      await ministry?.stop();
    },
  };
}

async function startScanner(
  emulation: Boot['emulation'],
): Promise<{ emulator: Emulator; citizen: SimulatedCitizen }> {
  const { pace, printsDirectory, seed } = emulation;
  const emulator = await startEmulator({
    scriptPath: companionScript('emulator'),
    pace,
    ...(printsDirectory === null ? {} : { printsFolder: printsDirectory }),
  });
  return { emulator, citizen: new SimulatedCitizen(emulator, pace, seed) };
}
