import { z } from 'zod';

import { FINGER_POSITIONS } from '../../domain/finger-position.ts';
import { cameraFaultSchema, zfmFaultSchema } from './faults.ts';
import { TOUCH_CONDITIONS } from './synthetic-print/index.ts';

/** What the hand at any emulated device does; sent to the emulator's process over its message channel. */
const HAND_ORDERS = [
  z.strictObject({
    type: z.literal('unplug'),
    /** Pulls the cable only when so many more bytes have left the device. */
    afterBytes: z.number().int().positive().optional(),
  }),
  z.strictObject({ type: z.literal('plug') }),
  /** Every fault that was ordered is over. */
  z.strictObject({ type: z.literal('clear') }),
] as const;

const place = z.strictObject({
  type: z.literal('place'),
  personSeed: z.number().int(),
  position: z.enum(FINGER_POSITIONS),
  /** Which touch of this finger: the same ridges, laid on a little differently. */
  touch: z.number().int().nonnegative(),
  condition: z.enum(TOUCH_CONDITIONS),
});

/** Orders to a fingerprint module. */
export const moduleOrderSchema = z.discriminatedUnion('type', [
  place,
  z.strictObject({ type: z.literal('lift') }),
  z.strictObject({ type: z.literal('fault'), fault: zfmFaultSchema }),
  ...HAND_ORDERS,
]);

/** Orders to a camera head. */
export const headOrderSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('fault'), fault: cameraFaultSchema }),
  ...HAND_ORDERS,
]);

/** Orders to a serial camera. */
export const cameraOrderSchema = z.discriminatedUnion('type', [
  /** The person before it moves so far beside the middle, in pixels. */
  z.strictObject({ type: z.literal('seat'), shift: z.number().int() }),
  z.strictObject({ type: z.literal('fault'), fault: cameraFaultSchema }),
  ...HAND_ORDERS,
]);

export type HandOrder = z.infer<(typeof HAND_ORDERS)[number]>;
export type ModuleOrder = z.infer<typeof moduleOrderSchema>;
export type HeadOrder = z.infer<typeof headOrderSchema>;
export type CameraOrder = z.infer<typeof cameraOrderSchema>;
export type PlaceOrder = z.infer<typeof place>;
