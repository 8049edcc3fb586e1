import { join } from 'node:path';
import type { Boot } from '../../contract/channel.ts';
import { startEmbeddedMinistry } from './embedded-ministry.ts';
import type { EmbeddedMinistry } from './embedded-ministry.ts';
import { SimulatedCitizen } from './simulated-citizen.ts';
import { TrainingDevices } from './training-devices.ts';

/** The emulated devices and the person in front of them. */
export interface TrainingRig {
  readonly devices: TrainingDevices;
  readonly citizen: SimulatedCitizen;
}

/**
 * What runs beside a training station, each a process of its own; nothing in production. They start when
 * somebody signs in, or a moment after the window, so that the first screen waits for neither. One that does not start says why on standard error, and the station goes on
 * without it: it has no scanner, or no ministry.
 */
export class Companions {
  readonly rig: Promise<TrainingRig | undefined>;
  readonly ministry: Promise<EmbeddedMinistry | undefined>;

  readonly #begin: (wanted: boolean) => void;
  readonly #timer: NodeJS.Timeout;

  constructor({ emulation, training, dataDirectory }: Boot) {
    const { promise: begun, resolve } = Promise.withResolvers<boolean>();
    this.#begin = resolve;
    this.rig = startOrSay(begun, training && emulation.scanner, () => startRig(emulation));
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
    const [rig, ministry] = await Promise.all([this.rig, this.ministry]);
    await rig?.devices.end();
    await ministry?.stop();
  }
}

/** By then the window shows its first screen, also on a slow machine. */
const AFTER_THE_WINDOW_MS = 2_000;

async function startRig(emulation: Boot['emulation']): Promise<TrainingRig> {
  const devices = await TrainingDevices.start(emulation);
  const { pace, seed } = emulation;
  return { devices, citizen: new SimulatedCitizen(devices, pace, seed) };
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
