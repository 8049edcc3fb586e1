import { z } from 'zod';
import { ALL_LEGAL_REASONS, APPLICATION_TYPES } from '../domain/application.ts';
import { CAMERA_TROUBLES } from '../domain/camera-trouble.ts';
import { ROLLED_PRINTS } from '../domain/capture-plan.ts';
import { CITIZEN_NUMBER_WARNINGS } from '../domain/citizen-number.ts';
import { DATA_GROUPS, groupDraftSchema } from '../domain/dossier-data.ts';
import { DOCUMENT_KINDS } from '../domain/document-kind.ts';
import { DOSSIER_STATES } from '../domain/dossier-state.ts';
import { FINGER_EXCEPTION_REASONS } from '../domain/finger-exception.ts';
import { FINGER_POSITIONS } from '../domain/finger-position.ts';
import { CENTRING_TURNS } from '../domain/head-centring.ts';
import { IMPRESSIONS } from '../domain/impression.ts';
import { LANGUAGES } from '../domain/language.ts';
import { printTargetSchema } from '../domain/print-target.ts';
import { ROLES } from '../domain/role.ts';
import type { Role } from '../domain/role.ts';
import { bytesSchema } from './bytes.ts';
import {
  ALL_TRAINING_FAULTS,
  trainingDeviceViewSchema,
  TRAINING_DEVICES,
} from './training-devices.ts';
import {
  batchReportSchema,
  communeViewSchema,
  dayViewSchema,
  deviceCheckupSchema,
  deviceViewSchema,
  dossierSummarySchema,
  DOSSIER_STEPS,
  dossierViewSchema,
  headViewSchema,
  incidentViewSchema,
  refusedDescriptionSchema,
  sessionViewSchema,
  shiftViewSchema,
  stationViewSchema,
  strangerViewSchema,
  trustAnchorViewSchema,
  syncStatusSchema,
  userViewSchema,
} from './views.ts';

/** Who may call: anybody at the window, anybody signed in, or the roles named. */
export type Allow = 'anyone' | 'signed-in' | readonly Role[];

export interface Procedure<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly allow: Allow;
  /** True when it may be called while the screen is locked. */
  readonly whileLocked: boolean;
  readonly input: Input;
  readonly output: Output;
}

function procedure<Input extends z.ZodType, Output extends z.ZodType>(
  allow: Allow,
  input: Input,
  output: Output,
  options: { whileLocked?: boolean } = {},
): Procedure<Input, Output> {
  return { allow, input, output, whileLocked: options.whileLocked ?? allow === 'anyone' };
}

const OFFICER = ['officer'] as const;
const SUPERVISOR = ['supervisor'] as const;
/** Those whose work needs the citizen's record. */
const RECORD_READERS = ['officer', 'supervisor'] as const;
const TECHNICIAN = ['technician', 'supervisor'] as const;

const nothing = z.strictObject({});
const id = z.string().min(1).max(64);
const dossierId = z.strictObject({ dossierId: id });
const text = (maximum: number) => z.string().trim().max(maximum);
const credentials = z.strictObject({ login: text(64), password: z.string().max(256) });
const newPerson = { ...credentials.shape, login: text(64).min(1), displayName: text(100).min(1) };
/** Vendor, product and serial number, or a port: longer than other ids. */
const deviceId = z.string().min(1).max(512);
const position = z.enum(FINGER_POSITIONS);
const deviceName = text(200);
const captureDevice = z.strictObject({
  make: deviceName,
  model: deviceName,
  serialNumber: deviceName,
  deviceId: deviceName,
  driver: deviceName,
});
const angle = z.number().min(-360).max(360);
const fingerprintSettings = z.strictObject({ rolledPrints: z.enum(ROLLED_PRINTS) });
const pdf = z.strictObject({ fileName: z.string(), pdf: bytesSchema });

/** Conditions in which the training citizen presents a finger. */
export const TOUCH_CONDITIONS = ['good', 'dry', 'wet', 'partial', 'smudged', 'rotated'] as const;

