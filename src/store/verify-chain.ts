import { z } from 'zod';
import type { AuditVerdict } from './audit.ts';
import { countRow } from './columns.ts';
import type { ReadableStore } from './readable-store.ts';
import { connectionOf } from './verify-connection.ts';

const headRow = z.object({ entries: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The verdict on the audit chain of a folder that nobody vouches for. Beside `verifyAuditChain` it takes
 * a head that is gone or makes no sense for what it is: a chain of which nobody can say how it ends.
 */
export function inspectAuditChain(store: ReadableStore): AuditVerdict {
  const connection = connectionOf(store);
  const [head] = [...connection.rows('SELECT entries, hash FROM auditHead WHERE id = 1')];
  if (headRow.safeParse(head).success) return store.audit.verify();
  const entries = connection.one(countRow, 'SELECT count(*) AS count FROM audit')?.count ?? 0;
  return { entries, chain: 'broken', sequence: entries + 1, cause: 'tail-cut' };
}
