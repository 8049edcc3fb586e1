import { batchManifestSchema } from './formats/batch-manifest.ts';
import type { BatchManifest, BatchPacket } from './formats/batch-manifest.ts';
import { JWS_TYPES, signJws } from './formats/jws.ts';
import type { PrivateSigningKey } from './formats/signing-key.ts';

/**
 * The signed announcement of a batch (`tram-batch+jws`): what the supervisor approved. Store the text
 * with the batch and put the very same one each time.
 */
export function signBatchManifest(
  batch: {
    readonly batchId: string;
    readonly stationId: string;
    /** UTC, RFC 3339 with `Z`. */
    readonly createdAt: string;
    /** Id of the supervisor. */
    readonly approvedBy: string;
    readonly packets: readonly BatchPacket[];
  },
  signingKey: PrivateSigningKey,
): Promise<string> {
  const manifest: BatchManifest = batchManifestSchema.parse({ format: 'tram-batch/1', ...batch });
  return signJws(manifest, JWS_TYPES.batch, signingKey);
}
