import type { webcrypto } from 'node:crypto';
import { CompactSign, compactVerify, decodeProtectedHeader, errors, importJWK } from 'jose';
import type { z } from 'zod';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { PrivateSigningKey, PublicSigningKey } from './signing-key.ts';

/** `typ` of every signed format: a signature made for one purpose never serves another (RFC 8725 §3.11). */
export const JWS_TYPES = {
  packetSignature: 'tram-packet-signature+jws',
  batch: 'tram-batch+jws',
  receipt: 'tram-receipt+jws',
  policy: 'tram-policy+jws',
  masterData: 'tram-master-data+jws',
  enrolment: 'tram-enrolment+jws',
} as const;
export type JwsType = (typeof JWS_TYPES)[keyof typeof JWS_TYPES];

/**
 * - `malformed`: not a compact JWS, or its payload is not JSON;
 * - `wrong-type`: `typ` or `alg` is another one than asked for;
 * - `unknown-key`: `kid` is none of the pinned keys;
 * - `bad-signature`: the key did not sign these bytes;
 * - `bad-payload`: signed, but not of the format.
 */
export type JwsProblem =
  'malformed' | 'wrong-type' | 'unknown-key' | 'bad-signature' | 'bad-payload';

/** A compact JWS (RFC 7515) over the JSON of `payload`: EdDSA with Ed25519 (RFC 8037). */
export async function signJws(
  payload: object,
  typ: JwsType,
  key: PrivateSigningKey,
): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return new CompactSign(bytes)
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid })
    .sign(await importKey(key));
}

/**
 * Verifies a compact JWS with algorithm, type and keys pinned (RFC 8725 §3.1), then reads its payload
 * by `schema`. The header is never asked which key or algorithm to believe.
 */
export async function verifyJws<Schema extends z.ZodType>(
  token: string,
  typ: JwsType,
  keys: readonly PublicSigningKey[],
  schema: Schema,
): Promise<Result<z.infer<Schema>, JwsProblem>> {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    return err('malformed');
  }
  if (header.typ !== typ || header.alg !== 'EdDSA') return err('wrong-type');
  const key = keys.find((candidate) => candidate.kid === header.kid);
  if (key === undefined) return err('unknown-key');
  let payload: Uint8Array;
  try {
    const verified = await compactVerify(token, await importKey(key), { algorithms: ['EdDSA'] });
    payload = verified.payload;
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed) return err('bad-signature');
    if (cause instanceof errors.JOSEError) return err('malformed');
    throw cause;
  }
  return readPayload(payload, schema);
}

const importedKeys = new WeakMap<object, Promise<webcrypto.CryptoKey | Uint8Array>>();

/** Imports a key once for as long as its object lives. */
function importKey(
  key: PublicSigningKey | PrivateSigningKey,
): Promise<webcrypto.CryptoKey | Uint8Array> {
  const known = importedKeys.get(key);
  if (known !== undefined) return known;
  const { kty, crv, x } = key;
  const jwk = 'd' in key ? { kty, crv, x, d: key.d } : { kty, crv, x };
  const imported = importJWK(jwk, 'EdDSA');
  importedKeys.set(key, imported);
  return imported;
}

function readPayload<Schema extends z.ZodType>(
  payload: Uint8Array,
  schema: Schema,
): Result<z.infer<Schema>, JwsProblem> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return err('malformed');
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err('bad-payload');
}
