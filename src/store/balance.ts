import type { Balance } from '../domain/balance.ts';
import { balanceOf } from '../domain/balance.ts';
import type { ReadableStore } from './readable-store.ts';

/** Sets the audit chain, the receipts and the dossiers against each other, as of one instant. */
export function storeBalance(store: ReadableStore): Balance {
  return store.snapshot(() =>
    balanceOf({
      capturedInAudit: store.audit.confirmedDossiers(),
      acceptedByReceipt: store.receipts.acceptedDossiers(),
      states: store.dossiers.states(),
    }),
  );
}
