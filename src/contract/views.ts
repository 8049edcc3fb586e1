import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import { ALL_LEGAL_REASONS, APPLICATION_TYPES } from '../domain/application.ts';
import { DATA_GROUPS, groupDraftSchema } from '../domain/dossier-data.ts';
import { DEVICE_ROLES } from '../domain/device-role.ts';
import { FINGERPRINT_ABILITIES } from '../domain/fingerprint-ability.ts';
import { DOCUMENT_KINDS } from '../domain/document-kind.ts';
import { DOSSIER_STATES } from '../domain/dossier-state.ts';
import { FINGER_EXCEPTION_REASONS } from '../domain/finger-exception.ts';
import { FINGER_POSITIONS } from '../domain/finger-position.ts';
import { IMPRESSIONS } from '../domain/impression.ts';
import { LANGUAGES } from '../domain/language.ts';
import { printTargetSchema } from '../domain/print-target.ts';
import { ROLES } from '../domain/role.ts';

/** What the page shows. Instants are milliseconds since 1970; qualities are 0–100. */
const epochMs = z.number().int();

/** The steps of a dossier at the line, in order. */
export const DOSSIER_STEPS = [
  'person',
  'origin',
  'residence',
  'family',
  'electronicIdentity',
  'documents',
  'fingerprints',
  'portrait',
  'review',
] as const;
export type DossierStep = (typeof DOSSIER_STEPS)[number];

export const userViewSchema = z.strictObject({
  userId: z.string(),
  login: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  disabled: z.boolean(),
});
export type UserView = z.infer<typeof userViewSchema>;

export const shiftViewSchema = z.strictObject({
  shiftId: z.string(),
  site: z.string(),
  line: z.string(),
  seat: z.string(),
  quota: z.int().min(0),
  startedAt: epochMs,
  /** Dossiers confirmed today at this station. */
  capturedToday: z.int(),
});
export type ShiftView = z.infer<typeof shiftViewSchema>;

