import { z } from 'zod';

/** Every refusal of the ministry, with the HTTP status that it comes with. */
export const REFUSALS = {
  'bad-request': 400,
  'bad-signature': 400,
  'certificate-required': 401,
  'certificate-refused': 401,
  'not-your-station': 403,
  'wrong-enrolment-code': 403,
  'not-found': 404,
  'station-already-enrolled': 409,
  'batch-changed': 409,
  'packet-already-complete': 409,
  'packet-not-in-batch': 409,
  'body-too-large': 413,
  'wrong-size': 422,
  'wrong-hash': 422,
  'too-many-requests': 429,
  'internal-error': 500,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** Body of every answer that is not a success: a code for machines, a sentence for their keepers. */
export const refusalSchema = z.object({ code: z.string().max(64), message: z.string().max(1000) });
