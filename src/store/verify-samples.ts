import { createHash } from 'node:crypto';
import type { CaptureId, DocumentId, DossierId } from '../domain/ids.ts';
import type { ReadableStore } from './readable-store.ts';

/** A sample or paper whose content is not what the audit chain says was saved. */
export interface BadSample {
  readonly id: string;
  readonly dossierId: string;
  readonly cause: 'missing' | 'wrong-hash';
}

const PAGE_ENTRIES = 500;

/**
 * Compares every print, portrait and paper in the store with the SHA-256 that the audit chain recorded
 * when it was saved. Those of purged dossiers, and papers taken out again, are gone by right.
 */
export function verifySamples(store: ReadableStore): { checked: number; bad: BadSample[] } {
  const removed = removedPapers(store);
  const bad: BadSample[] = [];
  let checked = 0;
  for (const { id, dossierId, sha256, content } of savedSamples(store)) {
    if (removed.has(id) || isPurged(store, dossierId)) continue;
    checked += 1;
    const bytes = content();
    if (!bytes) bad.push({ id, dossierId, cause: 'missing' });
    else if (hashOf(bytes) !== sha256) bad.push({ id, dossierId, cause: 'wrong-hash' });
  }
  return { checked, bad };
}

interface SavedSample {
  readonly id: string;
  readonly dossierId: string;
  readonly sha256: string;
  readonly content: () => Uint8Array | undefined;
}

function* savedSamples(store: ReadableStore): Generator<SavedSample> {
  for (const entry of entriesOf(store)) {
    switch (entry.kind) {
      case 'dossier.fingerprint-captured':
      case 'dossier.portrait-captured': {
        const { captureId: id, dossierId, sha256 } = entry.detail;
        yield {
          id,
          dossierId,
          sha256,
          content: () => store.captures.image(id as CaptureId)?.image,
        };
        break;
      }
      case 'dossier.document-added': {
        const { documentId: id, dossierId, sha256 } = entry.detail;
        const content = () => store.documents.content(id as DocumentId)?.content;
        yield { id, dossierId, sha256, content };
        break;
      }
      default:
        break;
    }
  }
}

function removedPapers(store: ReadableStore): Set<string> {
  const removed = new Set<string>();
  for (const entry of entriesOf(store)) {
    if (entry.kind === 'dossier.document-removed') removed.add(entry.detail.documentId);
  }
  return removed;
}

function* entriesOf(store: ReadableStore): Generator<ReturnType<typeof store.audit.list>[number]> {
  let after = 0;
  for (;;) {
    const entries = store.audit.list({ after, limit: PAGE_ENTRIES });
    yield* entries;
    const last = entries.at(-1);
    if (!last) return;
    after = last.sequence;
  }
}

function isPurged(store: ReadableStore, dossierId: string): boolean {
  return store.dossiers.get(dossierId as DossierId)?.state === 'purged';
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
