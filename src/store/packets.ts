import { z } from 'zod';
import type { DossierId, PacketId } from '../domain/ids.ts';
import { idColumn, instantColumn } from './columns.ts';
import { Repository } from './repository.ts';

const packetRow = z.strictObject({
  packetId: idColumn<PacketId>(),
  dossierId: idColumn<DossierId>(),
  version: z.int(),
  sizeBytes: z.int(),
  /** The station's JWS over the packet, verbatim. */
  signature: z.string(),
  /** Relative to the data folder, parted by `/`. */
  path: z.string(),
  sealedAt: instantColumn,
  uploadedAt: instantColumn.nullable(),
  /** Why it is not at the ministry yet: a code, or null. */
  outstandingReason: z.string().nullable(),
});
/** A sealed dossier version that lies in a file. */
export type PacketRecord = z.infer<typeof packetRow>;

const COLUMNS =
  'packetId, dossierId, version, sizeBytes, signature, path, sealedAt, uploadedAt, outstandingReason';
const ALL_COLUMNS = COLUMNS.split(', ')
  .map((name) => `packets.${name}`)
  .join(', ');

export class ReadablePackets extends Repository {
  get(packetId: PacketId): PacketRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM packets WHERE packetId = ?`;
    return this.connection.one(packetRow, sql, packetId);
  }

  /** Every packet, oldest first. */
  list(): PacketRecord[] {
    return this.connection.all(
      packetRow,
      `SELECT ${COLUMNS} FROM packets ORDER BY sealedAt, packetId`,
    );
  }

  /** By version. */
  listByDossier(dossierId: DossierId): PacketRecord[] {
    const sql = `SELECT ${COLUMNS} FROM packets WHERE dossierId = ? ORDER BY version`;
    return this.connection.all(packetRow, sql, dossierId);
  }

  /** Packets of dossiers in state `sealed`: what the next batch carries. */
  listToSend(): PacketRecord[] {
    return this.connection.all(
      packetRow,
      `SELECT ${ALL_COLUMNS} FROM packets JOIN dossiers ON dossiers.packetId = packets.packetId
        WHERE dossiers.state = 'sealed' ORDER BY packets.sealedAt, packets.packetId`,
    );
  }

  /** Packets of dossiers in state `sent`: uploaded, without a receipt yet. */
  listAwaitingReceipt(): PacketRecord[] {
    return this.connection.all(
      packetRow,
      `SELECT ${ALL_COLUMNS} FROM packets JOIN dossiers ON dossiers.packetId = packets.packetId
        WHERE dossiers.state = 'sent' ORDER BY packets.sealedAt, packets.packetId`,
    );
  }

  listByBatch(batchId: string): PacketRecord[] {
    return this.connection.all(
      packetRow,
      `SELECT ${ALL_COLUMNS} FROM packets JOIN batchPackets USING (packetId)
        WHERE batchId = ? ORDER BY packets.sealedAt, packets.packetId`,
      batchId,
    );
  }

  totals(): { count: number; sizeBytes: number } {
    const row = z.strictObject({ count: z.int(), sizeBytes: z.int() });
    const sql = 'SELECT count(*) AS count, coalesce(sum(sizeBytes), 0) AS sizeBytes FROM packets';
    return this.connection.one(row, sql) ?? { count: 0, sizeBytes: 0 };
  }
}

/** Packets are added by `moveDossier(…, 'seal')` and marked uploaded by `moveDossier(…, 'send')`. */
export class WritablePackets extends ReadablePackets {
  /** Why it could not be sent; null when it is no longer so. */
  setOutstanding(packetId: PacketId, reason: string | null): void {
    this.connection.update('packets', ['packetId', packetId], {
      outstandingReason: reason,
    });
  }
}
