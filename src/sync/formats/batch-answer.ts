import { z } from 'zod';
import { opaqueIdSchema, packetIdSchema, sizeBytesSchema } from './identifiers.ts';

/** How far the ministry has one packet. */
export const packetStatusSchema = z.discriminatedUnion('state', [
  z.strictObject({ packetId: packetIdSchema, state: z.literal('missing') }),
  z.strictObject({
    packetId: packetIdSchema,
    state: z.literal('partial'),
    /** Where the tus upload goes on; `HEAD` on `uploadUrl` has the last word. */
    offsetBytes: sizeBytesSchema,
    /** Absolute path on the same host. */
    uploadUrl: z.string().regex(/^\/v1\/uploads\/[A-Za-z0-9_-]+$/),
  }),
  /** Checked, durable and counted. */
  z.strictObject({ packetId: packetIdSchema, state: z.literal('complete') }),
]);
export type PacketStatus = z.infer<typeof packetStatusSchema>;

/** Answer to putting or asking for a batch: one status per packet, in the manifest's order. */
export const batchAnswerSchema = z.strictObject({
  batchId: opaqueIdSchema,
  packets: z.array(packetStatusSchema),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** Answer to finalize. Packets in `missing` are not counted yet; finalize again when they are up. */
export const finalizeAnswerSchema = z.strictObject({
  batchId: opaqueIdSchema,
  complete: z.array(packetIdSchema),
  missing: z.array(packetIdSchema),
});
export type FinalizeAnswer = z.infer<typeof finalizeAnswerSchema>;
