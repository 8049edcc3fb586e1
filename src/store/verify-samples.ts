import { createHash } from 'node:crypto';
import type { CaptureId, DocumentId } from '../domain/ids.ts';
import type { ReadableStore } from './readable-store.ts';
import { isUnreadable } from './sqlite-errors.ts';
import type { AuditWitness } from './verify-witness.ts';

/** A sample or paper whose content is not what the audit chain says was saved. */
export interface BadSample {
  readonly id: string;
  readonly dossierId: string;
  readonly cause: 'missing' | 'wrong-hash' | 'unreadable';
}

/**
 * Compares every print, portrait and paper in the store with the SHA-256 that the audit chain recorded
 * when it was saved. Those of purged dossiers, and papers taken out again, are gone by right.
 */
export function verifySamples(
  store: ReadableStore,
  witness: AuditWitness,
): { checked: number; bad: BadSample[] } {
  const bad: BadSample[] = [];
  let checked = 0;
  for (const { id, dossierId, sha256, content } of savedSamples(store, witness)) {
    if (witness.dossiers.get(dossierId)?.state === 'purged') continue;
    checked += 1;
    const cause = faultOf(content, sha256);
    if (cause !== undefined) bad.push({ id, dossierId, cause });
  }
  return { checked, bad };
}

interface SavedSample {
  readonly id: string;
  readonly dossierId: string;
  readonly sha256: string;
  readonly content: () => Uint8Array | undefined;
}

function* savedSamples(store: ReadableStore, witness: AuditWitness): Generator<SavedSample> {
  for (const [id, { dossierId, sha256 }] of witness.captures) {
    yield { id, dossierId, sha256, content: () => store.captures.image(id as CaptureId)?.image };
  }
  for (const [id, { dossierId, sha256 }] of witness.documents) {
    const content = () => store.documents.content(id as DocumentId)?.content;
    yield { id, dossierId, sha256, content };
  }
}

function faultOf(content: SavedSample['content'], sha256: string): BadSample['cause'] | undefined {
  try {
    const bytes = content();
    if (!bytes) return 'missing';
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? undefined : 'wrong-hash';
  } catch (error) {
    if (isUnreadable(error)) return 'unreadable';
    throw error;
  }
}
