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
 * What runs beside a training station, each a process of its own; nothing in production. They start when
 * somebody signs in, or a moment after the window, so that the first screen waits for neither. One that does not start says why on standard error, and the station goes on
 * without it: it has no scanner, or no ministry.
 */
export class Companions {
  readonly scanner: Promise<TrainingScanner | undefined>;
  readonly ministry: Promise<EmbeddedMinistry | undefined>;

  readonly #begin: (wanted: boolean) => void;
  readonly #timer: NodeJS.Timeout;

  constructor({ emulation, training, dataDirectory }: Boot) {
    const { promise: begun, resolve } = Promise.withResolvers<boolean>();
    this.#begin = resolve;
    this.scanner = startOrSay(begun, training && emulation.scanner, () => startScanner(emulation));
    this.ministry = startOrSay(begun, training && emulation.ministry, () =>
      startEmbeddedMinistry(join(dataDirectory, 'ministry'), emulation.sealingKey),
    );
    this.#timer = setTimeout(() => this.start(), training ? AFTER_THE_WINDOW_MS : 0);
  }

  /** Starts them, if they were not started before. */
  start(): void {
    this.#begin(true);
  }

  /** Those that have not started by now never will. */
  startNoMore(): void {
    clearTimeout(this.#timer);
    this.#begin(false);
  }

  async stop(): Promise<void> {
    this.startNoMore();
    const [scanner, ministry] = await Promise.all([this.scanner, this.ministry]);
    await scanner?.emulator.stop();
    await ministry?.stop();
  }
}

/** By then the window shows its first screen, also on a slow machine. */
const AFTER_THE_WINDOW_MS = 2_000;

async function startScanner(emulation: Boot['emulation']): Promise<TrainingScanner> {
  const { pace, printsDirectory, seed } = emulation;
  const emulator = await startEmulator({
    scriptPath: companionScript('emulator'),
    pace,
    ...(printsDirectory === null ? {} : { printsFolder: printsDirectory }),
  });
  return { emulator, citizen: new SimulatedCitizen(emulator, pace, seed) };
}

async function startOrSay<T>(
  begun: Promise<boolean>,
  wanted: boolean,
  start: () => Promise<T>,
): Promise<T | undefined> {
  if (!(await begun) || !wanted) return undefined;
  try {
    return await start();
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return undefined;
  }
}
