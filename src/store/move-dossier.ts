import type { AuditEvent } from '../domain/audit-event.ts';
import type { DossierTransition } from '../domain/dossier-state.ts';
import { nextState } from '../domain/dossier-state.ts';
import type { DossierId, PacketId, UserId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { appendAudit } from './audit.ts';
import type { Columns, Connection } from './connection.ts';
import type { DossierReturnReason, DossierRow } from './dossiers.ts';
import { ReadableDossiers } from './dossiers.ts';
import { ReadableReceipts } from './receipts.ts';

/** What each transition needs to know beside the dossier. */
export interface MoveDetails {
  readonly confirm: Readonly<Record<never, never>>;
  readonly sendBack: { readonly reason: string };
  readonly approve: Readonly<Record<never, never>>;
  /** The packet's file is durable before this is called. */
  readonly seal: {
    readonly packetId: PacketId;
    readonly sizeBytes: number;
    /** The station's JWS, verbatim. */
    readonly signature: string;
    /** Relative to the data folder, parted by `/`. */
    readonly path: string;
    /** Now when left out. */
    readonly sealedAt?: number;
  };
  readonly unseal: Readonly<Record<never, never>>;
  readonly send: Readonly<Record<never, never>>;
  /** The accepting receipt is already in `receipts`, in this transaction or before. */
  readonly acknowledge: Readonly<Record<never, never>>;
  /** The returning receipt is already in `receipts`, in this transaction or before. */
  readonly return: { readonly reason: DossierReturnReason };
  readonly reopen: Readonly<Record<never, never>>;
  /** Also takes the images and papers out of the store. */
  readonly purge: Readonly<Record<never, never>>;
}

interface Move {
  readonly columns: Columns;
  readonly event: AuditEvent;
}

interface Moving {
  readonly connection: Connection;
  readonly actor: UserId | null;
  readonly dossier: DossierRow;
  readonly now: number;
}

type Mover<Transition extends DossierTransition> = (
  moving: Moving,
  details: MoveDetails[Transition],
) => Move;

const MOVERS: {
  readonly [Transition in DossierTransition]: Mover<Transition>;
} = {
  confirm: ({ actor, dossier, now }) => ({
    columns: {
      capturedBy: dossier.capturedBy ?? person(actor),
      capturedAt: dossier.capturedAt ?? now,
      returnReasonJson: null,
      sentBackReason: null,
    },
    event: { kind: 'dossier.confirmed', detail: versionOf(dossier) },
  }),
  sendBack: ({ dossier }, { reason }) => ({
    columns: { sentBackReason: reason },
    event: {
      kind: 'dossier.sent-back',
      detail: versionOf(dossier),
    },
  }),
  approve: ({ actor, dossier, now }) => ({
    columns: { approvedBy: person(actor), approvedAt: now },
    event: { kind: 'dossier.approved', detail: versionOf(dossier) },
  }),
  seal: ({ connection, dossier, now }, packet) => {
    const { packetId, sizeBytes, signature, path, sealedAt = now } = packet;
    connection.insert('packets', {
      packetId,
      dossierId: dossier.id,
      version: dossier.version,
      sizeBytes,
      signature,
      path,
      sealedAt,
    });
    const detail = { ...versionOf(dossier), packetId, sizeBytes };
    return { columns: { packetId }, event: { kind: 'dossier.sealed', detail } };
  },
  unseal: ({ dossier }) => ({
    columns: { packetId: null },
    event: { kind: 'dossier.unsealed', detail: packetOf(dossier) },
  }),
  send: ({ connection, dossier, now }) => {
    const packet = packetOf(dossier);
    const uploaded = { uploadedAt: now, outstandingReason: null };
    connection.update('packets', ['packetId', packet.packetId], uploaded);
    return { columns: {}, event: { kind: 'dossier.sent', detail: packet } };
  },
  acknowledge: ({ connection, dossier, now }) => {
    const packet = packetOf(dossier);
    requireReceipt(connection, packet.packetId, 'accepted');
    const event: AuditEvent = { kind: 'dossier.acknowledged', detail: packet };
    return { columns: { acknowledgedAt: now }, event };
  },
  return: ({ connection, dossier }, { reason }) => {
    const packet = packetOf(dossier);
    requireReceipt(connection, packet.packetId, 'returned');
    const detail = { ...packet, code: reason.code };
    const columns = { returnReasonJson: JSON.stringify(reason) };
    return { columns, event: { kind: 'dossier.returned', detail } };
  },
  reopen: ({ dossier }) => {
    const version = dossier.version + 1;
    return {
      columns: { version, packetId: null, approvedBy: null, approvedAt: null },
      event: {
        kind: 'dossier.reopened',
        detail: { dossierId: dossier.id, version },
      },
    };
  },
  purge: ({ connection, dossier }) => {
    connection.run('UPDATE captures SET image = NULL WHERE dossierId = ?', dossier.id);
    connection.run(
      'UPDATE documents SET content = NULL, thumbnail = NULL WHERE dossierId = ?',
      dossier.id,
    );
    return {
      columns: {},
      event: { kind: 'dossier.purged', detail: { dossierId: dossier.id } },
    };
  },
};

/**
 * Moves a dossier along one arrow of the table in `domain/dossier-state.ts`: row and audit entry
 * together. What the table does not list is refused and changes nothing.
 */
export function moveDossier<Transition extends DossierTransition>(
  connection: Connection,
  actor: UserId | null,
  move: {
    dossierId: DossierId;
    transition: Transition;
    details: MoveDetails[Transition];
  },
): Result<DossierRow, 'not-found' | 'refused-transition'> {
  const dossiers = new ReadableDossiers(connection);
  const dossier = dossiers.get(move.dossierId);
  if (!dossier) return err('not-found');
  const state = nextState(dossier.state, move.transition);
  if (!state) return err('refused-transition');
  const now = connection.now();
  const { columns, event } = MOVERS[move.transition](
    { connection, actor, dossier, now },
    move.details,
  );
  connection.update('dossiers', ['id', dossier.id], {
    ...columns,
    state,
    updatedAt: now,
  });
  appendAudit(connection, actor, event);
  const moved = dossiers.get(dossier.id);
  return moved ? ok(moved) : err('not-found');
}

function versionOf(dossier: DossierRow): {
  dossierId: string;
  version: number;
} {
  return { dossierId: dossier.id, version: dossier.version };
}

function packetOf(dossier: DossierRow): {
  dossierId: string;
  version: number;
  packetId: PacketId;
} {
  if (!dossier.packetId) throw new Error(`dossiers: ${dossier.id} is sealed without a packet`);
  return { ...versionOf(dossier), packetId: dossier.packetId };
}

function person(actor: UserId | null): UserId {
  if (!actor) throw new Error('dossiers: only a person confirms and approves');
  return actor;
}

/** Only a verified receipt moves a dossier. */
function requireReceipt(
  connection: Connection,
  packetId: PacketId,
  outcome: 'accepted' | 'returned',
): void {
  const receipt = new ReadableReceipts(connection).get(packetId);
  if (receipt?.outcome !== outcome)
    throw new Error(`receipts: none says ${outcome} of ${packetId}`);
}
