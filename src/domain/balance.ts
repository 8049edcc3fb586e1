import type { DossierState } from './dossier-state.ts';
import { isOutstanding } from './dossier-state.ts';

/** What three independent sources say of the same day: the audit chain, the receipts, the dossiers. */
export interface BalanceInput {
  /** Dossiers with a `dossier.confirmed` entry in the audit chain. */
  readonly capturedInAudit: ReadonlySet<string>;
  /** Dossiers for which a verified receipt says accepted. */
  readonly acceptedByReceipt: ReadonlySet<string>;
  /** Every dossier row, by id. */
  readonly states: ReadonlyMap<string, DossierState>;
}

export interface Balance {
  readonly captured: number;
  readonly acknowledged: number;
  readonly outstanding: number;
  readonly balanced: boolean;
  /** Dossiers that the three sources disagree on. */
  readonly unaccounted: readonly string[];
}

/**
 * `captured = acknowledged + outstanding`: every dossier that was ever confirmed to the officer is
 * either acknowledged by a receipt or visibly waiting in a state of its own, and nothing else is.
 */
export function balanceOf(input: BalanceInput): Balance {
  const unaccounted: string[] = [];
  let acknowledged = 0;
  let outstanding = 0;
  for (const dossierId of input.capturedInAudit) {
    const state = input.states.get(dossierId);
    const accepted = input.acceptedByReceipt.has(dossierId);
    if (state === undefined || isOutstanding(state) === accepted) unaccounted.push(dossierId);
    else if (accepted) acknowledged += 1;
    else outstanding += 1;
  }
  for (const [dossierId, state] of input.states) {
    if (state !== 'draft' && !input.capturedInAudit.has(dossierId)) unaccounted.push(dossierId);
  }
  return {
    captured: input.capturedInAudit.size,
    acknowledged,
    outstanding,
    balanced: unaccounted.length === 0,
    unaccounted,
  };
}
