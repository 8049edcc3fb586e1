import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Boot } from '../contract/channel.ts';
import type { EventName } from '../contract/events.ts';
import type { StationView } from '../contract/views.ts';
import { ROLES } from '../domain/role.ts';
import { isProcedureName, PROCEDURES } from '../contract/procedures.ts';
import type { ErrorCode } from '../contract/errors.ts';
import {
  createPassphraseKey,
  createTrainingKey,
  MINIMUM_PASSPHRASE_LENGTH,
  openStore,
  readKeyFile,
  STORE_FILE,
  TRAINING_KEY,
  unlockPassphraseKey,
} from '../store/index.ts';
import type { OpenError, Store } from '../store/index.ts';
import { fail } from './app.ts';
import { StationEvents } from './events.ts';
import { OpenStation } from './open-station.ts';
import { createFirstSupervisor, createStation } from './setup/create-station.ts';
import type { FirstSupervisor } from './setup/create-station.ts';
import { createTrainingStation, TRAINING_STATION_ID } from './setup/training-station.ts';
import { TRAINING_USERS } from './training/training-users.ts';

type Send = (name: EventName, payload: unknown) => void;

/**
 * One data folder and everything that happens on it. Until its store is open, only the procedures
 * `station.*` are answered.
 */
export class Station {
  readonly #boot: Boot;
  readonly #events: StationEvents;
  #open: OpenStation | undefined;
  /** Why the store cannot be opened, when it cannot. */
  #trouble: ErrorCode | undefined;
  /** The store opens, but the power went before its first people were in it: set up again. */
  #unfinished = false;
  /** Unlocking and setting up come one after another: a key pressed twice opens one store. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(boot: Boot, send: Send) {
    this.#boot = boot;
    this.#events = new StationEvents(send);
  }

  static async start(boot: Boot, send: Send): Promise<Station> {
    const station = new Station(boot, send);
    await station.#openIfKeyIsThere();
    return station;
  }

  async call(name: string, input: unknown): Promise<Answer<unknown>> {
    if (isStationProcedure(name)) {
      const answer = this.#last.then(() => this.#callStation(name, input));
      this.#last = answer;
      return answer;
    }
    if (this.#trouble) return fail(this.#trouble);
    if (this.#open) return this.#open.app.call(name, input);
    return fail(this.#phase() === 'passphrase' ? 'passphrase-needed' : 'setup-needed');
  }

  async close(): Promise<void> {
    await this.#open?.close();
  }

  async #callStation(name: StationProcedure, input: unknown): Promise<Answer<unknown>> {
    if (this.#trouble && PASSING_TROUBLES.has(this.#trouble)) {
      this.#trouble = undefined;
      await this.#openIfKeyIsThere();
    }
    if (this.#trouble) return fail(this.#trouble);
    switch (name) {
      case 'station.get':
        return { ok: true, value: this.#view() };
      case 'station.unlock': {
        const parsed = PROCEDURES[name].input.safeParse(input);
        return parsed.success ? this.#unlock(parsed.data.passphrase) : fail('invalid-input');
      }
      case 'station.setUp': {
        const parsed = PROCEDURES[name].input.safeParse(input);
        if (!parsed.success) return fail('invalid-input');
        const { stationId, passphrase, supervisor } = parsed.data;
        return this.#setUp(stationId, passphrase, supervisor);
      }
    }
  }

  /** Training, the operating system's key store, or a folder that does not exist yet. */
  async #openIfKeyIsThere(): Promise<void> {
    const { dataDirectory, training, storeKey } = this.#boot;
    const keyFile = readKeyFile(dataDirectory);
    if (!keyFile.ok) {
      this.#trouble = 'store-damaged';
      return;
    }
    const isTrainingFolder = keyFile.value?.custody === 'training';
    if (keyFile.value && isTrainingFolder !== training) {
      this.#trouble = 'store-of-other-kind';
      return;
    }
    // A database whose key file is gone must not get a new one: it would never open again.
    if (this.#isSetUp() && !keyFile.value && !storeKey) {
      this.#trouble = 'store-damaged';
      return;
    }
    if (training) {
      if (!keyFile.value && !createTrainingKey(dataDirectory).ok) {
        this.#trouble = 'disk-full';
        return;
      }
      await this.#openStore(TRAINING_KEY, createTrainingStation);
      return;
    }
    if (storeKey && this.#isSetUp()) await this.#openStore(storeKey);
  }

