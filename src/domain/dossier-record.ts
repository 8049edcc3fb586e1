import { z } from 'zod';
import { ALL_LEGAL_REASONS, APPLICATION_TYPES } from './application.ts';
import { captureDeviceSchema } from './capture-device.ts';
import { DOCUMENT_KINDS } from './document-kind.ts';
import { dossierDataSchema } from './dossier-data.ts';
import { FINGER_POSITIONS } from './finger-position.ts';
import { FINGER_EXCEPTION_REASONS } from './finger-exception.ts';
import { IMPRESSIONS } from './impression.ts';
import { PORTRAIT_WARNINGS } from './portrait-warning.ts';

const instant = z.iso.datetime();
const device = captureDeviceSchema.omit({ deviceId: true });

/** `dossier.json` of a packet: the whole record as it leaves the station, version by version. */
export const dossierRecordSchema = z.strictObject({
  format: z.literal('tram-dossier/1'),
  training: z.boolean(),
  dossierId: z.uuid(),
  dossierNumber: z.string().min(1),
  version: z.int().min(1),
  stationId: z.string().min(1),
  application: z.strictObject({
    type: z.enum(APPLICATION_TYPES),
    legalReason: z.enum(ALL_LEGAL_REASONS),
    citizenNumber: z.string().regex(/^\d{12}$/),
    citizenNumberSource: z.enum(['typed', 'card-qr']),
    /** Warnings of the number check that the officer overrode, with the reason. */
    numberOverride: z
      .strictObject({ warnings: z.array(z.string()), reason: z.string() })
      .nullable(),
  }),
  data: dossierDataSchema,
  fingerprints: z.array(
    z.strictObject({
      position: z.enum(FINGER_POSITIONS),
      impression: z.enum(IMPRESSIONS),
      file: z.string(),
      widthPixels: z.int().positive(),
      heightPixels: z.int().positive(),
      resolutionPpi: z.int().positive(),
      quality: z.int().min(0).max(100),
      qualityAlgorithm: z.literal('tram-fingerprint-quality/1'),
      /** What the scanner itself said of it, in its own measure; null where it said nothing. */
      deviceQuality: z.int().min(0).max(100).nullable(),
      attempts: z.int().min(1),
      belowThreshold: z.boolean(),
      capturedAt: instant,
      device,
    }),
  ),
  fingerExceptions: z.array(
    z.strictObject({
      position: z.enum(FINGER_POSITIONS),
      reason: z.enum(FINGER_EXCEPTION_REASONS),
      comment: z.string(),
    }),
  ),
  portrait: z
    .strictObject({
      file: z.string(),
      widthPixels: z.int().positive(),
      heightPixels: z.int().positive(),
      capturedAt: instant,
      /** What the station found weak in it. */
      warnings: z.array(z.enum(PORTRAIT_WARNINGS)),
      device,
    })
    .nullable(),
  documents: z.array(
    z.strictObject({ kind: z.enum(DOCUMENT_KINDS), file: z.string(), mediaType: z.string() }),
  ),
  capturedBy: z.string(),
  capturedAt: instant,
  approvedBy: z.string(),
  approvedAt: instant,
  site: z.strictObject({ site: z.string(), line: z.string(), seat: z.string() }),
});
export type DossierRecord = z.infer<typeof dossierRecordSchema>;
