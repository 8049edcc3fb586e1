import { z } from 'zod';
import type { DossierId } from '../domain/ids.ts';
import { DOSSIER_STATES } from '../domain/dossier-state.ts';
import type { Connection } from './connection.ts';

const draftRow = z.strictObject({
  state: z.enum(DOSSIER_STATES),
  version: z.int(),
});

/**
 * The last guard before content of a dossier is written: content changes while it is a draft and at no
 * other time. Use-cases look at the state first and answer in words; here it is a surprise and throws.
 * Marks the dossier as changed now.
 */
export function requireDraft(connection: Connection, dossierId: DossierId): { version: number } {
  const row = connection.one(
    draftRow,
    'SELECT state, version FROM dossiers WHERE id = ?',
    dossierId,
  );
  if (row?.state !== 'draft') {
    throw new Error(`dossiers: ${dossierId} is ${row?.state ?? 'not there'}, no draft`);
  }
  connection.update('dossiers', ['id', dossierId], {
    updatedAt: connection.now(),
  });
  return row;
}
