import { z } from 'zod';

import { FINGER_POSITIONS } from '../../domain/finger-position.ts';
import { SBI_LIES } from './sbi/faults.ts';
import { TOUCH_CONDITIONS } from './synthetic-print/index.ts';

/** What happens at an emulated service of certified devices; sent to its process over the message channel. */
export const sbiOrderSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('place'),
    personSeed: z.number().int(),
    /** Number of the first touch; each capture is another one. */
    touch: z.number().int().nonnegative(),
    /** `good` where absent. */
    conditions: z.partialRecord(z.enum(FINGER_POSITIONS), z.enum(TOUCH_CONDITIONS)),
    missing: z.array(z.enum(FINGER_POSITIONS)),
  }),
  /** Nobody is there. */
  z.object({ type: z.literal('lift') }),
  /** What is wrong with the answers until told otherwise; null for nothing. */
  z.object({ type: z.literal('lie'), lie: z.enum(SBI_LIES).nullable() }),
  /** Every answer waits so long. */
  z.object({ type: z.literal('delay'), delayMs: z.number().nonnegative() }),
  z.object({
    type: z.literal('status'),
    deviceId: z.string(),
    status: z.enum(['Ready', 'Busy', 'Not Ready', 'Not Registered']),
  }),
  z.object({
    /** The service ends, at once or when so many more bytes have left. */
    type: z.literal('unplug'),
    afterBytes: z.number().int().positive().optional(),
  }),
  z.object({ type: z.literal('plug') }),
  /** One bit of each of the next so many answers is another one. */
  z.object({ type: z.literal('damage'), answers: z.number().int().nonnegative() }),
]);

export type SbiOrder = z.infer<typeof sbiOrderSchema>;

/** The one line that the process prints when its service listens. */
export const sbiReadySchema = z.object({
  port: z.number().int(),
  /** What the station is to trust, PEM. */
  trustAnchorPem: z.string(),
});