/** Every call the page can make: the closed list that shell and station check against. */
export const PROCEDURES = {
  'station.get': procedure('anyone', nothing, stationViewSchema),
  /** First run in production: makes the store, its key and the first supervisor. */
  'station.setUp': procedure(
    'anyone',
    z.strictObject({
      stationId: z.string().regex(/^[A-Z0-9]{3,12}$/),
      /** Empty when the operating system's key store keeps the key. */
      passphrase: z.string().max(256),
      supervisor: z.strictObject(newPerson),
    }),
    stationViewSchema,
  ),
  'station.unlock': procedure(
    'anyone',
    z.strictObject({ passphrase: z.string().max(256) }),
    stationViewSchema,
  ),

  'session.get': procedure('anyone', nothing, sessionViewSchema),
  'session.signIn': procedure('anyone', credentials, sessionViewSchema),
  'session.signOut': procedure('signed-in', nothing, sessionViewSchema, { whileLocked: true }),
  'session.lock': procedure(
    'signed-in',
    z.strictObject({ cause: z.enum(['idle', 'asked', 'power']) }),
    sessionViewSchema,
    { whileLocked: true },
  ),
  'session.unlock': procedure(
    'signed-in',
    z.strictObject({ password: z.string().max(256) }),
    sessionViewSchema,
    {
      whileLocked: true,
    },
  ),
  /** Another officer takes the seat over; the open dossier and the shift's place stay. */
  'session.handOver': procedure('signed-in', credentials, sessionViewSchema, { whileLocked: true }),
  'session.setLanguage': procedure(
    'anyone',
    z.strictObject({ language: z.enum(LANGUAGES) }),
    sessionViewSchema,
  ),

  'users.list': procedure(SUPERVISOR, nothing, z.array(userViewSchema)),
  'users.create': procedure(
    SUPERVISOR,
    z.strictObject({ ...newPerson, role: z.enum(ROLES) }),
    userViewSchema,
  ),
  'users.setPassword': procedure(
    SUPERVISOR,
    z.strictObject({ userId: id, password: z.string().max(256) }),
    userViewSchema,
  ),
  'users.disable': procedure(SUPERVISOR, z.strictObject({ userId: id }), userViewSchema),

  'shift.start': procedure(
    OFFICER,
    z.strictObject({
      site: text(100).min(1),
      line: text(20).min(1),
      seat: text(20).min(1),
      quota: z.int().min(0).max(100_000),
    }),
    shiftViewSchema,
  ),
  'shift.end': procedure(OFFICER, nothing, nothing),
  /** Site, line, seat and quota of the last shift, to start the next with. */
  'shift.last': procedure(OFFICER, nothing, shiftViewSchema.nullable()),

  'dossier.create': procedure(
    OFFICER,
    z.strictObject({
      citizenNumber: z.string().max(40),
      source: z.enum(['typed', 'card-qr']),
      /** The card's QR payload, when it was scanned: it fills the personal data. */
      qrText: z.string().max(4096).nullable(),
      applicationType: z.enum(APPLICATION_TYPES),
      legalReason: z.enum(ALL_LEGAL_REASONS),
      override: z
        .strictObject({
          warnings: z.array(z.enum(CITIZEN_NUMBER_WARNINGS)),
          reason: text(500).min(1),
        })
        .nullable(),
    }),
    dossierViewSchema,
  ),
  'dossier.get': procedure(RECORD_READERS, dossierId, dossierViewSchema),
  'dossier.list': procedure(
    RECORD_READERS,
    z.strictObject({
      /** Name (with or without diacritics), citizen number or dossier number; empty for all. */
      query: text(100),
      states: z.array(z.enum(DOSSIER_STATES)),
      limit: z.int().min(1).max(500),
    }),
    z.array(dossierSummarySchema),
  ),
  'dossier.findBySlip': procedure(
    RECORD_READERS,
    z.strictObject({ text: z.string().max(512) }),
    dossierSummarySchema,
  ),
  /** Takes a draft up again, or a returned dossier as its next version. */
  'dossier.open': procedure(OFFICER, dossierId, dossierViewSchema),
  'dossier.close': procedure(OFFICER, nothing, nothing),
  'dossier.goTo': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, step: z.enum(DOSSIER_STEPS) }),
    dossierViewSchema,
  ),
  /** Saves a group as it stands, complete or not: nothing typed is lost. */
  'dossier.saveGroup': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, group: z.enum(DATA_GROUPS), data: groupDraftSchema }),
    dossierViewSchema,
  ),
  /** Says why number and personal data may disagree (sex corrected, number re-established …). */
  'dossier.overrideNumber': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, reason: text(500).min(1) }),
    dossierViewSchema,
  ),
  /** The citizen has checked the record on screen; draft → captured. */
  'dossier.confirm': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, citizenConfirmed: z.literal(true) }),
    dossierViewSchema,
  ),
  'dossier.slip': procedure(RECORD_READERS, dossierId, pdf),

  'document.add': procedure(
    OFFICER,
    z.strictObject({
      dossierId: id,
      kind: z.enum(DOCUMENT_KINDS),
      bytes: bytesSchema,
      /** Part of the picture to keep, as fractions of its width and height. */
      crop: z
        .strictObject({
          left: z.number().min(0).max(1),
          top: z.number().min(0).max(1),
          width: z.number().min(0).max(1),
          height: z.number().min(0).max(1),
        })
        .nullable(),
    }),
    dossierViewSchema,
  ),
  'document.remove': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, documentId: id }),
    dossierViewSchema,
  ),
  'document.get': procedure(
    RECORD_READERS,
    z.strictObject({ documentId: id }),
    z.strictObject({ mediaType: z.string(), bytes: bytesSchema }),
  ),

  /**
   * Takes one attempt at the fingers of a target that are not excepted: answers when the prints are taken, or no finger
   * came. Kept is a print of every finger that had attempts left.
   */
  'fingerprint.capture': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, target: printTargetSchema }),
    z.strictObject({
      prints: z.array(
        z.strictObject({
          captureId: z.string(),
          position,
          impression: z.enum(IMPRESSIONS),
          quality: z.int(),
          reasons: z.array(z.string()),
          accepted: z.boolean(),
        }),
      ),
      dossier: dossierViewSchema,
    }),
  ),
  'fingerprint.cancel': procedure('signed-in', nothing, nothing, { whileLocked: true }),
  'fingerprint.setException': procedure(
    OFFICER,
    z.strictObject({
      dossierId: id,
      position,
      reason: z.enum(FINGER_EXCEPTION_REASONS),
      comment: text(500),
    }),
    dossierViewSchema,
  ),
  'fingerprint.clearException': procedure(
    OFFICER,
    z.strictObject({ dossierId: id, position }),
    dossierViewSchema,
  ),
  'fingerprint.settings': procedure(SUPERVISOR, nothing, fingerprintSettings),
  'fingerprint.setRolledPrints': procedure(SUPERVISOR, fingerprintSettings, fingerprintSettings),
  'portrait.save': procedure(
    OFFICER,
    z.strictObject({
      dossierId: id,
      bytes: bytesSchema,
      /** The camera, as far as the page knows it. */
      device: captureDevice.optional(),
    }),
    dossierViewSchema,
  ),
  /** Takes a picture with the still camera that serves, and saves it; `portrait.progress` tells how far it has come. */
  'portrait.take': procedure(OFFICER, dossierId, dossierViewSchema),
  'portrait.cancel': procedure('signed-in', nothing, nothing, { whileLocked: true }),
  /** Where the camera head looks. */
  'head.position': procedure(OFFICER, nothing, headViewSchema),
  /** Turns the camera head from where it looks now; answers when it stands. */
  'head.move': procedure(
    OFFICER,
    z.strictObject({ panDegrees: angle, tiltDegrees: angle }),
    headViewSchema,
  ),
  /** 0 is wide, 1 the end of the optical range. */
  'head.zoom': procedure(
    OFFICER,
    z.strictObject({ zoom: z.number().min(0).max(1) }),
    headViewSchema,
  ),
  'head.stop': procedure(OFFICER, nothing, headViewSchema),
  /**
   * Finds the citizen's head in a small picture of what the camera sees and turns the camera head towards it, once;
   * after `turned` the page looks again.
   */
  'head.centre': procedure(
    OFFICER,
    z.strictObject({
      /** JPEG. */
      picture: bytesSchema,
      /** Since the officer asked for centring. */
      turnsDone: z.int().min(0).max(CENTRING_TURNS),
    }),
    z.strictObject({
      state: z.enum(['centred', 'turned', 'not-found', 'gave-up']),
      position: headViewSchema.nullable(),
    }),
  ),
  'capture.image': procedure(
    RECORD_READERS,
    z.strictObject({ captureId: id }),
    z.strictObject({ mediaType: z.string(), bytes: bytesSchema }),
  ),

  'devices.list': procedure('signed-in', nothing, z.array(deviceViewSchema)),
  /** Looks at every port now. */
  'devices.refresh': procedure(TECHNICIAN, nothing, z.array(deviceViewSchema)),
  /** Ports that no driver is for, and why; descriptions that were refused, with the line that is wrong. */
  'devices.strangers': procedure(
    TECHNICIAN,
    nothing,
    z.strictObject({
      strangers: z.array(strangerViewSchema),
      refusedDescriptions: z.array(refusedDescriptionSchema),
      /** Where a technician puts descriptions of devices. */
      folder: z.string(),
    }),
  ),
  /** Holds for the device on whatever port it is. */
  'devices.set': procedure(
    TECHNICIAN,
    z.strictObject({ deviceId, setAside: z.boolean(), preferred: z.boolean() }),
    z.array(deviceViewSchema),
  ),
  /** Opens a device again that failed or whose driver was given up. */
  'devices.tryAgain': procedure(
    TECHNICIAN,
    z.strictObject({ deviceId }),
    z.array(deviceViewSchema),
  ),
  'devices.selfTest': procedure(TECHNICIAN, z.strictObject({ deviceId }), deviceCheckupSchema),
  'devices.calibrate': procedure(TECHNICIAN, z.strictObject({ deviceId }), deviceCheckupSchema),
  /** What the device sees now; nothing of it is kept. Progress comes as `device.picture`. */
  'devices.testImage': procedure(
    TECHNICIAN,
    z.strictObject({ deviceId }),
    z.strictObject({
      mediaType: z.string(),
      bytes: bytesSchema,
      /** Of a print: 0–100, and why it is weak. */
      quality: z.int().nullable(),
      reasons: z.array(z.string()),
    }),
  ),
  'devices.stopTest': procedure(TECHNICIAN, nothing, nothing),
  /** Everything about machine, devices and incidents, and nothing about citizens: for whoever helps. */
  'devices.bundle': procedure(
    TECHNICIAN,
    nothing,
    z.strictObject({ fileName: z.string(), bytes: bytesSchema }),
  ),
  /** Whose certified devices are believed. */
  'trust.list': procedure(TECHNICIAN, nothing, z.array(trustAnchorViewSchema)),
  'trust.add': procedure(
    SUPERVISOR,
    z.strictObject({ bytes: bytesSchema }),
    z.array(trustAnchorViewSchema),
  ),
  'trust.remove': procedure(
    SUPERVISOR,
    z.strictObject({ fingerprint: text(200).min(1) }),
    z.array(trustAnchorViewSchema),
  ),
  /** The cameras that the window has now, all of them. */
  'devices.reportCameras': procedure(
    'signed-in',
    z.strictObject({
      cameras: z
        .array(
          z.strictObject({
            /** `cameraIds` of `domain/camera-label.ts`. */
            cameraId: deviceName.min(1),
            label: deviceName,
            state: z.enum(['ready', 'trouble']),
            problem: z.enum(CAMERA_TROUBLES).nullable(),
            /** Of its largest picture; 0 where the browser does not say. */
            widthPixels: z.int().min(0).max(100_000),
            heightPixels: z.int().min(0).max(100_000),
          }),
        )
        .max(32),
    }),
    nothing,
    { whileLocked: true },
  ),
  'incidents.list': procedure(TECHNICIAN, nothing, z.array(incidentViewSchema)),
  'incidents.resolve': procedure(
    TECHNICIAN,
    z.strictObject({ incidentId: id, whatWasDone: text(500) }),
    z.array(incidentViewSchema),
  ),

  'day.get': procedure(SUPERVISOR, nothing, dayViewSchema),
  /** captured → approved, for each dossier named; those in another state are left as they are. */
  'day.approve': procedure(
    SUPERVISOR,
    z.strictObject({ dossierIds: z.array(id).max(10_000) }),
    dayViewSchema,
  ),
  'day.sendBack': procedure(
    SUPERVISOR,
    z.strictObject({ dossierIds: z.array(id).max(10_000), reason: text(500).min(1) }),
    dayViewSchema,
  ),
  'sync.status': procedure('signed-in', nothing, syncStatusSchema),
  /** Seals what is approved, uploads it and fetches receipts; answers with the batch's report. */
  'sync.sendNow': procedure(SUPERVISOR, nothing, batchReportSchema),
  'sync.fetchReceipts': procedure(SUPERVISOR, nothing, syncStatusSchema),
  'sync.setUploadHour': procedure(
    SUPERVISOR,
    z.strictObject({ uploadHour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
    syncStatusSchema,
  ),
  'sync.enrol': procedure(
    SUPERVISOR,
    z.strictObject({
      url: z.url({ protocol: /^https$/ }),
      code: text(200).min(1),
      caPem: z.string().max(20_000),
    }),
    syncStatusSchema,
  ),
  'sync.reportPdf': procedure(SUPERVISOR, nothing, pdf),
  'masterData.import': procedure(
    TECHNICIAN,
    z.strictObject({ bytes: bytesSchema }),
    z.strictObject({ communes: z.int() }),
  ),
  'communes.search': procedure(
    'signed-in',
    z.strictObject({
      provinceCode: z.string().max(2),
      query: text(100),
      limit: z.int().min(1).max(100),
    }),
    z.array(communeViewSchema),
  ),

  /** Training only: how the simulated citizen presents the next finger, and mishaps at the scanner. */
  'training.condition': procedure(
    'signed-in',
    z.strictObject({ condition: z.enum(TOUCH_CONDITIONS) }),
    nothing,
  ),
  'training.devices': procedure('signed-in', nothing, z.array(trainingDeviceViewSchema)),
  'training.plug': procedure(
    'signed-in',
    z.strictObject({ device: z.enum(TRAINING_DEVICES), plugged: z.boolean() }),
    z.array(trainingDeviceViewSchema),
  ),
  /** In place of what was wrong with the device before; null ends it. */
  'training.fault': procedure(
    'signed-in',
    z.strictObject({
      device: z.enum(TRAINING_DEVICES),
      fault: z.enum(ALL_TRAINING_FAULTS).nullable(),
    }),
    z.array(trainingDeviceViewSchema),
  ),
  'training.scanCard': procedure('signed-in', nothing, nothing),
} as const satisfies Record<string, Procedure>;

export type ProcedureName = keyof typeof PROCEDURES;
export type ProcedureInput<Name extends ProcedureName> = z.input<
  (typeof PROCEDURES)[Name]['input']
>;
export type ProcedureOutput<Name extends ProcedureName> = z.output<
  (typeof PROCEDURES)[Name]['output']
>;

/** True for the name of a procedure itself, never for something inherited from Object. */
export function isProcedureName(name: unknown): name is ProcedureName {
  return typeof name === 'string' && Object.hasOwn(PROCEDURES, name);
}