export const sessionViewSchema = z.strictObject({
  user: userViewSchema.nullable(),
  locked: z.boolean(),
  language: z.enum(LANGUAGES),
  idleLockMinutes: z.number(),
  shift: shiftViewSchema.nullable(),
  openDossierId: z.string().nullable(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** Where the station stands before anyone can sign in. */
export const stationViewSchema = z.strictObject({
  stationId: z.string(),
  version: z.string(),
  training: z.boolean(),
  /** `setup`: no store yet; `passphrase`: the store's key is locked; `ready`: people can sign in. */
  phase: z.enum(['setup', 'passphrase', 'ready']),
  /** People of the training station with their passwords; empty in production. */
  trainingUsers: z.array(
    z.strictObject({
      login: z.string(),
      password: z.string(),
      role: z.enum(ROLES),
      name: z.string(),
    }),
  ),
});
export type StationView = z.infer<typeof stationViewSchema>;

export const captureStepViewSchema = z.strictObject({
  position: z.enum(FINGER_POSITIONS),
  impression: z.enum(IMPRESSIONS),
  state: z.enum(['open', 'done', 'weak', 'missing']),
  attempts: z.int(),
  bestQuality: z.int().nullable(),
  threshold: z.int(),
  /** The capture whose image is kept; ask `capture.image` for it. */
  bestCaptureId: z.string().nullable(),
  reasons: z.array(z.string()),
  exception: z
    .strictObject({ reason: z.enum(FINGER_EXCEPTION_REASONS), comment: z.string() })
    .nullable(),
});
export type CaptureStepView = z.infer<typeof captureStepViewSchema>;

export const MISSING_ITEMS = [
  ...DATA_GROUPS,
  'representative',
  'fingerprints',
  'portrait',
  /** The number disagrees with sex or birth year, and no reason says why. */
  'number-check',
] as const;

export const dossierViewSchema = z.strictObject({
  dossierId: z.string(),
  dossierNumber: z.string(),
  version: z.int(),
  state: z.enum(DOSSIER_STATES),
  step: z.enum(DOSSIER_STEPS),
  applicationType: z.enum(APPLICATION_TYPES),
  legalReason: z.enum(ALL_LEGAL_REASONS),
  citizenNumber: z.string(),
  groups: z.record(z.string(), groupDraftSchema),
  documents: z.array(
    z.strictObject({
      documentId: z.string(),
      kind: z.enum(DOCUMENT_KINDS),
      mediaType: z.string(),
      sizeBytes: z.int(),
      pages: z.int(),
    }),
  ),
  biometricsRequired: z.boolean(),
  representativeRequired: z.boolean(),
  fingerprints: z.strictObject({
    /** The ten plain prints, then the rolled ones that are taken or were taken. */
    steps: z.array(captureStepViewSchema),
    /** What is taken in one capture each with the scanner that serves now, in order. */
    targets: z.array(printTargetSchema),
    next: printTargetSchema.nullable(),
    complete: z.boolean(),
  }),
  portrait: z
    .strictObject({ captureId: z.string(), capturedAt: epochMs, checks: z.array(z.string()) })
    .nullable(),
  missing: z.array(z.enum(MISSING_ITEMS)),
  /** Why the ministry or the supervisor gave it back, while it is being mended. */
  returnReason: z
    .strictObject({ by: z.enum(['ministry', 'supervisor']), text: z.string() })
    .nullable(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type DossierView = z.infer<typeof dossierViewSchema>;

export const dossierSummarySchema = z.strictObject({
  dossierId: z.string(),
  dossierNumber: z.string(),
  version: z.int(),
  state: z.enum(DOSSIER_STATES),
  citizenNumber: z.string(),
  fullName: z.string(),
  applicationType: z.enum(APPLICATION_TYPES),
  officer: z.string(),
  updatedAt: epochMs,
  weakFingers: z.int(),
  missingFingers: z.int(),
  hasPortrait: z.boolean(),
  /** Code or text of why it waits: an upload problem, a return, a sending back. */
  reason: z.string().nullable(),
});
export type DossierSummary = z.infer<typeof dossierSummarySchema>;

export const DEVICE_STATES = ['ready', 'searching', 'lost', 'trouble', 'set-aside'] as const;

/** What a self-test or a calibration measured, check by check; names are `checkup.<name>` in the messages. */
export const deviceCheckupSchema = z.strictObject({
  at: epochMs,
  ok: z.boolean(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      ok: z.boolean(),
      value: z.number().nullable(),
      limit: z.number().nullable(),
    }),
  ),
});
export type DeviceCheckupView = z.infer<typeof deviceCheckupSchema>;

export const deviceViewSchema = z.strictObject({
  deviceId: z.string(),
  role: z.enum(DEVICE_ROLES),
  state: z.enum(DEVICE_STATES),
  /** Whether it does its role's work now. */
  serving: z.boolean(),
  make: z.string(),
  model: z.string(),
  serialNumber: z.string(),
  firmware: z.string(),
  /** Port path, HID path, address on the loopback, or the name of a camera of this computer. */
  port: z.string(),
  transport: z.enum(['serial', 'hid', 'loopback-http', 'media']),
  /** Vendor and product, where its port tells them. */
  usb: z.strictObject({ vendorId: z.int(), productId: z.int() }).nullable(),
  driver: z.string(),
  /** File of the description that named its driver; empty where somebody named the port. */
  description: z.string(),
  /** Of a fingerprint scanner: what it can take. */
  abilities: z.array(z.enum(FINGERPRINT_ABILITIES)),
  /** Of a scanner's window, or a camera's largest picture; null where it is not told. */
  pictureSize: z.strictObject({ widthPixels: z.int(), heightPixels: z.int() }).nullable(),
  emulated: z.boolean(),
  /** Set by a technician: it serves before others. */
  preferred: z.boolean(),
  /** What the officer reads of its trouble, or null. */
  problem: z.enum(ERROR_CODES).nullable(),
  /** The device's own error code and words, for the technician; null where there is no trouble. */
  trouble: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
  capturesToday: z.int(),
  errorsToday: z.array(z.strictObject({ code: z.string(), count: z.int() })),
  traffic: z
    .strictObject({ receivedBytes: z.number(), highestBytesPerSecond: z.number() })
    .nullable(),
  /** From the moment it was seen until it was ready, the last time. */
  readyAfterMs: z.int().nullable(),
  selfTest: deviceCheckupSchema.nullable(),
  calibration: deviceCheckupSchema.nullable(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

/** Where a camera head looks: degrees to the right of its centre and above it; 0 is wide, 1 the end of the zoom. */
export const headViewSchema = z.strictObject({
  panDegrees: z.number(),
  tiltDegrees: z.number(),
  zoom: z.number(),
});
export type HeadView = z.infer<typeof headViewSchema>;

/** A port or HID device that no driver of the station is for, and why. */
export const strangerViewSchema = z.strictObject({
  transport: z.enum(['serial', 'hid']),
  path: z.string(),
  name: z.string(),
  /** Four hexadecimal digits; empty where the port has none. */
  vendorId: z.string(),
  productId: z.string(),
  reason: z.enum(['no-description', 'not-a-device', 'no-permission']),
});
export type StrangerView = z.infer<typeof strangerViewSchema>;

/** A certificate whose devices the station believes. */
export const trustAnchorViewSchema = z.strictObject({
  name: z.string(),
  validUntil: epochMs,
  /** SHA-256 of the certificate, as OpenSSL writes it. */
  fingerprint: z.string(),
});
export type TrustAnchorView = z.infer<typeof trustAnchorViewSchema>;

/** A description of a device that cannot be used, and where it is wrong. */
export const refusedDescriptionSchema = z.strictObject({
  file: z.string(),
  /** From 1; null where the file as a whole is refused. */
  line: z.int().nullable(),
  column: z.int().nullable(),
  sentence: z.string(),
});

export const incidentViewSchema = z.strictObject({
  incidentId: z.string(),
  at: epochMs,
  code: z.string(),
  device: z.string(),
  /** The error code of the sentence that the officer read. */
  whatOfficerSaw: z.string(),
  dossierNumber: z.string().nullable(),
  detail: z.string(),
  seen: z.int(),
  lastSeenAt: epochMs.nullable(),
  whatWasDone: z.string(),
  resolvedAt: epochMs.nullable(),
  resolvedBy: z.string().nullable(),
});
export type IncidentView = z.infer<typeof incidentViewSchema>;

export const stateCountsSchema = z.strictObject({
  draft: z.int(),
  captured: z.int(),
  approved: z.int(),
  sealed: z.int(),
  sent: z.int(),
  acknowledged: z.int(),
  returned: z.int(),
  purged: z.int(),
});

export const dayViewSchema = z.strictObject({
  date: z.string(),
  counts: stateCountsSchema,
  capturedToday: z.int(),
  quota: z.int(),
  balance: z.strictObject({
    captured: z.int(),
    acknowledged: z.int(),
    outstanding: z.int(),
    balanced: z.boolean(),
    unaccounted: z.array(z.string()),
  }),
  /** Not yet acknowledged, and those settled today: newest first. */
  dossiers: z.array(dossierSummarySchema),
});
export type DayView = z.infer<typeof dayViewSchema>;

export const batchReportSchema = z.strictObject({
  batchId: z.string(),
  startedAt: epochMs,
  finishedAt: epochMs.nullable(),
  packets: z.int(),
  uploaded: z.int(),
  accepted: z.int(),
  returned: z.int(),
  awaitingReceipt: z.int(),
  outstanding: z.array(
    z.strictObject({ dossierNumber: z.string(), reason: z.string(), sizeBytes: z.int() }),
  ),
  sizeBytes: z.int(),
});
export type BatchReport = z.infer<typeof batchReportSchema>;

export const syncStatusSchema = z.strictObject({
  running: z.boolean(),
  enrolled: z.boolean(),
  ministryUrl: z.string(),
  uploadHour: z.string(),
  nextUploadAt: epochMs.nullable(),
  lastReport: batchReportSchema.nullable(),
  /** Error code of the last failed run, or null. */
  lastProblem: z.string().nullable(),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

export const communeViewSchema = z.strictObject({
  code: z.string(),
  name: z.string(),
  provinceCode: z.string(),
});
export type CommuneView = z.infer<typeof communeViewSchema>;
