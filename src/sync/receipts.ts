import { ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { stepAside } from '../durable/step.ts';
import { JWS_TYPES, verifyJws } from './formats/jws.ts';
import type { JwsProblem } from './formats/jws.ts';
import { receiptSchema } from './formats/receipt.ts';
import type { Receipt, ReceiptPage } from './formats/receipt.ts';
import type { PublicSigningKey } from './formats/signing-key.ts';
import type { MinistryClient } from './ministry-client.ts';
import type { MinistryError } from './ministry-error.ts';

/** A receipt that verified, with the signed text itself for the record. */
export type VerifiedReceipt = { readonly receipt: Receipt; readonly jws: string };

/** A receipt that moves nothing: worth an incident. */
export type ReceiptProblem = {
  /** Cursor of the receipt, which can be asked for again. */
  readonly cursor: string;
  readonly reason:
    | `signature-${JwsProblem}`
    | 'other-station'
    /** Genuine, but not the one that belongs at this cursor. */
    | 'wrong-place';
};

export type VerifiedReceiptPage = {
  readonly receipts: readonly VerifiedReceipt[];
  /**
   * Store this together with what the receipts moved. It stays before the first receipt with a problem,
   * so that one is asked for again next time; receipts given twice move nothing twice.
   */
  readonly cursor: string;
};

export type FetchedReceipts = {
  readonly received: number;
  readonly cursor: string;
  readonly problems: readonly ReceiptProblem[];
};

/**
 * Reads receipts page by page after `after` (`'0'` is the beginning) and gives each page's genuine
 * ones to `onPage`. An error of `onPage` goes through to the caller.
 */
export async function fetchReceipts(options: {
  readonly client: MinistryClient;
  readonly after: string;
  readonly onPage: (page: VerifiedReceiptPage) => void | Promise<void>;
  readonly signal?: AbortSignal;
}): Promise<Result<FetchedReceipts, MinistryError>> {
  const { client } = options;
  const problems: ReceiptProblem[] = [];
  let received = 0;
  let position = options.after;
  let cursor = options.after;
  for (;;) {
    const after = position;
    const page = await stepAside('ministry.receipts', () =>
      client.receiptPage(after, options.signal),
    );
    if (!page.ok) return page;
    const verified = await verifyPage(page.value, client, position);
    if (problems.length === 0) cursor = verified.cursor;
    problems.push(...verified.problems);
    received += verified.receipts.length;
    if (verified.receipts.length > 0) await options.onPage({ receipts: verified.receipts, cursor });
    const last = page.value.receipts.at(-1);
    if (!page.value.more || last === undefined || Number(last.cursor) <= Number(position)) break;
    position = last.cursor;
  }
  return ok({ received, cursor, problems });
}

async function verifyPage(
  page: ReceiptPage,
  client: MinistryClient,
  after: string,
): Promise<VerifiedReceiptPage & { problems: ReceiptProblem[] }> {
  const receipts: VerifiedReceipt[] = [];
  const problems: ReceiptProblem[] = [];
  let cursor = after;
  for (const { cursor: own, receipt: jws } of page.receipts) {
    const verified = await verifyReceipt(jws, client.receiptKeys, client.stationId);
    const inPlace = Number(own) > Number(after);
    if (!verified.ok) problems.push({ cursor: own, reason: verified.error });
    else if (String(verified.value.sequence) !== own || !inPlace) {
      problems.push({ cursor: own, reason: 'wrong-place' });
    } else receipts.push({ receipt: verified.value, jws });
    if (problems.length === 0) cursor = own;
  }
  return { receipts, problems, cursor };
}

/** Verifies one receipt, wherever it came from: the network or a removable medium. */
export async function verifyReceipt(
  jws: string,
  receiptKeys: readonly PublicSigningKey[],
  stationId: string,
): Promise<Result<Receipt, ReceiptProblem['reason']>> {
  const verified = await verifyJws(jws, JWS_TYPES.receipt, receiptKeys, receiptSchema);
  if (!verified.ok) return { ok: false, error: `signature-${verified.error}` };
  if (verified.value.stationId !== stationId) return { ok: false, error: 'other-station' };
  return verified;
}
