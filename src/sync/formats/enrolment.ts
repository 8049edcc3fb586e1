import { z } from 'zod';
import {
  compactJwsSchema,
  instantSchema,
  sealingRecipientSchema,
  stationIdSchema,
  unitIdSchema,
} from './identifiers.ts';
import { publicSigningKeySchema, signingKeySetSchema } from './signing-key.ts';

const pem = z.string().min(32).max(16_384);

/** Four groups of five, without letters that are mistaken for digits (Crockford's base 32): 100 bits. */
export const enrolmentCodeSchema = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);

/** Payload of the enrolment JWS, `tram-enrolment/1`, signed with the very key that it presents. */
export const enrolmentSchema = z.strictObject({
  format: z.literal('tram-enrolment/1'),
  stationId: stationIdSchema,
  unitId: unitIdSchema,
  /** PKCS #10 request for the TLS client certificate: P-256, common name = stationId. */
  certificateRequestPem: pem,
  signingKey: publicSigningKeySchema,
  requestedAt: instantSchema,
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** Body of `POST /v1/enrolments`. */
export const enrolmentRequestSchema = z.strictObject({
  /** The one-time code that the ministry handed out. */
  code: enrolmentCodeSchema,
  /** Compact JWS `tram-enrolment+jws`. */
  enrolment: compactJwsSchema,
});
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>;

/** What a station keeps for good after it was enrolled. */
export const enrolmentAnswerSchema = z.strictObject({
  stationId: stationIdSchema,
  clientCertificatePem: pem,
  caCertificatePem: pem,
  /** Keys that sign receipts, policy and master data. */
  receiptKeys: signingKeySetSchema,
  sealingRecipients: z.array(sealingRecipientSchema).min(1).max(8),
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswerSchema>;
