import { z } from 'zod';
import {
  dossierNumberSchema,
  instantSchema,
  opaqueIdSchema,
  sha256Schema,
  sizeBytesSchema,
  stationIdSchema,
  versionSchema,
} from './identifiers.ts';

/** First entry of a packet's archive; says what follows. */
export const MANIFEST_NAME = 'manifest.json';
/** Second entry: the record (`tram-dossier/1`). */
export const DOSSIER_NAME = 'dossier.json';

/**
 * A relative POSIX path of one to four plain parts, at most 100 bytes: it fits the name field of a
 * ustar header (POSIX.1-1988) and can neither climb out of a folder nor hide.
 */
export const packetFileNameSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}$/);

const packetFileSchema = z.strictObject({
  name: packetFileNameSchema,
  mediaType: z.string().regex(/^[a-z0-9]+\/[a-z0-9.+-]+$/),
  sizeBytes: sizeBytesSchema,
  /** SHA-256 of the file's plain bytes. */
  sha256: sha256Schema,
});

/** `manifest.json` of a packet, `tram-packet/1`. `files` is in the order of the archive. */
export const packetManifestSchema = z
  .strictObject({
    format: z.literal('tram-packet/1'),
    stationId: stationIdSchema,
    dossierId: opaqueIdSchema,
    dossierNumber: dossierNumberSchema,
    version: versionSchema,
    createdAt: instantSchema,
    files: z.array(packetFileSchema).min(1).max(256),
  })
  .refine((manifest) => manifest.files[0]?.name === DOSSIER_NAME, 'dossier.json comes first')
  .refine(
    ({ files }) => new Set(files.map((file) => file.name.toLowerCase())).size === files.length,
    'names are unique, upper and lower case alike',
  )
  .refine(({ files }) => files.every((file) => file.name !== MANIFEST_NAME), 'one manifest only');
export type PacketManifest = z.infer<typeof packetManifestSchema>;
