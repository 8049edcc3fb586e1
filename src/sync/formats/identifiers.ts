import { z } from 'zod';

/** Lower-case hexadecimal SHA-256 (FIPS 180-4), 64 characters. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** A packet is named by the SHA-256 of its sealed bytes. */
export const packetIdSchema = sha256Schema.clone();
/** Also the common name of the station's TLS certificate, hence the narrow alphabet. */
export const stationIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
export const unitIdSchema = stationIdSchema.clone();
/** An identifier that a station makes (a UUID as a rule); safe in a URL path as it stands. */
export const opaqueIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
export const dossierNumberSchema = z.string().min(1).max(64);
/** 1 for the first sealing of a dossier; one more each time it was returned and sealed again. */
export const versionSchema = z.int().min(1).max(10_000);
/** UTC, RFC 3339 with `Z`. */
export const instantSchema = z.iso.datetime();
export const sizeBytesSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** A compact JWS (RFC 7515 §3.1): three base64url parts. */
export const compactJwsSchema = z
  .string()
  .max(4 * 1024 * 1024)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
/** `HH:MM`, 24 hours, local time of the station. */
export const hourAndMinuteSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** An age recipient: hybrid post-quantum `age1pq1…` or classic X25519 `age1…`. */
export const sealingRecipientSchema = z
  .string()
  .max(4096)
  .regex(/^age1[0-9a-z]+$/);
