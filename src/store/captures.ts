import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { captureDeviceSchema } from '../domain/capture-device.ts';
import { FINGER_POSITIONS } from '../domain/finger-position.ts';
import type { CaptureId, DossierId } from '../domain/ids.ts';
import { IMPRESSIONS } from '../domain/impression.ts';
import { blobColumn, idColumn, instantColumn, jsonColumn, sha256Column } from './columns.ts';
import { requireDraft } from './draft.ts';
import { Repository } from './repository.ts';

const CAPTURE_MODALITIES = ['fingerprint', 'portrait'] as const;

const namedDevice = captureDeviceSchema.omit({ deviceId: true, driver: true });

const captureRow = z
  .strictObject({
    id: idColumn<CaptureId>(),
    dossierId: idColumn<DossierId>(),
    /** The dossier's version when it was taken. */
    version: z.int(),
    modality: z.enum(CAPTURE_MODALITIES),
    /** A finger, or null for a portrait. */
    position: z.enum(FINGER_POSITIONS).nullable(),
    /** How the finger lay on the sensor, or null for a portrait. */
    impression: z.enum(IMPRESSIONS).nullable(),
    /** 1, 2, 3 … for this finger with this impression. */
    attempt: z.int(),
    /** 0–100. */
    quality: z.int(),
    /** Codes of what is weak. */
    reasonsJson: jsonColumn(z.array(z.string())),
    widthPixels: z.int(),
    heightPixels: z.int(),
    resolutionPpi: z.int().nullable(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    sha256: sha256Column,
    deviceJson: jsonColumn(namedDevice),
    deviceId: z.string(),
    driver: z.string(),
    /** 0–100, what the device itself said of it; null where it said nothing. */
    deviceQuality: z.int().nullable(),
    capturedAt: instantColumn,
  })
  .transform(({ reasonsJson, deviceJson, deviceId, driver, ...row }) => ({
    ...row,
    reasons: reasonsJson,
    device: { ...deviceJson, deviceId, driver },
  }));
/** One biometric sample without its image. */
export type CaptureRecord = z.infer<typeof captureRow>;

/** A sample of a finger. */
export type FingerprintRecord = CaptureRecord & {
  readonly position: NonNullable<CaptureRecord['position']>;
  readonly impression: NonNullable<CaptureRecord['impression']>;
};

export function isFingerprint(capture: CaptureRecord): capture is FingerprintRecord {
  return capture.position !== null && capture.impression !== null;
}

const imageRow = z.strictObject({
  mediaType: z.string(),
  image: blobColumn.nullable(),
});

const COLUMNS = `id, dossierId, version, modality, position, impression, attempt, quality,
  reasonsJson, widthPixels, heightPixels, resolutionPpi, mediaType, sizeBytes, sha256, deviceJson,
  deviceId, driver, deviceQuality, capturedAt`;

/** An image as it was saved. */
export interface StoredImage {
  readonly mediaType: string;
  readonly image: Uint8Array;
}

export class ReadableCaptures extends Repository {
  get(id: CaptureId): CaptureRecord | undefined {
    return this.connection.one(captureRow, `SELECT ${COLUMNS} FROM captures WHERE id = ?`, id);
  }

  /** In the order in which they were taken, of every version. */
  listByDossier(dossierId: DossierId): CaptureRecord[] {
    const sql = `SELECT ${COLUMNS} FROM captures WHERE dossierId = ? ORDER BY capturedAt, rowid`;
    return this.connection.all(captureRow, sql, dossierId);
  }

  /** Undefined when there is no such sample or its dossier is purged. */
  image(id: CaptureId): StoredImage | undefined {
    const sql = 'SELECT mediaType, image FROM captures WHERE id = ?';
    const row = this.connection.one(imageRow, sql, id);
    return row?.image ? { mediaType: row.mediaType, image: row.image } : undefined;
  }

  /** Samples by modality in the whole store. */
  counts(): { fingerprint: number; portrait: number } {
    const row = z.strictObject({ fingerprint: z.int(), portrait: z.int() });
    const sql = `SELECT count(*) FILTER (WHERE modality = 'fingerprint') AS fingerprint,
      count(*) FILTER (WHERE modality = 'portrait') AS portrait FROM captures`;
    return this.connection.one(row, sql) ?? { fingerprint: 0, portrait: 0 };
  }
}

/** What a new sample consists of; id, SHA-256, size, version and instant are given by the store. */
export type NewCapture = Pick<
  CaptureRecord,
  | 'dossierId'
  | 'modality'
  | 'position'
  | 'impression'
  | 'attempt'
  | 'quality'
  | 'reasons'
  | 'widthPixels'
  | 'heightPixels'
  | 'resolutionPpi'
  | 'mediaType'
  | 'device'
  | 'deviceQuality'
> & { readonly image: Uint8Array; readonly capturedAt?: number };

export class WritableCaptures extends ReadableCaptures {
  /** Saves a sample of a draft. */
  add({ image, reasons, device, capturedAt, ...capture }: NewCapture): CaptureRecord {
    const { version } = requireDraft(this.connection, capture.dossierId);
    const added = {
      id: randomUUID() as CaptureId,
      ...capture,
      version,
      sizeBytes: image.length,
      sha256: createHash('sha256').update(image).digest('hex'),
      capturedAt: capturedAt ?? this.connection.now(),
    };
    const { deviceId, driver, ...named } = device;
    this.connection.insert('captures', {
      ...added,
      reasonsJson: JSON.stringify(reasons),
      deviceJson: JSON.stringify(named),
      deviceId,
      driver,
      image,
    });
    return { ...added, reasons, device };
  }
}
