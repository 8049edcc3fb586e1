import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  batchManifestSchema,
  batchPacketSchema,
  batchRequestSchema,
} from '../sync/formats/batch-manifest.ts';
import type { BatchManifest } from '../sync/formats/batch-manifest.ts';
import { JWS_TYPES, verifyJws } from '../sync/formats/jws.ts';
import { inTransaction } from './ministry-database.ts';
import { Refused } from './refused.ts';
import type { EnrolledStation } from './stations.ts';

const announcedPacketSchema = batchPacketSchema.extend({
  stationId: z.string(),
  batchId: z.string(),
});
/** A packet that a station announced in a batch. */
export type AnnouncedPacket = z.infer<typeof announcedPacketSchema>;

const COLUMNS =
  'stationId, batchId, packetId, sizeBytes, dossierId, dossierNumber, version, signature';

/** Takes a batch's announcement, the first time or again; throws `Refused`. */
export async function putBatch(
  database: DatabaseSync,
  station: EnrolledStation,
  batchId: string,
  body: unknown,
): Promise<void> {
  const request = batchRequestSchema.safeParse(body);
  if (!request.success) throw new Refused('bad-request', 'not a batch');
  const { manifest: jws } = request.data;
  const verified = await verifyJws(jws, JWS_TYPES.batch, [station.signingKey], batchManifestSchema);
  if (!verified.ok) {
    const code = verified.error === 'bad-payload' ? 'bad-request' : 'bad-signature';
    throw new Refused(code, `the batch manifest does not verify: ${verified.error}`);
  }
  const manifest = verified.value;
  if (manifest.stationId !== station.stationId || manifest.batchId !== batchId) {
    throw new Refused('bad-request', 'the batch manifest is of another batch or station');
  }
  inTransaction(database, () => rememberBatch(database, manifest, jws));
}

function rememberBatch(database: DatabaseSync, manifest: BatchManifest, jws: string): void {
  const { stationId, batchId, packets } = manifest;
  const known = batchPackets(database, stationId, batchId);
  if (known.length > 0) {
    const same = new Set(known.map((packet) => packet.packetId));
    if (packets.length !== same.size || !packets.every((packet) => same.has(packet.packetId))) {
      throw new Refused('batch-changed', 'the batch was announced with other packets before');
    }
    return;
  }
  refuseForeignPackets(database, manifest);
  database
    .prepare('INSERT INTO batches (stationId, batchId, manifest, firstPutAt) VALUES (?, ?, ?, ?)')
    .run(stationId, batchId, jws, new Date().toISOString());
  const insert = database.prepare(
    `INSERT INTO batchPackets (${COLUMNS}, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [position, packet] of packets.entries()) {
    insert.run(
      stationId,
      batchId,
      packet.packetId,
      packet.sizeBytes,
      packet.dossierId,
      packet.dossierNumber,
      packet.version,
      packet.signature,
      position,
    );
  }
}

/** A packet belongs to one station: nobody learns from a batch what others have sent. */
function refuseForeignPackets(database: DatabaseSync, manifest: BatchManifest): void {
  const foreign = database.prepare('SELECT 1 FROM packets WHERE packetId = ? AND stationId <> ?');
  for (const { packetId } of manifest.packets) {
    if (foreign.get(packetId, manifest.stationId) !== undefined) {
      throw new Refused('not-your-station', 'a packet belongs to another station');
    }
  }
}

/** The packets of a batch in the manifest's order; empty when the batch is unknown. */
export function batchPackets(
  database: DatabaseSync,
  stationId: string,
  batchId: string,
): AnnouncedPacket[] {
  const rows = database
    .prepare(
      `SELECT ${COLUMNS} FROM batchPackets WHERE stationId = ? AND batchId = ? ORDER BY position`,
    )
    .all(stationId, batchId);
  return z.array(announcedPacketSchema).parse(rows);
}

/** One packet of a batch, or undefined when the batch does not announce it. */
export function announcedPacket(
  database: DatabaseSync,
  stationId: string,
  batchId: string,
  packetId: string,
): AnnouncedPacket | undefined {
  const row = database
    .prepare(
      `SELECT ${COLUMNS} FROM batchPackets WHERE stationId = ? AND batchId = ? AND packetId = ?`,
    )
    .get(stationId, batchId, packetId);
  return row === undefined ? undefined : announcedPacketSchema.parse(row);
}
