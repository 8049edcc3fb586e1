import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcedureInput } from '../../contract/procedures.ts';
import type { DossierRow } from '../../store/index.ts';
import type { CaptureOrder } from '../capture/capture-order.ts';
import type { FingerPresenter } from '../capture/fingerprint-capture.ts';
import type { TrainingDevices } from './training-devices.ts';

type Condition = ProcedureInput<'training.condition'>['condition'];

/** How long a person takes to lay the fingers down after being asked, and to lift them again. */
const PERSON_MS = { present: 700, lift: 400 };

/**
 * The person in front of the emulated scanner: lays the asked fingers on it and lifts them again. Each
 * citizen has prints of their own, the same at each touch.
 */
export class SimulatedCitizen implements FingerPresenter {
  readonly #devices: TrainingDevices;
  readonly #pace: 'real' | 'none';
  readonly #seed: number;
  #condition: Condition = 'good';

  constructor(devices: TrainingDevices, pace: 'real' | 'none', seed: number) {
    this.#devices = devices;
    this.#pace = pace;
    this.#seed = seed;
  }

  /** How the fingers are presented from now on. */
  set condition(condition: Condition) {
    this.#condition = condition;
  }

  async present({ dossier, fingers, exceptions, attempts }: CaptureOrder): Promise<void> {
    if (this.#pace === 'real') await delay(PERSON_MS.present);
    const personSeed = this.#personSeed(dossier);
    const condition = this.#condition;
    // Whichever scanner serves: the hand lies on each of them.
    for (const position of fingers) {
      await this.#devices.module.place({ personSeed, position, touch: attempts, condition });
    }
    const conditions = Object.fromEntries(fingers.map((position) => [position, condition]));
    const hand = { personSeed, touch: attempts, conditions, missing: exceptions };
    await this.#devices.slapScanner?.place(hand);
  }

  /** A technician tries the scanner: a finger of nobody's. */
  async presentTestFinger(): Promise<void> {
    if (this.#pace === 'real') await delay(PERSON_MS.present);
    const condition = this.#condition;
    const touch = { personSeed: this.#seed, position: 'right-index', condition } as const;
    await this.#devices.module.place(touch);
    await this.#devices.slapScanner?.place({
      personSeed: this.#seed,
      conditions: { 'right-index': condition },
    });
  }

  async lift(): Promise<void> {
    if (this.#pace === 'real') await delay(PERSON_MS.lift);
    await this.#devices.module.lift();
    await this.#devices.slapScanner?.lift();
  }

  #personSeed(dossier: DossierRow): number {
    const hash = createHash('sha256').update(`${this.#seed} ${dossier.citizenNumber}`).digest();
    return hash.readUInt32BE(0) >>> 1;
  }
}
