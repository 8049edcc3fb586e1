import { z } from 'zod';

import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { base64UrlBytes, parseJson } from './encoded-json.ts';

/** What a device says it is (0.9.5, "Digital ID"). */
const digitalIdSchema = z.object({
  serialNo: z.string().min(1),
  make: z.string(),
  model: z.string(),
  type: z.enum(['Finger', 'Iris', 'Face']),
  /** Slap, Single, Touchless; Single, Double; Full face. */
  deviceSubType: z.string(),
  deviceProvider: z.string().default(''),
  deviceProviderId: z.string().default(''),
  dateTime: z.string().default(''),
});

export type DigitalId = z.infer<typeof digitalIdSchema>;

export function parseDigitalId(value: unknown): Result<DigitalId, string> {
  const parsed = digitalIdSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(`digital id: ${z.prettifyError(parsed.error)}`);
}

/** Whether the text has the three parts of a compact JWS (RFC 7515, 7.1). */
export function isSignedText(text: string): boolean {
  return text.split('.').length === 3;
}

/**
 * Reads the JSON that a base64url text or the middle part of a compact JWS carries, without asking who signed it:
 * for finding devices, never for believing them.
 */
export function readUnverified(text: string): Result<unknown, string> {
  const payload = isSignedText(text) ? text.split('.')[1] : text;
  const bytes = base64UrlBytes(payload ?? '');
  return bytes === undefined ? err('not base64url') : parseJson(bytes);
}

/** The digital id as discovery gives it: base64url of JSON, not signed; signed ones are read, not verified. */
export function readDigitalId(text: string): Result<DigitalId, string> {
  const read = readUnverified(text);
  return read.ok ? parseDigitalId(read.value) : read;
}
