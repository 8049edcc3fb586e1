import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ShiftId, UserId } from '../domain/ids.ts';
import { idColumn, instantColumn } from './columns.ts';
import { Repository } from './repository.ts';

const shiftRow = z.strictObject({
  id: idColumn<ShiftId>(),
  site: z.string(),
  line: z.string(),
  seat: z.string(),
  /** Citizens expected that day. */
  quota: z.int(),
  startedBy: idColumn<UserId>(),
  startedAt: instantColumn,
  endedAt: instantColumn.nullable(),
});
/** Where and when work happens. */
export type ShiftRecord = z.infer<typeof shiftRow>;

const COLUMNS = 'id, site, line, seat, quota, startedBy, startedAt, endedAt';

export class ReadableShifts extends Repository {
  get(id: ShiftId): ShiftRecord | undefined {
    return this.connection.one(shiftRow, `SELECT ${COLUMNS} FROM shifts WHERE id = ?`, id);
  }

  /** The shift that started last, running or not. */
  last(): ShiftRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM shifts ORDER BY startedAt DESC, rowid DESC LIMIT 1`;
    return this.connection.one(shiftRow, sql);
  }

  /** The shift that started last and has not ended. */
  running(): ShiftRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM shifts WHERE endedAt IS NULL
      ORDER BY startedAt DESC, rowid DESC LIMIT 1`;
    return this.connection.one(shiftRow, sql);
  }
}

export class WritableShifts extends ReadableShifts {
  start(shift: {
    site: string;
    line: string;
    seat: string;
    quota: number;
    startedBy: UserId;
  }): ShiftRecord {
    const started: ShiftRecord = {
      id: randomUUID() as ShiftId,
      ...shift,
      startedAt: this.connection.now(),
      endedAt: null,
    };
    this.connection.insert('shifts', started);
    return started;
  }

  end(id: ShiftId): void {
    this.connection.update('shifts', ['id', id], {
      endedAt: this.connection.now(),
    });
  }
}
