import { z } from 'zod';
import {
  compactJwsSchema,
  dossierNumberSchema,
  instantSchema,
  opaqueIdSchema,
  packetIdSchema,
  sizeBytesSchema,
  stationIdSchema,
  versionSchema,
} from './identifiers.ts';

/** More packets than a station makes in a day; the manifest stays under the ministry's body limit. */
export const MAXIMUM_PACKETS_PER_BATCH = 2000;

export const batchPacketSchema = z.strictObject({
  packetId: packetIdSchema,
  sizeBytes: sizeBytesSchema.min(1),
  dossierId: opaqueIdSchema,
  dossierNumber: dossierNumberSchema,
  version: versionSchema,
  /** Compact JWS `tram-packet-signature+jws` of the station that sealed the packet. */
  signature: compactJwsSchema,
});
export type BatchPacket = z.infer<typeof batchPacketSchema>;

/** Payload of the JWS that a batch is announced with, `tram-batch/1`. */
export const batchManifestSchema = z
  .strictObject({
    format: z.literal('tram-batch/1'),
    batchId: opaqueIdSchema,
    stationId: stationIdSchema,
    createdAt: instantSchema,
    /** Id of the supervisor who approved the batch. */
    approvedBy: opaqueIdSchema,
    packets: z.array(batchPacketSchema).min(1).max(MAXIMUM_PACKETS_PER_BATCH),
  })
  .refine(
    ({ packets }) => new Set(packets.map((packet) => packet.packetId)).size === packets.length,
    'a packet is listed once',
  );
export type BatchManifest = z.infer<typeof batchManifestSchema>;

/** Body of `PUT /v1/stations/{stationId}/batches/{batchId}`. */
export const batchRequestSchema = z.strictObject({ manifest: compactJwsSchema });
