import { z } from 'zod';

/**
 * Every expected failure of a call. The page turns a code into a sentence (`error.<code>` in
 * resources/messages): what happened, whether the data is safe, what to do now.
 */
export const ERROR_CODES = [
  // the call itself
  'station-down',
  'unknown-procedure',
  'invalid-input',
  'too-large',
  'not-signed-in',
  'not-allowed',
  'locked',
  'not-found',
  'wrong-state',
  'already-running',
  // opening the station
  'setup-needed',
  'already-set-up',
  'passphrase-needed',
  'passphrase-wrong',
  'passphrase-too-short',
  'key-store-unavailable',
  'store-in-use',
  'store-of-other-kind',
  'store-damaged',
  'store-from-the-future',
  // people
  'bad-credentials',
  'account-locked',
  'login-taken',
  'password-too-short',
  'last-supervisor',
  // the line
  'no-shift',
  'shift-running',
  'number-not-valid',
  'number-needs-reason',
  'reason-not-for-type',
  'birth-date-in-future',
  'code-truncated',
  'code-damaged',
  'code-unknown',
  'slip-not-found',
  'dossier-incomplete',
  'dossier-open-elsewhere',
  // storage
  'disk-full',
  // devices
  'device-none',
  'device-not-open',
  'certificate-not-an-authority',
  'device-no-calibration',
  'device-not-found',
  'device-busy',
  'device-permission',
  'device-disconnected',
  'device-garbage',
  'device-no-answer',
  'device-refused',
  'device-not-supported',
  'device-not-ready',
  'device-untrusted',
  'device-driver-failed',
  'device-wrong-baud-rate',
  'device-wrong-firmware',
  'device-image-unsupported',
  'finger-timeout',
  'finger-removed',
  'cancelled',
  'attempts-used-up',
  'finger-missing',
  // documents and portrait
  'document-too-large',
  'document-unknown-type',
  'document-broken-image',
  'document-broken-pdf',
  'document-encrypted-pdf',
  'document-pdf-too-large',
  'document-several-pages',
  'document-empty',
  'portrait-not-an-image',
  'portrait-too-small',
  'portrait-too-large',
  // paper
  'printer-none',
  // the day and the batch
  'nothing-to-send',
  'packets-folder-broken',
  'ministry-not-enrolled',
  'ministry-unreachable',
  'ministry-refused',
  'ministry-bad-answer',
  'enrolment-code-wrong',
  'master-data-broken',
  // training
  'training-only',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const stationErrorSchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  /** Figures for the sentence (`minutes`, `limitBytes`, `step`): never personal data. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type StationError = z.infer<typeof stationErrorSchema>;
