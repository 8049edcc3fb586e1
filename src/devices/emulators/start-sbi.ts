import { fileURLToPath } from 'node:url';

import type { z } from 'zod';

import { EmulatorProcess } from './emulator-process.ts';
import type { EmulatorProcessOptions } from './emulator-process.ts';
import { sbiReadySchema } from './sbi-messages.ts';
import type { SbiOrder } from './sbi-messages.ts';
import type { SbiLie } from './sbi/faults.ts';
import type { Hand } from './sbi/person.ts';
import type { SbiUnit, SbiUnitKind } from './sbi/unit.ts';

export interface StartSbiEmulatorOptions extends EmulatorProcessOptions {
  /** `sbi-main.ts` beside this file from source, the bundled `out/sbi-emulator/index.js` in an app. */
  readonly scriptPath?: string;
  /** The devices behind the service, with the ids "1", "2" …; one slap scanner when absent. */
  readonly units?: readonly SbiUnitKind[];
  /** The first free one of 4501–4600 when absent; 0 for any. */
  readonly port?: number;
  /** `real`: captures and preview pictures take the time that they take on a scanner. `none` when absent. */
  readonly pace?: 'real' | 'none';
  /** A folder of single prints, which slaps are put together from, to show instead of synthetic ones. */
  readonly printsFolder?: string;
  /** `spec` when absent: no preview pictures while a capture runs. */
  readonly preview?: 'spec' | 'always';
}

/** An emulated service of certified devices. Every order rejects when the emulator cannot obey it. */
export interface SbiEmulator {
  /** It stays the same when the service is stopped and started. */
  readonly port: number;
  /** What the station is to trust, PEM. */
  readonly trustAnchorPem: string;
  /** Somebody comes to the devices and lays the fingers down. */
  place(hand: Hand): Promise<void>;
  /** Nobody is there. */
  lift(): Promise<void>;
  /** What is wrong with its answers from now on. */
  lie(lie: SbiLie | undefined): Promise<void>;
  /** Every answer waits so long. */
  delay(delayMs: number): Promise<void>;
  setStatus(deviceId: string, status: SbiUnit['setStatus']): Promise<void>;
  /** Stops the service, at once or when so many more bytes have left it. */
  unplug(afterBytes?: number): Promise<void>;
  plug(): Promise<void>;
  /** One bit of each of the next so many answers is another one. */
  damageNextAnswers(answers: number): Promise<void>;
  /** Answers when the process has ended. */
  stop(): Promise<void>;
}

type SbiProcess = EmulatorProcess<SbiOrder, z.infer<typeof sbiReadySchema>>;

function commandLine(options: StartSbiEmulatorOptions): string[] {
  const { units, port, pace, printsFolder, preview } = options;
  return [
    ...(units === undefined ? [] : ['--units', units.join(',')]),
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(pace === undefined ? [] : ['--pace', pace]),
    ...(printsFolder === undefined ? [] : ['--prints', printsFolder]),
    ...(preview === undefined ? [] : ['--preview', preview]),
  ];
}

/**
 * Starts an emulated service and waits until it listens. Nobody is at its devices yet. It ends with this process.
 *
 * @throws with the emulator's own sentence when it does not start (port taken, no prints in the folder)
 */
export async function startSbiEmulator(
  options: StartSbiEmulatorOptions = {},
): Promise<SbiEmulator> {
  const script = options.scriptPath ?? fileURLToPath(new URL('./sbi-main.ts', import.meta.url));
  return new ForkedSbiEmulator(
    await EmulatorProcess.start(script, commandLine(options), sbiReadySchema, options),
  );
}

class ForkedSbiEmulator implements SbiEmulator {
  readonly #process: SbiProcess;

  constructor(process: SbiProcess) {
    this.#process = process;
  }

  get port(): number {
    return this.#process.ready.port;
  }

  get trustAnchorPem(): string {
    return this.#process.ready.trustAnchorPem;
  }

  place({ personSeed, touch = 0, conditions = {}, missing = [] }: Hand): Promise<void> {
    return this.#process.order({
      type: 'place',
      personSeed,
      touch,
      conditions,
      missing: [...missing],
    });
  }

  lift(): Promise<void> {
    return this.#process.order({ type: 'lift' });
  }

  lie(lie: SbiLie | undefined): Promise<void> {
    return this.#process.order({ type: 'lie', lie: lie ?? null });
  }

  delay(delayMs: number): Promise<void> {
    return this.#process.order({ type: 'delay', delayMs });
  }

  setStatus(deviceId: string, status: SbiUnit['setStatus']): Promise<void> {
    return this.#process.order({ type: 'status', deviceId, status });
  }

  unplug(afterBytes?: number): Promise<void> {
    return this.#process.order({
      type: 'unplug',
      ...(afterBytes === undefined ? {} : { afterBytes }),
    });
  }

  plug(): Promise<void> {
    return this.#process.order({ type: 'plug' });
  }

  damageNextAnswers(answers: number): Promise<void> {
    return this.#process.order({ type: 'damage', answers });
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}
