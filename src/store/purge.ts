import type { Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import type { Store, WriteError } from './store.ts';

const DAY_MS = 86_400_000;

/**
 * Takes the images and papers of acknowledged dossiers out of the store once the retention time has
 * passed since the receipt; freed pages are overwritten (`secure_delete`). At most `limit` dossiers
 * at a time, each in a transaction of its own.
 * @returns how many dossiers were purged
 */
export function purgeAcknowledged(
  store: Store,
  options: { now: number; retentionDays: number; limit?: number },
): Result<number, WriteError> {
  const upTo = options.now - options.retentionDays * DAY_MS;
  const due = store.dossiers.listAcknowledgedUpTo(upTo, options.limit ?? 1000);
  for (const dossierId of due) {
    const purged = store.write({ userId: null }, (transaction) =>
      transaction.moveDossier(dossierId, 'purge'),
    );
    if (!purged.ok) return purged;
  }
  return ok(due.length);
}