  async #unlock(passphrase: string): Promise<Answer<StationView>> {
    if (this.#phase() !== 'passphrase') return fail('already-set-up');
    const key = await this.#existingKey(passphrase);
    return key.ok ? this.#openAndView(key.value) : key;
  }

  async #setUp(
    stationId: string,
    passphrase: string,
    supervisor: FirstSupervisor,
  ): Promise<Answer<StationView>> {
    if (this.#phase() !== 'setup') return fail('already-set-up');
    const person = await createFirstSupervisor(supervisor);
    if (!person.ok) return person;
    const key = await this.#newKey(passphrase);
    if (!key.ok) return key;
    return this.#openAndView(key.value, (store) =>
      createStation(store, { stationId, supervisor: person.value }),
    );
  }

  async #newKey(passphrase: string): Promise<Answer<Uint8Array>> {
    if (this.#boot.storeKey) return { ok: true, value: this.#boot.storeKey };
    const key = await createPassphraseKey(this.#boot.dataDirectory, passphrase);
    if (key.ok) return key;
    switch (key.error) {
      case 'passphrase-too-short':
        return fail('passphrase-too-short', { minimum: MINIMUM_PASSPHRASE_LENGTH });
      case 'disk-full':
        return fail('disk-full');
      case 'already-exists':
        return this.#existingKey(passphrase);
    }
  }

  async #existingKey(passphrase: string): Promise<Answer<Uint8Array>> {
    const key = await unlockPassphraseKey(this.#boot.dataDirectory, passphrase);
    if (key.ok) return key;
    return fail(key.error === 'wrong-passphrase' ? 'passphrase-wrong' : 'store-damaged');
  }

  async #openAndView(
    key: Uint8Array,
    first?: (store: Store) => Answer<void>,
  ): Promise<Answer<StationView>> {
    await this.#openStore(key, first);
    return this.#trouble ? fail(this.#trouble) : { ok: true, value: this.#view() };
  }

  async #openStore(
    key: Uint8Array,
    first?: (store: Store) => Answer<void> | Promise<Answer<void>>,
  ): Promise<void> {
    const { applicationDirectory, dataDirectory } = this.#boot;
    const store = openStore({
      directory: dataDirectory,
      key,
      migrationsDirectory: join(applicationDirectory, 'migrations'),
    });
    if (!store.ok) {
      this.#trouble = troubleOf(store.error);
      return;
    }
    this.#unfinished = store.value.settings.get('stationId') === undefined;
    if (this.#unfinished && first) {
      const created = await first(store.value);
      if (!created.ok) this.#trouble = created.error.code;
      this.#unfinished = !created.ok;
    }
    if (this.#unfinished) {
      store.value.close();
      return;
    }
    this.#open = OpenStation.start(this.#boot, store.value, this.#events);
  }

  #isSetUp(): boolean {
    return existsSync(join(this.#boot.dataDirectory, STORE_FILE));
  }

  #phase(): StationView['phase'] {
    if (this.#open) return 'ready';
    if (this.#unfinished || !this.#isSetUp()) return 'setup';
    const keyFile = readKeyFile(this.#boot.dataDirectory);
    return keyFile.ok && keyFile.value?.custody === 'passphrase' ? 'passphrase' : 'setup';
  }

  #view(): StationView {
    return {
      stationId: this.#open?.stationId() ?? (this.#boot.training ? TRAINING_STATION_ID : ''),
      version: this.#boot.version,
      training: this.#boot.training,
      phase: this.#phase(),
      trainingUsers: this.#boot.training ? trainingUsers() : [],
    };
  }
}

/** Troubles that somebody can end while the station runs: it looks again when it is asked. */
const PASSING_TROUBLES: ReadonlySet<ErrorCode> = new Set(['disk-full', 'store-in-use']);

const STATION_PROCEDURES = ['station.get', 'station.setUp', 'station.unlock'] as const;
type StationProcedure = (typeof STATION_PROCEDURES)[number];

function isStationProcedure(name: string): name is StationProcedure {
  return isProcedureName(name) && STATION_PROCEDURES.some((one) => one === name);
}

function trainingUsers(): StationView['trainingUsers'] {
  return ROLES.map((role) => {
    const { login, password, displayName: name } = TRAINING_USERS[role];
    return { login, password, role, name };
  });
}

function troubleOf(error: OpenError): ErrorCode {
  switch (error) {
    case 'in-use':
      return 'store-in-use';
    case 'training-mismatch':
      return 'store-of-other-kind';
    case 'from-the-future':
      return 'store-from-the-future';
    case 'disk-full':
      return 'disk-full';
    default:
      return 'store-damaged';
  }
}
