import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DossierId, UserId } from '../domain/ids.ts';
import { idColumn, instantColumn } from './columns.ts';
import { Repository } from './repository.ts';

const incidentRow = z.strictObject({
  id: z.string(),
  at: instantColumn,
  code: z.string(),
  device: z.string(),
  /** The error code of the sentence that the officer read. */
  whatOfficerSaw: z.string(),
  /** The dossier that was open, or null. */
  dossierId: idColumn<DossierId>().nullable(),
  /** The driver's and the system's own words, for the technician: no personal data. */
  detail: z.string(),
  /** How often it was seen while it was open, and when last. */
  seen: z.int(),
  lastSeenAt: instantColumn.nullable(),
  whatWasDone: z.string(),
  resolvedAt: instantColumn.nullable(),
  resolvedBy: idColumn<UserId>().nullable(),
});
/** A fault worth a technician's attention. */
export type IncidentRecord = z.infer<typeof incidentRow>;

const COLUMNS = `id, at, code, device, whatOfficerSaw, dossierId, detail, seen, lastSeenAt, whatWasDone,
  resolvedAt, resolvedBy`;

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

/** What is known of a fault when it happens. */
export type NewIncident = Pick<IncidentRecord, 'code' | 'device' | 'whatOfficerSaw'> &
  Partial<Pick<IncidentRecord, 'dossierId' | 'detail'>>;

export class WritableIncidents extends ReadableIncidents {
  add({ dossierId = null, detail = '', ...incident }: NewIncident): IncidentRecord {
    const added = {
      id: randomUUID() as string,
      at: this.connection.now(),
      ...incident,
      dossierId,
      detail,
      seen: 1,
      lastSeenAt: null,
      whatWasDone: '',
      resolvedAt: null,
      resolvedBy: null,
    };
    this.connection.insert('incidents', added);
    return added;
  }

  /** The same fault again while its incident is open. */
  seenAgain(id: string): void {
    const sql = 'UPDATE incidents SET seen = seen + 1, lastSeenAt = ? WHERE id = ?';
    this.connection.run(sql, this.connection.now(), id);
  }

  /** @returns false when it is not there or already resolved */
  resolve(id: string, by: UserId | null, whatWasDone: string): boolean {
    const sql = `UPDATE incidents SET resolvedAt = ?, resolvedBy = ?, whatWasDone = ?
      WHERE id = ? AND resolvedAt IS NULL`;
    return this.connection.run(sql, this.connection.now(), by, whatWasDone, id) === 1;
  }
}
