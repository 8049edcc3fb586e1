import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DOCUMENT_KINDS } from '../domain/document-kind.ts';
import type { DocumentId, DossierId } from '../domain/ids.ts';
import { blobColumn, idColumn, instantColumn, sha256Column } from './columns.ts';
import { requireDraft } from './draft.ts';
import { Repository } from './repository.ts';

const documentRow = z.strictObject({
  id: idColumn<DocumentId>(),
  dossierId: idColumn<DossierId>(),
  kind: z.enum(DOCUMENT_KINDS),
  mediaType: z.string(),
  pages: z.int(),
  sizeBytes: z.int(),
  sha256: sha256Column,
  addedAt: instantColumn,
});
/** A paper of a dossier without its content. */
export type DocumentRecord = z.infer<typeof documentRow>;

const contentRow = z.strictObject({
  mediaType: z.string(),
  content: blobColumn.nullable(),
});
const thumbnailRow = z.strictObject({ thumbnail: blobColumn.nullable() });

const COLUMNS = 'id, dossierId, kind, mediaType, pages, sizeBytes, sha256, addedAt';

export class ReadableDocuments extends Repository {
  get(id: DocumentId): DocumentRecord | undefined {
    return this.connection.one(documentRow, `SELECT ${COLUMNS} FROM documents WHERE id = ?`, id);
  }

  listByDossier(dossierId: DossierId): DocumentRecord[] {
    const sql = `SELECT ${COLUMNS} FROM documents WHERE dossierId = ? ORDER BY addedAt, rowid`;
    return this.connection.all(documentRow, sql, dossierId);
  }

  /** Undefined when there is no such document or its dossier is purged. */
  content(id: DocumentId): { mediaType: string; content: Uint8Array } | undefined {
    const sql = 'SELECT mediaType, content FROM documents WHERE id = ?';
    const row = this.connection.one(contentRow, sql, id);
    return row?.content ? { mediaType: row.mediaType, content: row.content } : undefined;
  }

  thumbnail(id: DocumentId): Uint8Array | undefined {
    const sql = 'SELECT thumbnail FROM documents WHERE id = ?';
    return this.connection.one(thumbnailRow, sql, id)?.thumbnail ?? undefined;
  }
}

export class WritableDocuments extends ReadableDocuments {
  /** Saves a paper of a draft. */
  add(document: {
    readonly dossierId: DossierId;
    readonly kind: DocumentRecord['kind'];
    readonly mediaType: string;
    readonly pages: number;
    readonly content: Uint8Array;
    readonly thumbnail: Uint8Array | null;
  }): DocumentRecord {
    requireDraft(this.connection, document.dossierId);
    const added: DocumentRecord = {
      id: randomUUID() as DocumentId,
      dossierId: document.dossierId,
      kind: document.kind,
      mediaType: document.mediaType,
      pages: document.pages,
      sizeBytes: document.content.length,
      sha256: createHash('sha256').update(document.content).digest('hex'),
      addedAt: this.connection.now(),
    };
    const { thumbnail, content } = document;
    this.connection.insert('documents', { ...added, thumbnail, content });
    return added;
  }

  /** Takes a paper out of a draft. @returns false when it was not there */
  remove(dossierId: DossierId, id: DocumentId): boolean {
    requireDraft(this.connection, dossierId);
    const sql = 'DELETE FROM documents WHERE id = ? AND dossierId = ?';
    return this.connection.run(sql, id, dossierId) === 1;
  }
}
