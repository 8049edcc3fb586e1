import { z } from 'zod';
import { FINGER_EXCEPTION_REASONS } from '../domain/finger-exception.ts';
import { FINGER_POSITIONS } from '../domain/finger-position.ts';
import type { FingerPosition } from '../domain/finger-position.ts';
import type { DossierId } from '../domain/ids.ts';
import { instantColumn } from './columns.ts';
import { requireDraft } from './draft.ts';
import { Repository } from './repository.ts';

const exceptionRow = z.strictObject({
  position: z.enum(FINGER_POSITIONS),
  reason: z.enum(FINGER_EXCEPTION_REASONS),
  comment: z.string(),
  setAt: instantColumn,
});
/** A finger that cannot be taken. */
export type FingerExceptionRecord = z.infer<typeof exceptionRow>;

export class ReadableFingerExceptions extends Repository {
  listByDossier(dossierId: DossierId): FingerExceptionRecord[] {
    const sql = `SELECT position, reason, comment, setAt FROM fingerExceptions
      WHERE dossierId = ? ORDER BY setAt, position`;
    return this.connection.all(exceptionRow, sql, dossierId);
  }
}

export class WritableFingerExceptions extends ReadableFingerExceptions {
  /** New, or in place of the one that was there. */
  set(dossierId: DossierId, exception: Omit<FingerExceptionRecord, 'setAt'>): void {
    requireDraft(this.connection, dossierId);
    this.connection.replace('fingerExceptions', {
      dossierId,
      position: exception.position,
      reason: exception.reason,
      comment: exception.comment,
      setAt: this.connection.now(),
    });
  }

  /** @returns false when there was none */
  clear(dossierId: DossierId, position: FingerPosition): boolean {
    requireDraft(this.connection, dossierId);
    const sql = 'DELETE FROM fingerExceptions WHERE dossierId = ? AND position = ?';
    return this.connection.run(sql, dossierId, position) === 1;
  }
}
