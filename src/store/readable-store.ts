import { ReadableAudit } from './audit.ts';
import { ReadableBatches } from './batches.ts';
import { ReadableCaptures } from './captures.ts';
import { ReadableCommunes } from './communes.ts';
import type { Connection } from './connection.ts';
import { ReadableDevices } from './devices.ts';
import { ReadableDocuments } from './documents.ts';
import { ReadableDossiers } from './dossiers.ts';
import { ReadableFingerExceptions } from './finger-exceptions.ts';
import { ReadableIncidents } from './incidents.ts';
import { ReadablePackets } from './packets.ts';
import { ReadableReceipts } from './receipts.ts';
import { ReadableSessions } from './sessions.ts';
import { ReadableSettings } from './settings.ts';
import { ReadableShifts } from './shifts.ts';
import { ReadableUsers } from './users.ts';

/** A store that can be read and not written: the type has no way to. */
export class ReadableStore {
  readonly directory: string;
  /** True for a store under the training key; never for real records. */
  readonly training: boolean;
  readonly users: ReadableUsers;
  readonly sessions: ReadableSessions;
  readonly shifts: ReadableShifts;
  readonly dossiers: ReadableDossiers;
  readonly captures: ReadableCaptures;
  readonly fingerExceptions: ReadableFingerExceptions;
  readonly documents: ReadableDocuments;
  readonly packets: ReadablePackets;
  readonly batches: ReadableBatches;
  readonly receipts: ReadableReceipts;
  readonly settings: ReadableSettings;
  readonly devices: ReadableDevices;
  readonly incidents: ReadableIncidents;
  readonly communes: ReadableCommunes;
  readonly audit: ReadableAudit;
  protected readonly connection: Connection;
  readonly #afterClose: () => void;
  #closed = false;

  constructor(opened: {
    connection: Connection;
    directory: string;
    training: boolean;
    /** Gives back what opening took: locks, files. */
    afterClose: () => void;
  }) {
    const { connection } = opened;
    this.connection = connection;
    this.directory = opened.directory;
    this.training = opened.training;
    this.#afterClose = opened.afterClose;
    this.users = new ReadableUsers(connection);
    this.sessions = new ReadableSessions(connection);
    this.shifts = new ReadableShifts(connection);
    this.dossiers = new ReadableDossiers(connection);
    this.captures = new ReadableCaptures(connection);
    this.fingerExceptions = new ReadableFingerExceptions(connection);
    this.documents = new ReadableDocuments(connection);
    this.packets = new ReadablePackets(connection);
    this.batches = new ReadableBatches(connection);
    this.receipts = new ReadableReceipts(connection);
    this.settings = new ReadableSettings(connection);
    this.devices = new ReadableDevices(connection);
    this.incidents = new ReadableIncidents(connection);
    this.communes = new ReadableCommunes(connection);
    this.audit = new ReadableAudit(connection);
  }

  /** Everything read within `read` is of one instant. */
  snapshot<T>(read: () => T): T {
    return this.connection.snapshot(read);
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.connection.close();
    this.#afterClose();
  }
}
