import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditEvent, AuditKind } from '../domain/audit-event.ts';
import { AUDIT_EVENT_SCHEMAS } from '../domain/audit-event.ts';
import type { DossierId, UserId } from '../domain/ids.ts';
import { canonicalJson } from './canonical-json.ts';
import { idColumn, instantColumn, sha256Column } from './columns.ts';
import type { Connection } from './connection.ts';
import { Repository } from './repository.ts';
import { isUnreadable } from './sqlite-errors.ts';

const GENESIS_HASH = '0'.repeat(64);

const kinds = Object.keys(AUDIT_EVENT_SCHEMAS) as [AuditKind, ...AuditKind[]];

const auditRow = z.strictObject({
  sequence: z.int().min(1),
  at: instantColumn,
  actor: idColumn<UserId>().nullable(),
  kind: z.string(),
  detail: z.string(),
  previousHash: sha256Column,
  hash: sha256Column,
});
type AuditRow = z.infer<typeof auditRow>;

const headRow = z.strictObject({ entries: z.int().min(0), hash: sha256Column });

/** One act, as the chain keeps it. */
export type AuditEntry = AuditEvent & {
  readonly sequence: number;
  readonly at: number;
  /** Null for the station itself. */
  readonly actor: UserId | null;
};

/** What is wrong at the first bad entry. */
export type AuditBreak =
  | 'sequence-gap'
  | 'previous-hash-differs'
  | 'hash-differs'
  | 'unknown-kind'
  | 'bad-detail'
  | 'tail-cut'
  | 'unreadable';

export type AuditVerdict =
  | { readonly entries: number; readonly chain: 'ok' }
  | {
      /** Good entries before the break. */
      readonly entries: number;
      readonly chain: 'broken';
      /** The entry at which the chain breaks. */
      readonly sequence: number;
      readonly cause: AuditBreak;
    };

const COLUMNS = 'sequence, at, actor, kind, detail, previousHash, hash';

export class ReadableAudit extends Repository {
  count(): number {
    return this.#head().entries;
  }

  /** Entries after a sequence number, oldest first. */
  list(options: { after?: number; limit: number }): AuditEntry[] {
    const sql = `SELECT ${COLUMNS} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?`;
    return this.connection
      .all(auditRow, sql, options.after ?? 0, options.limit)
      .map((row) => entryOf(row));
  }

  /** Dossiers that were ever confirmed to an officer. */
  confirmedDossiers(): Set<DossierId> {
    const sql = `SELECT DISTINCT detail ->> '$.dossierId' AS dossierId FROM audit
      WHERE kind = 'dossier.confirmed'`;
    const row = z.strictObject({ dossierId: idColumn<DossierId>() });
    return new Set(this.connection.all(row, sql).map(({ dossierId }) => dossierId));
  }

  /** Recomputes the whole chain, entry by entry; memory stays the same however long it is. */
  verify(): AuditVerdict {
    let entries = 0;
    try {
      return this.connection.snapshot(() => {
        let hash = GENESIS_HASH;
        for (const row of this.connection.rows(`SELECT ${COLUMNS} FROM audit ORDER BY sequence`)) {
          const checked = checkRow(row, entries + 1, hash);
          if (typeof checked === 'string') return broken(entries, checked);
          hash = checked.hash;
          entries += 1;
        }
        const head = this.#head();
        if (head.entries === entries && head.hash === hash) return { entries, chain: 'ok' };
        return broken(entries, 'tail-cut');
      });
    } catch (error) {
      if (isUnreadable(error)) return broken(entries, 'unreadable');
      throw error;
    }
  }

  #head(): z.infer<typeof headRow> {
    return readHead(this.connection);
  }
}

/** Appends an act to the chain, within the transaction that does it. */
export function appendAudit(
  connection: Connection,
  actor: UserId | null,
  event: AuditEvent,
): AuditEntry {
  const head = readHead(connection);
  const row = {
    sequence: head.entries + 1,
    at: connection.now(),
    actor,
    kind: event.kind,
    detail: canonicalJson(AUDIT_EVENT_SCHEMAS[event.kind].parse(event.detail)),
    previousHash: head.hash,
  };
  const hash = hashOf(row);
  connection.insert('audit', { ...row, hash });
  connection.run('UPDATE auditHead SET entries = ?, hash = ? WHERE id = 1', row.sequence, hash);
  connection.acts.push(event.kind);
  return { ...event, sequence: row.sequence, at: row.at, actor };
}

/** `{entries, chain: 'ok'}`, or where the chain breaks and why. */
export function verifyAuditChain(readable: { readonly audit: ReadableAudit }): AuditVerdict {
  return readable.audit.verify();
}

/** SHA-256 over the canonical array of everything else in the row. */
function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const content = [row.sequence, row.at, row.actor, row.kind, row.detail, row.previousHash];
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function checkRow(row: unknown, sequence: number, previousHash: string): AuditRow | AuditBreak {
  const parsed = auditRow.safeParse(row);
  if (!parsed.success) return 'hash-differs';
  if (parsed.data.sequence !== sequence) return 'sequence-gap';
  if (parsed.data.previousHash !== previousHash) return 'previous-hash-differs';
  if (parsed.data.hash !== hashOf(parsed.data)) return 'hash-differs';
  const kind = kinds.find((name) => name === parsed.data.kind);
  if (!kind) return 'unknown-kind';
  return isDetailOf(kind, parsed.data.detail) ? parsed.data : 'bad-detail';
}

function isDetailOf(kind: AuditKind, detail: string): boolean {
  try {
    return AUDIT_EVENT_SCHEMAS[kind].safeParse(JSON.parse(detail)).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function entryOf(row: AuditRow): AuditEntry {
  const kind = z.enum(kinds).parse(row.kind);
  const detail: unknown = AUDIT_EVENT_SCHEMAS[kind].parse(JSON.parse(row.detail));
  // The schema of the kind has just given the detail of the kind; TypeScript cannot pair the two.
  const event = { kind, detail } as AuditEvent;
  return { ...event, sequence: row.sequence, at: row.at, actor: row.actor };
}

function readHead(connection: Connection): z.infer<typeof headRow> {
  const head = connection.one(headRow, 'SELECT entries, hash FROM auditHead WHERE id = 1');
  if (!head) throw new Error('audit: no head');
  return head;
}

function broken(entries: number, cause: AuditBreak): AuditVerdict {
  return { entries, chain: 'broken', sequence: entries + 1, cause };
}
