import { join } from 'node:path';
import type { OpenError } from '../../store/index.ts';
import { openStoreReadOnly, storeBalance, verifyAuditChain } from '../../store/index.ts';
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

/** @param applicationDirectory the folder with `migrations` */
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
    const balance = storeBalance(store);
    const verdict = verifyAuditChain(store);
    // A state contains those that went on from it.
    const acknowledged = counts.acknowledged + counts.purged;
    const sent = counts.sent + acknowledged + counts.returned;
    const sealed = counts.sealed + sent;
    const totals = store.packets.totals();
    return {
      ok: true,
      value: {
        dossiers: {
          captured: balance.captured,
          approved: counts.approved + sealed,
          sealed,
          sent,
          acknowledged,
          returned: counts.returned,
          outstanding: balance.outstanding,
        },
        captures: store.captures.counts(),
        packets: { count: totals.count, bytes: totals.sizeBytes },
        balance: balance.balanced && balance.captured === acknowledged + balance.outstanding,
        audit: { entries: verdict.entries, chain: verdict.chain },
      },
    };
  } finally {
    store.close();
  }
}
