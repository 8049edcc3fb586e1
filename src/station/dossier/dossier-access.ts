import type { Answer } from '../../contract/channel.ts';
import type { DossierId } from '../../domain/ids.ts';
import type { DossierRow, ReadableStore } from '../../store/index.ts';
import { fail } from '../app.ts';

/** A dossier of any state. */
export function findDossier(
  store: Pick<ReadableStore, 'dossiers'>,
  id: string,
): Answer<DossierRow> {
  const row = store.dossiers.get(id as DossierId);
  return row ? { ok: true, value: row } : fail('not-found');
}

/** A dossier that the line may still change. */
export function findDraft(store: Pick<ReadableStore, 'dossiers'>, id: string): Answer<DossierRow> {
  const found = findDossier(store, id);
  if (!found.ok) return found;
  return found.value.state === 'draft' ? found : fail('wrong-state', { state: found.value.state });
}
