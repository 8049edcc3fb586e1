import { z } from 'zod';
import { FINGER_POSITIONS } from './finger-position.ts';
import { IMPRESSIONS } from './impression.ts';
import { SLAPS } from './slap.ts';

/** What one capture is to take: one finger, or the fingers of a slap. */
export const printTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('single'),
    position: z.enum(FINGER_POSITIONS),
    impression: z.enum(IMPRESSIONS),
  }),
  z.strictObject({ kind: z.literal('slap'), slap: z.enum(SLAPS) }),
]);
export type PrintTarget = z.infer<typeof printTargetSchema>;
