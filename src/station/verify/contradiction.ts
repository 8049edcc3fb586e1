import type { ReceiptProblem } from '../../sync/receipts.ts';

/**
 * What is wrong with one row, against the audit chain or the ministry's signed word:
 * - `without-entry`, `without-row`: only one of row and audit entry is there;
 * - `…-differs`: both are there and disagree on it;
 * - `disabled-without-entry`, `enabled-against-entry`: who may sign in;
 * - `kept-after-purge`: an image or paper that the purge of its dossier should have taken out;
 * - `without-receipt`: acknowledged, purged or returned without the ministry's word for it;
 * - `not-applied`: a receipt on the packet of a dossier that does not stand where the receipt leads;
 * - `wrong-place` and `signature-…`, `other-station`, `other-packet`: the signed receipt itself;
 * - `unreadable`: the rows cannot be read at all.
 */
export type ContradictionCause =
  | 'without-entry'
  | 'without-row'
  | 'state-differs'
  | 'version-differs'
  | 'number-differs'
  | 'packet-differs'
  | 'dossier-differs'
  | 'size-differs'
  | 'role-differs'
  | 'finger-differs'
  | 'impression-differs'
  | 'attempt-differs'
  | 'quality-differs'
  | 'hash-differs'
  | 'device-differs'
  | 'reason-differs'
  | 'outcome-differs'
  | 'id-differs'
  | 'disabled-without-entry'
  | 'enabled-against-entry'
  | 'kept-after-purge'
  | 'without-receipt'
  | 'not-applied'
  | 'other-packet'
  | ReceiptProblem['reason']
  | 'unreadable';

/** One thing in the store that something outside its row contradicts. */
export interface Contradiction {
  readonly what:
    | 'station'
    | 'user'
    | 'dossier'
    | 'packet'
    | 'receipt'
    | 'capture'
    | 'document'
    | 'finger-exception'
    | 'table'
    | 'setting';
  /** Its id in the store; of a finger exception `dossier/finger`; of a table or setting its name. */
  readonly id: string;
  readonly cause: ContradictionCause;
}
