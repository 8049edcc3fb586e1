import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../../src/contract/channel.ts';
import type { EventName, EventPayload } from '../../../src/contract/events.ts';
import type {
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
} from '../../../src/contract/procedures.ts';
import type { StationClient } from '../../../src/contract/station-client.ts';
import type { DossierView } from '../../../src/contract/views.ts';
import { DATA_GROUPS } from '../../../src/domain/dossier-data.ts';
import { FINGER_POSITIONS } from '../../../src/domain/finger-position.ts';
import { vietnameseDate } from '../../../src/domain/calendar-date.ts';
import { NO_EMULATION, startStation } from '../../../src/cli/station-process.ts';
import type { CliBoot } from '../../../src/cli/station-process.ts';
import { syntheticCitizen, syntheticPortrait, TRAINING_USERS } from '../../../src/station/index.ts';
import type { SyntheticCitizen } from '../../../src/station/index.ts';

/** A real station process on a folder of its own, with the calls of the people at it. */
export class RunningStation {
  readonly directory: string;
  readonly nonce: string;
  readonly #boot: CliBoot;
  client: StationClient;

  private constructor(boot: CliBoot, nonce: string, client: StationClient) {
    this.directory = boot.dataDirectory;
    this.nonce = nonce;
    this.#boot = boot;
    this.client = client;
  }

  static async start(
    emulation: Partial<CliBoot['emulation']> = {},
    options: {
      directory?: string;
      training?: boolean;
      devices?: NonNullable<CliBoot['namedDevices']>;
    } = {},
  ): Promise<RunningStation> {
    const dataDirectory = options.directory ?? (await mkdtemp(join(tmpdir(), 'tram-station-')));
    const training = options.training ?? true;
    const boot = {
      dataDirectory,
      training,
      namedDevices: options.devices ?? [],
      emulation: { ...NO_EMULATION, ...emulation },
    };
    const nonce = 'a window of the tests';
    return new RunningStation(boot, nonce, await startStation(boot, nonce));
  }

  /** Kills the process as a crash would, and starts it again under the same window. */
  async crashAndRestart(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.client.onExit(() => resolve()));
    this.client.kill();
    await gone;
    await this.startAgain();
  }

  /** A new process on the same folder, under the same window. */
  async startAgain(): Promise<void> {
    this.client = await startStation(this.#boot, this.nonce);
  }

  async remove(): Promise<void> {
    await this.client.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  ask<Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
  ): Promise<Answer<ProcedureOutput<Name>>> {
    return this.client.call(name, input);
  }

  /** The value of a call that is expected to succeed. */
  async call<Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
  ): Promise<ProcedureOutput<Name>> {
    const answer = await this.ask(name, input);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  /** The error code of a call that is expected to fail. */
  async refusal<Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
  ): Promise<string> {
    const answer = await this.ask(name, input);
    return answer.ok ? 'it was answered' : answer.error.code;
  }

  async signIn(role: keyof typeof TRAINING_USERS): Promise<void> {
    const { login, password } = TRAINING_USERS[role];
    await this.call('session.signIn', { login, password });
  }

  async officerOnShift(): Promise<void> {
    await this.signIn('officer');
    const { shift } = await this.call('session.get', {});
    if (shift) return;
    await this.call('shift.start', { site: 'Phường Ba Đình', line: '1', seat: '2', quota: 150 });
  }

  citizen(seed: number): SyntheticCitizen {
    return syntheticCitizen(seed, vietnameseDate(Date.now()));
  }

  async newDossier(citizen: SyntheticCitizen): Promise<DossierView> {
    return this.call('dossier.create', {
      citizenNumber: citizen.citizenNumber,
      source: 'card-qr',
      qrText: citizen.cardQr,
      applicationType: citizen.applicationType,
      legalReason: citizen.legalReason,
      override: null,
    });
  }

  async typeAllData(dossierId: string, citizen: SyntheticCitizen): Promise<DossierView> {
    for (const group of DATA_GROUPS) {
      await this.call('dossier.saveGroup', { dossierId, group, data: { ...citizen.data[group] } });
    }
    return this.call('dossier.get', { dossierId });
  }

  async takeAllPrints(dossierId: string): Promise<DossierView> {
    let dossier = await this.call('dossier.get', { dossierId });
    while (dossier.fingerprints.next !== null) {
      const target = dossier.fingerprints.next;
      ({ dossier } = await this.call('fingerprint.capture', { dossierId, target }));
    }
    return dossier;
  }

  /** No scanner: every finger is written down as one that cannot be taken. */
  async exceptAllPrints(dossierId: string): Promise<DossierView> {
    let dossier = await this.call('dossier.get', { dossierId });
    for (const position of FINGER_POSITIONS) {
      const exception = { position, reason: 'bandaged', comment: '' } as const;
      dossier = await this.call('fingerprint.setException', { dossierId, ...exception });
    }
    return dossier;
  }

  async takePortrait(dossierId: string, citizen: SyntheticCitizen): Promise<DossierView> {
    const bytes = await syntheticPortrait(citizen.seed, citizen.sex);
    return this.call('portrait.save', { dossierId, bytes });
  }

  /** From number to confirmation, fingers as exceptions. */
  async confirmedDossier(citizen: SyntheticCitizen): Promise<DossierView> {
    const { dossierId } = await this.newDossier(citizen);
    await this.typeAllData(dossierId, citizen);
    await this.exceptAllPrints(dossierId);
    await this.takePortrait(dossierId, citizen);
    return this.call('dossier.confirm', { dossierId, citizenConfirmed: true });
  }

  /** The next event of this name that fits. */
  next<Name extends EventName>(
    name: Name,
    fits: (payload: EventPayload<Name>) => boolean = () => true,
  ): Promise<EventPayload<Name>> {
    return new Promise((resolve) => {
      const stop = this.client.onEvent((eventName, payload) => {
        // The station checks every payload against the contract before it sends it.
        if (eventName !== name || !fits(payload as EventPayload<Name>)) return;
        stop();
        resolve(payload as EventPayload<Name>);
      });
    });
  }
}
