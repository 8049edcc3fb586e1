import { z } from 'zod';
import {
  compactJwsSchema,
  dossierNumberSchema,
  instantSchema,
  opaqueIdSchema,
  packetIdSchema,
  stationIdSchema,
  versionSchema,
} from './identifiers.ts';

/**
 * Why the ministry returns a dossier:
 * - `broken-packet`: it cannot be opened, or its content is not what its manifest says;
 * - `invalid-record`: `dossier.json` is not a valid record, or of another dossier than announced;
 * - `conflicting-version`: another content of the same dossier version was accepted before;
 * - `citizen-data-mismatch`: the record disagrees with the national database.
 */
export const RETURN_CODES = [
  'broken-packet',
  'invalid-record',
  'conflicting-version',
  'citizen-data-mismatch',
] as const;

export const returnReasonSchema = z.strictObject({
  code: z.enum(RETURN_CODES),
  /** For the officer, in Vietnamese. */
  text: z.string().min(1).max(1000),
});
export type ReturnReason = z.infer<typeof returnReasonSchema>;

/** The ministry's signed word on one packet, `tram-receipt/1`. Exactly one per packet, for ever. */
export const receiptSchema = z.strictObject({
  format: z.literal('tram-receipt/1'),
  /** Counts up over all receipts of the ministry: what a cursor points at. */
  sequence: z.int().min(1),
  packetId: packetIdSchema,
  stationId: stationIdSchema,
  dossierId: opaqueIdSchema,
  dossierNumber: dossierNumberSchema,
  version: versionSchema,
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('accepted') }),
    z.strictObject({ kind: z.literal('returned'), reason: returnReasonSchema }),
  ]),
  receivedAt: instantSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Where to go on reading receipts; `0` is the beginning. */
export const receiptCursorSchema = z.string().regex(/^\d{1,15}$/);

/** One page of `GET /v1/stations/{stationId}/receipts?after=cursor`. */
export const receiptPageSchema = z.strictObject({
  /** Ascending by sequence. */
  receipts: z.array(
    z.strictObject({
      /** Cursor just after this receipt. */
      cursor: receiptCursorSchema,
      /** Compact JWS `tram-receipt+jws`. */
      receipt: compactJwsSchema,
    }),
  ),
  /** True when another page can be had after the last cursor. */
  more: z.boolean(),
});
export type ReceiptPage = z.infer<typeof receiptPageSchema>;
