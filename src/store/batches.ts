import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BatchId, PacketId, UserId } from '../domain/ids.ts';
import { idColumn, instantColumn, jsonColumn } from './columns.ts';
import { Repository } from './repository.ts';

const batchRow = z
  .strictObject({
    id: idColumn<BatchId>(),
    /** Null when the schedule made it. */
    createdBy: idColumn<UserId>().nullable(),
    createdAt: instantColumn,
    finishedAt: instantColumn.nullable(),
    reportJson: jsonColumn(z.record(z.string(), z.unknown())).nullable(),
  })
  .transform(({ reportJson, ...row }) => ({ ...row, report: reportJson }));
/** A set of packets that were sent together. */
export type BatchRecord = z.infer<typeof batchRow>;

const packetIdRow = z.strictObject({ packetId: idColumn<PacketId>() });

const COLUMNS = 'id, createdBy, createdAt, finishedAt, reportJson';

export class ReadableBatches extends Repository {
  get(id: BatchId): BatchRecord | undefined {
    return this.connection.one(batchRow, `SELECT ${COLUMNS} FROM batches WHERE id = ?`, id);
  }

  /** The newest, finished or not. */
  last(): BatchRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM batches ORDER BY createdAt DESC, rowid DESC LIMIT 1`;
    return this.connection.one(batchRow, sql);
  }

  /** The newest that was never finished: to be put again after an interruption. */
  unfinished(): BatchRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM batches WHERE finishedAt IS NULL
      ORDER BY createdAt DESC, rowid DESC LIMIT 1`;
    return this.connection.one(batchRow, sql);
  }

  /** Newest first. */
  list(limit: number): BatchRecord[] {
    const sql = `SELECT ${COLUMNS} FROM batches ORDER BY createdAt DESC, rowid DESC LIMIT ?`;
    return this.connection.all(batchRow, sql, limit);
  }

  packetIds(id: BatchId): PacketId[] {
    const sql = 'SELECT packetId FROM batchPackets WHERE batchId = ? ORDER BY packetId';
    return this.connection.all(packetIdRow, sql, id).map((row) => row.packetId);
  }
}

export class WritableBatches extends ReadableBatches {
  create(batch: { createdBy: UserId | null; packetIds: readonly PacketId[] }): BatchRecord {
    const created = {
      id: randomUUID() as BatchId,
      createdBy: batch.createdBy,
      createdAt: this.connection.now(),
      finishedAt: null,
    };
    this.connection.insert('batches', created);
    for (const packetId of batch.packetIds) {
      this.connection.insert('batchPackets', { batchId: created.id, packetId });
    }
    return { ...created, report: null };
  }

  /** Also writes a newer report over an older one, when receipts come in later. */
  finish(id: BatchId, report: Readonly<Record<string, unknown>>): void {
    const reportJson = JSON.stringify(report);
    const sql =
      'UPDATE batches SET finishedAt = coalesce(finishedAt, ?), reportJson = ? WHERE id = ?';
    if (this.connection.run(sql, this.connection.now(), reportJson, id) !== 1) {
      throw new Error(`batches: no row ${id}`);
    }
  }
}
