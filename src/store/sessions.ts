import { z } from 'zod';
import type { DossierId, ShiftId, UserId } from '../domain/ids.ts';
import { idColumn, instantColumn } from './columns.ts';
import { Repository } from './repository.ts';

const sessionRow = z.strictObject({
  /** Names one window of the shell for as long as it runs. */
  nonce: z.string(),
  userId: idColumn<UserId>().nullable(),
  lockedAt: instantColumn.nullable(),
  openDossierId: idColumn<DossierId>().nullable(),
  shiftId: idColumn<ShiftId>().nullable(),
  lastActivityAt: instantColumn,
});
/** Who sits at a window and what lies open there; it survives the station process. */
export type SessionRecord = z.infer<typeof sessionRow>;

const COLUMNS = 'nonce, userId, lockedAt, openDossierId, shiftId, lastActivityAt';

export class ReadableSessions extends Repository {
  get(nonce: string): SessionRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM sessions WHERE nonce = ?`;
    return this.connection.one(sessionRow, sql, nonce);
  }

  list(): SessionRecord[] {
    return this.connection.all(sessionRow, `SELECT ${COLUMNS} FROM sessions ORDER BY nonce`);
  }

  /** The window at which a dossier lies open. */
  findByOpenDossier(dossierId: DossierId): SessionRecord | undefined {
    const sql = `SELECT ${COLUMNS} FROM sessions WHERE openDossierId = ?`;
    return this.connection.one(sessionRow, sql, dossierId);
  }
}

export class WritableSessions extends ReadableSessions {
  /** Writes the session as a whole, new or not. */
  put(session: SessionRecord): void {
    this.connection.replace('sessions', session);
  }

  delete(nonce: string): void {
    this.connection.run('DELETE FROM sessions WHERE nonce = ?', nonce);
  }

  /** Windows of an earlier start of the shell. @returns how many there were */
  deleteAllBut(nonce: string): number {
    return this.connection.run('DELETE FROM sessions WHERE nonce <> ?', nonce);
  }
}
