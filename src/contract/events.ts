import { z } from 'zod';
import { printTargetSchema } from '../domain/print-target.ts';
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
    target: printTargetSchema,
    phase: z.enum(['waiting-for-finger', 'preview', 'reading', 'assessing', 'lift-finger']),
    widthPixels: z.int(),
    heightPixels: z.int(),
    /** Rows of `pixels` that have arrived so far. */
    rowsDone: z.int(),
    /** 8-bit grey, row-major, the rows done (0 = ridge), or null while there is none. */
    pixels: bytesSchema.nullable(),
    /** What a scanner that streams sees now, a whole JPEG file; null in every phase but `preview`. */
    jpeg: bytesSchema.nullable(),
  }),
  /** A technician tries a device: what it sees so far. */
  'device.picture': z.strictObject({
    deviceId: z.string(),
    widthPixels: z.int(),
    heightPixels: z.int(),
    rowsDone: z.int(),
    /** As in `fingerprint.progress`, of a scanner that gives rows. */
    pixels: bytesSchema.nullable(),
    /** Of one that streams. */
    jpeg: bytesSchema.nullable(),
  }),
  /** How much of a portrait has come from a still camera. */
  'portrait.progress': z.strictObject({ receivedBytes: z.int(), totalBytes: z.int() }),
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
