import { join } from 'node:path';
import type { Boot } from '../../contract/channel.ts';
import { startEmulator } from '../../devices/emulators/start.ts';
import type { Emulator } from '../../devices/emulators/start.ts';
import { companionScript } from './companion-script.ts';
import { startEmbeddedMinistry } from './embedded-ministry.ts';
import type { EmbeddedMinistry } from './embedded-ministry.ts';
import { SimulatedCitizen } from './simulated-citizen.ts';

/** The emulated scanner and the person in front of it. */
export interface TrainingScanner {
  readonly emulator: Emulator;
  readonly citizen: SimulatedCitizen;
}

/**
 * What runs beside a training station, each a process of its own; nothing in production. They start while
 * the window already answers. One that does not start says why on standard error, and the station goes on
 * without it: it has no scanner, or no ministry.
 */
export class Companions {
  readonly scanner: Promise<TrainingScanner | undefined>;
  readonly ministry: Promise<EmbeddedMinistry | undefined>;

  constructor({ emulation, training, dataDirectory }: Boot) {
    this.scanner = startOrSay(training && emulation.scanner, () => startScanner(emulation));
    this.ministry = startOrSay(training && emulation.ministry, () =>
      startEmbeddedMinistry(join(dataDirectory, 'ministry'), emulation.sealingKey),
    );
  }

  async stop(): Promise<void> {
    const [scanner, ministry] = await Promise.all([this.scanner, this.ministry]);
    await scanner?.emulator.stop();
    await ministry?.stop();
  }
}

async function startScanner(emulation: Boot['emulation']): Promise<TrainingScanner> {
  const { pace, printsDirectory, seed } = emulation;
  const emulator = await startEmulator({
    scriptPath: companionScript('emulator'),
    pace,
    ...(printsDirectory === null ? {} : { printsFolder: printsDirectory }),
  });
  return { emulator, citizen: new SimulatedCitizen(emulator, pace, seed) };
}

async function startOrSay<T>(wanted: boolean, start: () => Promise<T>): Promise<T | undefined> {
  if (!wanted) return undefined;
  try {
    return await start();
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return undefined;
  }
}
