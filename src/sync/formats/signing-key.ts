import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { z } from 'zod';

const base64url32Bytes = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Ed25519 public key as a JWK (RFC 8037); `kid` is its RFC 7638 SHA-256 thumbprint. */
export const publicSigningKeySchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: base64url32Bytes,
  kid: base64url32Bytes,
});
export type PublicSigningKey = z.infer<typeof publicSigningKeySchema>;

/** Ed25519 private key as a JWK. Keep it in the encrypted store. */
export const privateSigningKeySchema = publicSigningKeySchema.extend({ d: base64url32Bytes });
export type PrivateSigningKey = z.infer<typeof privateSigningKeySchema>;

/** Public keys whose signatures are believed (JWK Set, RFC 7517 §5). */
export const signingKeySetSchema = z.strictObject({
  keys: z.array(publicSigningKeySchema).min(1).max(16),
});

/** The thumbprint (RFC 7638, SHA-256) that names an Ed25519 key. */
export function signingKeyId(key: { x: string }): Promise<string> {
  return calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: key.x }, 'sha256');
}

/** A new Ed25519 key from the operating system's randomness. */
export async function createSigningKey(): Promise<PrivateSigningKey> {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const { x, d } = z.object({ x: base64url32Bytes, d: base64url32Bytes }).parse(jwk);
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid: await signingKeyId({ x }) };
}

/** The half that may leave the machine. */
export function publicSigningKey(key: PrivateSigningKey): PublicSigningKey {
  return { kty: key.kty, crv: key.crv, x: key.x, kid: key.kid };
}
