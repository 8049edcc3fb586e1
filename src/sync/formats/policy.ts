import { z } from 'zod';
import {
  hourAndMinuteSchema,
  instantSchema,
  sealingRecipientSchema,
  stationIdSchema,
} from './identifiers.ts';

/** The parts of a policy that the ministry decides for all its stations. */
export const policySettingsSchema = z.strictObject({
  uploadWindow: z.strictObject({
    /** Local time (Asia/Ho_Chi_Minh) at which the first station may begin. */
    opensAt: hourAndMinuteSchema,
    /** Stations begin at their own fixed minute within so many minutes. */
    spreadMinutes: z.int().min(0).max(720),
  }),
  retention: z.strictObject({
    /** Days that plain images stay in the store after the receipt. */
    imagesDays: z.int().min(0).max(3650),
    /** Days that sealed packets stay on the station after the receipt. */
    packetsDays: z.int().min(0).max(3650),
  }),
  thresholds: z.strictObject({
    /** Quality, 0 to 100, under which another attempt is asked for. */
    fingerprintQuality: z.int().min(0).max(100),
    fingerprintAttempts: z.int().min(1).max(10),
  }),
  sealingRecipients: z.array(sealingRecipientSchema).min(1).max(8),
});
export type PolicySettings = z.infer<typeof policySettingsSchema>;

/** Payload of the signed policy of a station, `tram-policy/1`. */
export const policySchema = policySettingsSchema.extend({
  format: z.literal('tram-policy/1'),
  stationId: stationIdSchema,
  issuedAt: instantSchema,
});
export type Policy = z.infer<typeof policySchema>;
