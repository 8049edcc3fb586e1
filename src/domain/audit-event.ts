import { z } from 'zod';
import { IMPRESSIONS } from './impression.ts';
import { ROLES } from './role.ts';

/**
 * Every act that the audit chain records, with its detail. No personal data of citizens: dossiers are
 * named by id, fingers by position. The chain outlives what it describes, so a kind, once released,
 * keeps its meaning.
 */
const dossier = { dossierId: z.string() };
/** The device that took a sample; entries from before devices were named have none. */
const device = { deviceId: z.string().optional() };

export const AUDIT_EVENT_SCHEMAS = {
  'station.created': z.strictObject({ stationId: z.string(), training: z.boolean() }),
  'station.started': z.strictObject({ version: z.string() }),
  'station.migrated': z.strictObject({ migration: z.string() }),
  'station.enrolled': z.strictObject({ ministry: z.string() }),
  'user.created': z.strictObject({ userId: z.string(), role: z.enum(ROLES) }),
  'user.disabled': z.strictObject({ userId: z.string() }),
  'user.password-changed': z.strictObject({ userId: z.string() }),
  'session.signed-in': z.strictObject({ role: z.enum(ROLES) }),
  'session.sign-in-failed': z.strictObject({ knownUser: z.boolean(), lockedOut: z.boolean() }),
  'session.signed-out': z.strictObject({}),
  'session.locked': z.strictObject({ cause: z.enum(['idle', 'asked', 'power']) }),
  'session.unlocked': z.strictObject({}),
  'session.handed-over': z.strictObject({
    fromUserId: z.string(),
    openDossierId: z.string().nullable(),
  }),
  'call.refused': z.strictObject({ procedure: z.string(), cause: z.string() }),
  'shift.started': z.strictObject({
    shiftId: z.string(),
    site: z.string(),
    line: z.string(),
    seat: z.string(),
    quota: z.int(),
  }),
  'shift.ended': z.strictObject({ shiftId: z.string() }),
  'dossier.created': z.strictObject({ ...dossier, dossierNumber: z.string() }),
  'dossier.number-overridden': z.strictObject({ ...dossier, warnings: z.array(z.string()) }),
  'dossier.group-saved': z.strictObject({ ...dossier, group: z.string() }),
  'dossier.document-added': z.strictObject({
    ...dossier,
    documentId: z.string(),
    sha256: z.string(),
  }),
  'dossier.document-removed': z.strictObject({ ...dossier, documentId: z.string() }),
  'dossier.fingerprint-captured': z.strictObject({
    ...dossier,
    captureId: z.string(),
    position: z.string(),
    /** Entries from before there were others are of a plain print. */
    impression: z.enum(IMPRESSIONS).optional(),
    attempt: z.int(),
    quality: z.int(),
    sha256: z.string(),
    ...device,
  }),
  'dossier.finger-exception-set': z.strictObject({
    ...dossier,
    position: z.string(),
    reason: z.string(),
  }),
  'dossier.finger-exception-cleared': z.strictObject({ ...dossier, position: z.string() }),
  'dossier.portrait-captured': z.strictObject({
    ...dossier,
    captureId: z.string(),
    sha256: z.string(),
    ...device,
  }),
  'dossier.confirmed': z.strictObject({ ...dossier, version: z.int() }),
  'dossier.sent-back': z.strictObject({ ...dossier, version: z.int() }),
  'dossier.approved': z.strictObject({ ...dossier, version: z.int() }),
  'dossier.sealed': z.strictObject({
    ...dossier,
    version: z.int(),
    packetId: z.string(),
    sizeBytes: z.int(),
  }),
  /** The packet's file was lost or damaged before the ministry had it: it is sealed anew. */
  'dossier.unsealed': z.strictObject({ ...dossier, version: z.int(), packetId: z.string() }),
  'dossier.sent': z.strictObject({ ...dossier, version: z.int(), packetId: z.string() }),
  'dossier.acknowledged': z.strictObject({ ...dossier, version: z.int(), packetId: z.string() }),
  'dossier.returned': z.strictObject({
    ...dossier,
    version: z.int(),
    packetId: z.string(),
    code: z.string(),
  }),
  'dossier.reopened': z.strictObject({ ...dossier, version: z.int() }),
  'dossier.purged': z.strictObject(dossier),
  'slip.rendered': z.strictObject(dossier),
  'batch.created': z.strictObject({ batchId: z.string(), packets: z.int() }),
  'batch.finished': z.strictObject({
    batchId: z.string(),
    uploaded: z.int(),
    outstanding: z.int(),
  }),
  'receipt.refused': z.strictObject({ cause: z.string() }),
  'master-data.imported': z.strictObject({ communes: z.int(), sha256: z.string() }),
  'settings.changed': z.strictObject({ keys: z.array(z.string()) }),
  'device.set': z.strictObject({
    deviceId: z.string(),
    setAside: z.boolean(),
    preferred: z.boolean(),
  }),
  'device.self-tested': z.strictObject({ deviceId: z.string(), ok: z.boolean() }),
  'device.calibrated': z.strictObject({ deviceId: z.string(), ok: z.boolean() }),
  'diagnostics.exported': z.strictObject({}),
  'incident.resolved': z.strictObject({ incidentId: z.string() }),
  'incident.opened': z.strictObject({
    incidentId: z.string(),
    code: z.string(),
    device: z.string(),
  }),
} as const;

export type AuditKind = keyof typeof AUDIT_EVENT_SCHEMAS;

export type AuditEvent = {
  [Kind in AuditKind]: {
    readonly kind: Kind;
    readonly detail: z.infer<(typeof AUDIT_EVENT_SCHEMAS)[Kind]>;
  };
}[AuditKind];
