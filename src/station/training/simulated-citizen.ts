import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcedureInput } from '../../contract/procedures.ts';
import type { FingerPosition } from '../../domain/finger-position.ts';
import type { Emulator } from '../../devices/emulators/start.ts';
import type { DossierRow } from '../../store/index.ts';
import type { FingerPresenter } from '../capture/fingerprint-capture.ts';

type Condition = ProcedureInput<'training.condition'>['condition'];

/** How long a person takes to lay a finger down after being asked, and to lift it again. */
const PERSON_MS = { present: 700, lift: 400 };

/**
 * The person in front of the emulated scanner: lays the asked finger on it and lifts it again. Each
 * citizen has prints of their own, the same at each touch.
 */
export class SimulatedCitizen implements FingerPresenter {
  readonly #emulator: Emulator;
  readonly #pace: 'real' | 'none';
  readonly #seed: number;
  #condition: Condition = 'good';

  constructor(emulator: Emulator, pace: 'real' | 'none', seed: number) {
    this.#emulator = emulator;
    this.#pace = pace;
    this.#seed = seed;
  }

  /** How the fingers are presented from now on. */
  set condition(condition: Condition) {
    this.#condition = condition;
  }

  async present(dossier: DossierRow, position: FingerPosition, attempt: number): Promise<void> {
    if (this.#pace === 'real') await delay(PERSON_MS.present);
    await this.#emulator.place({
      personSeed: this.#personSeed(dossier),
      position,
      touch: attempt,
      condition: this.#condition,
    });
  }

  async lift(): Promise<void> {
    if (this.#pace === 'real') await delay(PERSON_MS.lift);
    await this.#emulator.lift();
  }

  #personSeed(dossier: DossierRow): number {
    const hash = createHash('sha256').update(`${this.#seed} ${dossier.citizenNumber}`).digest();
    return hash.readUInt32BE(0) >>> 1;
  }
}
