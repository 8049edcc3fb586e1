import { z } from 'zod';

import { FINGER_POSITIONS } from '../../domain/finger-position.ts';
import { TOUCH_CONDITIONS } from './synthetic-print/index.ts';

/** What the hand at an emulated device does; sent to the emulator's process over its message channel. */
const emulatorOrderSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('place'),
    personSeed: z.number().int(),
    position: z.enum(FINGER_POSITIONS),
    /** Which touch of this finger: the same ridges, laid on a little differently. */
    touch: z.number().int().nonnegative(),
    condition: z.enum(TOUCH_CONDITIONS),
  }),
  z.object({ type: z.literal('lift') }),
  z.object({
    type: z.literal('unplug'),
    /** Pulls the cable only when so many more bytes have left the device. */
    afterBytes: z.number().int().positive().optional(),
  }),
  z.object({ type: z.literal('plug') }),
  /** Answers nonsense until told otherwise. */
  z.object({ type: z.literal('garbage'), on: z.boolean() }),
  /** The next so many packets leave with a wrong checksum. */
  z.object({ type: z.literal('damage'), packets: z.number().int().nonnegative() }),
]);

export const emulatorRequestSchema = z.object({
  requestId: z.number().int(),
  order: emulatorOrderSchema,
});

export const emulatorReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), requestId: z.number().int(), port: z.string() }),
  z.object({ type: z.literal('failed'), requestId: z.number().int(), detail: z.string() }),
]);

export type EmulatorOrder = z.infer<typeof emulatorOrderSchema>;
export type EmulatorRequest = z.infer<typeof emulatorRequestSchema>;
export type EmulatorReply = z.infer<typeof emulatorReplySchema>;
export type PlaceOrder = Extract<EmulatorOrder, { type: 'place' }>;
