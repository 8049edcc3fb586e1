import { join } from 'node:path';
import type { OpenError } from '../../store/index.ts';
import { inspectAuditChain, openStoreReadOnly, storeBalance } from '../../store/index.ts';
import type { ReadableStore } from '../../store/index.ts';
import type { Result } from '../../domain/result.ts';

/** The reconciliation of a data folder: how many dossiers ever reached each state, and what they carry. */
export interface DayFigures {
  readonly dossiers: {
    readonly captured: number;
    readonly approved: number;
    readonly sealed: number;
    readonly sent: number;
    readonly acknowledged: number;
    readonly returned: number;
    readonly outstanding: number;
  };
  readonly captures: { readonly fingerprint: number; readonly portrait: number };
  readonly packets: { readonly count: number; readonly bytes: number };
  readonly balance: boolean;
  readonly audit: { readonly entries: number; readonly chain: 'ok' | 'broken' };
}

/**
 * A broken audit chain witnesses nothing: then `captured` comes from the rows and `balance` is false.
 * @param applicationDirectory the folder with `migrations`
 */
export function dayFigures(
  directory: string,
  key: Uint8Array,
  applicationDirectory: string,
): Result<DayFigures, OpenError> {
  const migrationsDirectory = join(applicationDirectory, 'migrations');
  const opened = openStoreReadOnly({ directory, key, migrationsDirectory });
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const counts = store.dossiers.countsByState();
    const verdict = inspectAuditChain(store);
    // A state contains those that went on from it.
    const acknowledged = counts.acknowledged + counts.purged;
    const sent = counts.sent + acknowledged + counts.returned;
    const sealed = counts.sealed + sent;
    const totals = store.packets.totals();
    const { captured, outstanding, balanced } =
      verdict.chain === 'ok' ? storeBalance(store) : balanceOfRows(store, acknowledged);
    return {
      ok: true,
      value: {
        dossiers: {
          captured,
          approved: counts.approved + sealed,
          sealed,
          sent,
          acknowledged,
          returned: counts.returned,
          outstanding,
        },
        captures: store.captures.counts(),
        packets: { count: totals.count, bytes: totals.sizeBytes },
        balance: balanced && captured === acknowledged + outstanding,
        audit: { entries: verdict.entries, chain: verdict.chain },
      },
    };
  } finally {
    store.close();
  }
}

function balanceOfRows(
  store: ReadableStore,
  acknowledged: number,
): { captured: number; outstanding: number; balanced: false } {
  const captured = store.dossiers.countCaptured({ from: 0, to: Number.MAX_SAFE_INTEGER });
  return { captured, outstanding: captured - acknowledged, balanced: false };
}
