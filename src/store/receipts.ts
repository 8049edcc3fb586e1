import { z } from 'zod';
import type { DossierId, PacketId } from '../domain/ids.ts';
import { idColumn, instantColumn, jsonColumn } from './columns.ts';
import { returnReasonSchema } from './dossiers.ts';
import { Repository } from './repository.ts';

const receiptRow = z
  .strictObject({
    packetId: idColumn<PacketId>(),
    sequence: z.int(),
    outcome: z.enum(['accepted', 'returned']),
    /** Only when returned. */
    reasonJson: jsonColumn(returnReasonSchema).nullable(),
    /** When the station received it. */
    receivedAt: instantColumn,
    /** The ministry's signed word, verbatim. */
    jws: z.string(),
  })
  .transform(({ reasonJson, ...row }) => ({ ...row, reason: reasonJson }));
/** A verified receipt of the ministry on one packet. */
export type ReceiptRecord = z.infer<typeof receiptRow>;

const dossierIdRow = z.strictObject({ dossierId: idColumn<DossierId>() });
const COLUMNS = 'packetId, sequence, outcome, reasonJson, receivedAt, jws';

export class ReadableReceipts extends Repository {
  get(packetId: PacketId): ReceiptRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM receipts WHERE packetId = ?`;
    return this.connection.one(receiptRow, sql, packetId);
  }

  /** By the ministry's sequence. */
  list(): ReceiptRecord[] {
    return this.connection.all(receiptRow, `SELECT ${COLUMNS} FROM receipts ORDER BY sequence`);
  }

  /** Dossiers of which the ministry has accepted a version. */
  acceptedDossiers(): Set<DossierId> {
    const sql = `SELECT DISTINCT dossierId FROM receipts JOIN packets USING (packetId)
      WHERE outcome = 'accepted'`;
    return new Set(this.connection.all(dossierIdRow, sql).map((row) => row.dossierId));
  }
}

export class WritableReceipts extends ReadableReceipts {
  /**
   * Keeps a receipt whose signature was verified and whose packet the station knows.
   * @returns false when the packet already has its receipt: nothing is changed then
   */
  add(receipt: Omit<ReceiptRecord, 'receivedAt'>): boolean {
    if (this.get(receipt.packetId)) return false;
    this.connection.insert('receipts', {
      packetId: receipt.packetId,
      sequence: receipt.sequence,
      outcome: receipt.outcome,
      reasonJson: receipt.reason && JSON.stringify(receipt.reason),
      receivedAt: this.connection.now(),
      jws: receipt.jws,
    });
    return true;
  }
}
