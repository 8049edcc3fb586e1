import type { AuditEvent } from '../domain/audit-event.ts';
import type { DossierTransition } from '../domain/dossier-state.ts';
import type { DossierId, UserId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { appendAudit, ReadableAudit } from './audit.ts';
import type { AuditEntry } from './audit.ts';
import { WritableBatches } from './batches.ts';
import { WritableCaptures } from './captures.ts';
import { WritableCommunes } from './communes.ts';
import type { Connection } from './connection.ts';
import { WritableDevices } from './devices.ts';
import { WritableDocuments } from './documents.ts';
import type { DossierRow } from './dossiers.ts';
import { WritableDossiers } from './dossiers.ts';
import { WritableFingerExceptions } from './finger-exceptions.ts';
import { WritableIncidents } from './incidents.ts';
import type { MoveDetails } from './move-dossier.ts';
import { moveDossier } from './move-dossier.ts';
import { WritablePackets } from './packets.ts';
import { WritableReceipts } from './receipts.ts';
import { WritableSessions } from './sessions.ts';
import { WritableSettings } from './settings.ts';
import { WritableShifts } from './shifts.ts';
import { WritableUsers } from './users.ts';

/** The details may be left out where a transition needs none. */
type DetailsOf<Transition extends DossierTransition> =
  Readonly<Record<never, never>> extends MoveDetails[Transition]
    ? [details?: MoveDetails[Transition]]
    : [details: MoveDetails[Transition]];

/** What a write may do, while its transaction lasts. */
export class WritableTransaction {
  readonly users: WritableUsers;
  readonly sessions: WritableSessions;
  readonly shifts: WritableShifts;
  readonly dossiers: WritableDossiers;
  readonly captures: WritableCaptures;
  readonly fingerExceptions: WritableFingerExceptions;
  readonly documents: WritableDocuments;
  readonly packets: WritablePackets;
  readonly batches: WritableBatches;
  readonly receipts: WritableReceipts;
  readonly settings: WritableSettings;
  readonly devices: WritableDevices;
  readonly incidents: WritableIncidents;
  readonly communes: WritableCommunes;
  /** Reading half of the chain; `audit` appends. */
  readonly auditLog: ReadableAudit;
  readonly actor: UserId | null;
  readonly #connection: Connection;

  constructor(connection: Connection, actor: UserId | null) {
    this.#connection = connection;
    this.actor = actor;
    this.users = new WritableUsers(connection);
    this.sessions = new WritableSessions(connection);
    this.shifts = new WritableShifts(connection);
    this.dossiers = new WritableDossiers(connection);
    this.captures = new WritableCaptures(connection);
    this.fingerExceptions = new WritableFingerExceptions(connection);
    this.documents = new WritableDocuments(connection);
    this.packets = new WritablePackets(connection);
    this.batches = new WritableBatches(connection);
    this.receipts = new WritableReceipts(connection);
    this.settings = new WritableSettings(connection);
    this.devices = new WritableDevices(connection);
    this.incidents = new WritableIncidents(connection);
    this.communes = new WritableCommunes(connection);
    this.auditLog = new ReadableAudit(connection);
  }

  /** Appends an act of this transaction's actor to the chain. */
  audit(event: AuditEvent): AuditEntry {
    return appendAudit(this.#connection, this.actor, event);
  }

  /** Moves a dossier along one arrow of its life and audits it; see `MoveDetails`. */
  moveDossier<Transition extends DossierTransition>(
    dossierId: DossierId,
    transition: Transition,
    ...[details]: DetailsOf<Transition>
  ): Result<DossierRow, 'not-found' | 'refused-transition'> {
    // Left out only where the transition needs none, see DetailsOf.
    const given = details ?? ({} as MoveDetails[Transition]);
    return moveDossier(this.#connection, this.actor, {
      dossierId,
      transition,
      details: given,
    });
  }
}
