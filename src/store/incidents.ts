import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { instantColumn } from './columns.ts';
import { Repository } from './repository.ts';

const incidentRow = z.strictObject({
  id: z.string(),
  at: instantColumn,
  code: z.string(),
  device: z.string(),
  /** The error code of the sentence that the officer read. */
  whatOfficerSaw: z.string(),
  resolvedAt: instantColumn.nullable(),
});
/** A fault worth a technician's attention. */
export type IncidentRecord = z.infer<typeof incidentRow>;

const COLUMNS = 'id, at, code, device, whatOfficerSaw, resolvedAt';

export class ReadableIncidents extends Repository {
  get(id: string): IncidentRecord | undefined {
    return this.connection.one(incidentRow, `SELECT ${COLUMNS} FROM incidents WHERE id = ?`, id);
  }

  /** Newest first. */
  list(limit = 200): IncidentRecord[] {
    const sql = `SELECT ${COLUMNS} FROM incidents ORDER BY at DESC, rowid DESC LIMIT ?`;
    return this.connection.all(incidentRow, sql, limit);
  }

  /** The unresolved incident of this code at this device: the same fault is one incident. */
  findOpen(code: string, device: string): IncidentRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM incidents
      WHERE code = ? AND device = ? AND resolvedAt IS NULL ORDER BY at DESC LIMIT 1`;
    return this.connection.one(incidentRow, sql, code, device);
  }
}

export class WritableIncidents extends ReadableIncidents {
  add(incident: { code: string; device: string; whatOfficerSaw: string }): IncidentRecord {
    const added = {
      id: randomUUID() as string,
      at: this.connection.now(),
      ...incident,
      resolvedAt: null,
    };
    this.connection.insert('incidents', added);
    return added;
  }

  /** @returns false when it is not there or already resolved */
  resolve(id: string): boolean {
    const sql = 'UPDATE incidents SET resolvedAt = ? WHERE id = ? AND resolvedAt IS NULL';
    return this.connection.run(sql, this.connection.now(), id) === 1;
  }
}
