import { z } from 'zod';
import {
  dossierNumberSchema,
  instantSchema,
  opaqueIdSchema,
  packetIdSchema,
  sizeBytesSchema,
  stationIdSchema,
  versionSchema,
} from './identifiers.ts';

/** What the station signs about a sealed packet, `tram-packet-signature/1`. */
export const packetSignatureSchema = z.strictObject({
  format: z.literal('tram-packet-signature/1'),
  /** SHA-256 of the whole `.age` file. */
  packetId: packetIdSchema,
  /** Size of the `.age` file. */
  sizeBytes: sizeBytesSchema,
  stationId: stationIdSchema,
  dossierId: opaqueIdSchema,
  dossierNumber: dossierNumberSchema,
  version: versionSchema,
  sealedAt: instantSchema,
});
export type PacketSignature = z.infer<typeof packetSignatureSchema>;
