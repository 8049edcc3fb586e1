import type { AuditEvent } from '../domain/audit-event.ts';
import type { DossierState } from '../domain/dossier-state.ts';
import type { ReadableStore } from './readable-store.ts';
import { connectionOf } from './verify-connection.ts';
import { exceptionKey } from './verify-rows.ts';

/** A dossier as its entries leave it. */
export interface WitnessedDossier {
  /** Null when there are entries about it, but none that says it was created. */
  number: string | null;
  state: DossierState;
  version: number;
  /** The packet of this version, once sealed. */
  packetId: string | null;
}

/** A print or portrait as it was saved; what an entry does not speak of is undefined. */
export interface WitnessedCapture {
  readonly dossierId: string;
  /** Null for a portrait. */
  readonly position: string | null;
  readonly impression: string | null;
  readonly attempt: number | undefined;
  readonly quality: number | undefined;
  readonly sha256: string;
  /** Empty in an entry from before devices were named, and so in its row. */
  readonly deviceId: string;
}

/** What an unbroken audit chain says the store holds. */
export interface AuditWitness {
  stationId: string | null;
  readonly dossiers: Map<string, WitnessedDossier>;
  readonly packets: Map<string, { dossierId: string; version: number; sizeBytes: number }>;
  /** Packets that were given up before the ministry had them: their file is lost or damaged. */
  readonly unsealed: Set<string>;
  /** By packet: what its receipt said. */
  readonly outcomes: Map<string, 'accepted' | 'returned'>;
  readonly users: Map<string, { readonly role: string; disabled: boolean }>;
  readonly captures: Map<string, WitnessedCapture>;
  /** Without those that were taken out again. */
  readonly documents: Map<string, { dossierId: string; sha256: string }>;
  /** By `exceptionKey`, without those that were cleared. */
  readonly fingerExceptions: Map<string, { dossierId: string; reason: string }>;
}

/** The state in which an entry leaves its dossier: the arrows of `domain/dossier-state.ts`, as audited. */
const STATE_AFTER: { readonly [Kind in AuditEvent['kind']]?: DossierState } = {
  'dossier.created': 'draft',
  'dossier.confirmed': 'captured',
  'dossier.sent-back': 'draft',
  'dossier.approved': 'approved',
  'dossier.sealed': 'sealed',
  'dossier.unsealed': 'approved',
  'dossier.sent': 'sent',
  'dossier.acknowledged': 'acknowledged',
  'dossier.returned': 'returned',
  'dossier.reopened': 'draft',
  'dossier.purged': 'purged',
};

/** Kinds that say something about a row. */
const WITNESSED: ReadonlySet<string> = new Set<AuditEvent['kind']>([
  ...(Object.keys(STATE_AFTER) as AuditEvent['kind'][]),
  'station.created',
  'user.created',
  'user.disabled',
  'dossier.fingerprint-captured',
  'dossier.portrait-captured',
  'dossier.document-added',
  'dossier.document-removed',
  'dossier.finger-exception-set',
  'dossier.finger-exception-cleared',
]);

/**
 * Replays the chain once. Only for a chain that was verified in the same snapshot and holds: a broken one
 * is no witness.
 */
export function auditWitness(store: ReadableStore): AuditWitness {
  const witness: AuditWitness = {
    stationId: null,
    dossiers: new Map(),
    packets: new Map(),
    unsealed: new Set(),
    outcomes: new Map(),
    users: new Map(),
    captures: new Map(),
    documents: new Map(),
    fingerExceptions: new Map(),
  };
  for (const event of eventsOf(store)) {
    moveWitnessed(witness, event);
    note(witness, event);
  }
  return witness;
}

/** Acts in their order, without what only the chain itself needs. */
function* eventsOf(store: ReadableStore): Generator<AuditEvent> {
  for (const row of connectionOf(store).rows('SELECT kind, detail FROM audit ORDER BY sequence')) {
    const { kind, detail } = row as { kind: string; detail: string };
    if (!WITNESSED.has(kind)) continue;
    // Verifying the chain has just read every detail by the schema of its kind.
    yield { kind, detail: JSON.parse(detail) as unknown } as AuditEvent;
  }
}

function moveWitnessed({ dossiers }: AuditWitness, { kind, detail }: AuditEvent): void {
  const state = STATE_AFTER[kind];
  if (state === undefined || !('dossierId' in detail)) return;
  let dossier = dossiers.get(detail.dossierId);
  if (!dossier) {
    dossier = { number: null, state, version: 1, packetId: null };
    dossiers.set(detail.dossierId, dossier);
  }
  dossier.state = state;
  if ('dossierNumber' in detail) dossier.number = detail.dossierNumber;
  if ('version' in detail) dossier.version = detail.version;
  if (kind === 'dossier.reopened' || kind === 'dossier.unsealed') dossier.packetId = null;
  else if ('packetId' in detail) dossier.packetId = detail.packetId;
}

function note(witness: AuditWitness, event: AuditEvent): void {
  switch (event.kind) {
    case 'station.created':
      witness.stationId = event.detail.stationId;
      break;
    case 'user.created':
      witness.users.set(event.detail.userId, { role: event.detail.role, disabled: false });
      break;
    case 'user.disabled': {
      const user = witness.users.get(event.detail.userId);
      if (user) user.disabled = true;
      break;
    }
    case 'dossier.sealed':
      witness.packets.set(event.detail.packetId, event.detail);
      break;
    case 'dossier.unsealed':
      witness.unsealed.add(event.detail.packetId);
      break;
    case 'dossier.acknowledged':
      witness.outcomes.set(event.detail.packetId, 'accepted');
      break;
    case 'dossier.returned':
      witness.outcomes.set(event.detail.packetId, 'returned');
      break;
    default:
      noteSample(witness, event);
  }
}

function noteSample(witness: AuditWitness, event: AuditEvent): void {
  switch (event.kind) {
    case 'dossier.fingerprint-captured': {
      const { captureId, impression = 'live-plain', deviceId = '' } = event.detail;
      witness.captures.set(captureId, { ...event.detail, impression, deviceId });
      break;
    }
    case 'dossier.portrait-captured': {
      const { captureId, dossierId, sha256, deviceId = '' } = event.detail;
      const noFinger = { position: null, impression: null, attempt: undefined, quality: undefined };
      witness.captures.set(captureId, { ...noFinger, dossierId, sha256, deviceId });
      break;
    }
    case 'dossier.document-added':
      witness.documents.set(event.detail.documentId, event.detail);
      break;
    case 'dossier.document-removed':
      witness.documents.delete(event.detail.documentId);
      break;
    case 'dossier.finger-exception-set':
      witness.fingerExceptions.set(exceptionKey(event.detail), event.detail);
      break;
    case 'dossier.finger-exception-cleared':
      witness.fingerExceptions.delete(exceptionKey(event.detail));
      break;
    default:
      break;
  }
}
