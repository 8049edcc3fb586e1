import { z } from 'zod';
import type { ReadableStore } from './readable-store.ts';
import { connectionOf } from './verify-connection.ts';

/**
 * The rows of a store as an inspector reads them: only the columns that the audit chain speaks of too,
 * by id, and nothing believed that a tampered row could break (no closed list of states, no JSON).
 */
export interface InspectedRows {
  readonly dossiers: ReadonlyMap<string, z.infer<typeof dossierRow>>;
  readonly packets: ReadonlyMap<string, z.infer<typeof packetRow>>;
  readonly receipts: ReadonlyMap<string, z.infer<typeof receiptRow>>;
  readonly users: ReadonlyMap<string, z.infer<typeof userRow>>;
  readonly captures: ReadonlyMap<string, z.infer<typeof captureRow>>;
  readonly documents: ReadonlyMap<string, z.infer<typeof documentRow>>;
  /** By `exceptionKey`. */
  readonly fingerExceptions: ReadonlyMap<string, z.infer<typeof exceptionRow>>;
}

const dossierRow = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number(),
  state: z.string(),
  packetId: z.string().nullable(),
});
const packetRow = z.object({
  packetId: z.string(),
  dossierId: z.string(),
  version: z.number(),
  sizeBytes: z.number(),
  signature: z.string(),
  path: z.string(),
});
const receiptRow = z.object({
  packetId: z.string(),
  sequence: z.number(),
  outcome: z.string(),
  reasonJson: z.string().nullable(),
  jws: z.string(),
});
const userRow = z.object({ id: z.string(), role: z.string(), disabledAt: z.number().nullable() });
const captureRow = z.object({
  id: z.string(),
  dossierId: z.string(),
  /** Null for a portrait. */
  position: z.string().nullable(),
  impression: z.string().nullable(),
  attempt: z.number(),
  quality: z.number(),
  sha256: z.string(),
  deviceId: z.string(),
  /** 1 while the image is in the store. */
  kept: z.number(),
});
const documentRow = z.object({
  id: z.string(),
  dossierId: z.string(),
  sha256: z.string(),
  kept: z.number(),
});
const exceptionRow = z.object({
  dossierId: z.string(),
  position: z.string(),
  reason: z.string(),
});

const QUERIES = {
  dossiers: 'SELECT id, number, version, state, packetId FROM dossiers',
  packets: `SELECT packetId, dossierId, version, sizeBytes, signature, path FROM packets
    ORDER BY sealedAt, packetId`,
  receipts: 'SELECT packetId, sequence, outcome, reasonJson, jws FROM receipts',
  users: 'SELECT id, role, disabledAt FROM users',
  captures: `SELECT id, dossierId, position, impression, attempt, quality, sha256, deviceId,
    image IS NOT NULL AS kept FROM captures`,
  documents: `SELECT id, dossierId, sha256,
    content IS NOT NULL OR thumbnail IS NOT NULL AS kept FROM documents`,
  fingerExceptions: 'SELECT dossierId, position, reason FROM fingerExceptions',
} as const;

/** Names an exception of a finger: there is one per dossier and finger. */
export function exceptionKey(exception: { dossierId: string; position: string }): string {
  return `${exception.dossierId}/${exception.position}`;
}

/** One table of a store, by id. Throws what SQLite or zod throws when it cannot be read. */
export const readInspectedRows: {
  readonly [Table in keyof InspectedRows]: (store: ReadableStore) => InspectedRows[Table];
} = {
  dossiers: reader(QUERIES.dossiers, dossierRow, ({ id }) => id),
  packets: reader(QUERIES.packets, packetRow, ({ packetId }) => packetId),
  receipts: reader(QUERIES.receipts, receiptRow, ({ packetId }) => packetId),
  users: reader(QUERIES.users, userRow, ({ id }) => id),
  captures: reader(QUERIES.captures, captureRow, ({ id }) => id),
  documents: reader(QUERIES.documents, documentRow, ({ id }) => id),
  fingerExceptions: reader(QUERIES.fingerExceptions, exceptionRow, exceptionKey),
};

function reader<Row>(
  sql: string,
  schema: z.ZodType<Row>,
  keyOf: (row: Row) => string,
): (store: ReadableStore) => Map<string, Row> {
  return (store) => {
    const rows = new Map<string, Row>();
    for (const given of connectionOf(store).rows(sql)) {
      const row = schema.parse(given);
      rows.set(keyOf(row), row);
    }
    return rows;
  };
}
