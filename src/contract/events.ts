import { z } from 'zod';
import { FINGER_POSITIONS } from '../domain/finger-position.ts';
import { bytesSchema } from './bytes.ts';
import { deviceViewSchema, sessionViewSchema, syncStatusSchema } from './views.ts';

/** The closed list of what the page may listen to. */
export const EVENTS = {
  /** Sent by the shell itself: whether the station process can be reached. */
  'shell.station': z.strictObject({ state: z.enum(['up', 'down']) }),
  'session.changed': sessionViewSchema,
  'devices.changed': z.array(deviceViewSchema),
  'dossier.changed': z.strictObject({ dossierId: z.string() }),
  /** A code from the code scanner: an identity card's QR or a slip. */
  'code.scanned': z.strictObject({ text: z.string() }),
  'fingerprint.progress': z.strictObject({
    position: z.enum(FINGER_POSITIONS),
    phase: z.enum(['waiting-for-finger', 'reading', 'assessing', 'lift-finger']),
    widthPixels: z.int(),
    heightPixels: z.int(),
    /** Rows of `pixels` that have arrived so far. */
    rowsDone: z.int(),
    /** 8-bit grey, row-major, the rows done (0 = ridge), or null while there is none. */
    pixels: bytesSchema.nullable(),
  }),
  'sync.progress': z.strictObject({
    phase: z.enum(['sealing', 'uploading', 'receipts', 'done']),
    packetsDone: z.int(),
    packetsTotal: z.int(),
    bytesDone: z.number(),
    bytesTotal: z.number(),
    status: syncStatusSchema,
  }),
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof EVENTS;
export type EventPayload<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>;
export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];
