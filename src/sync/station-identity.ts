import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { stationIdSchema } from './formats/identifiers.ts';
import { createSigningKey, privateSigningKeySchema } from './formats/signing-key.ts';
import { importTlsKeys, loadX509 } from './formats/x509.ts';

/**
 * What makes a station itself: the Ed25519 key that signs packets and batches, and the P-256 key of
 * its TLS certificate. JSON as it stands; keep it in the encrypted store.
 */
export const stationIdentitySchema = z.strictObject({
  stationId: stationIdSchema,
  signingKey: privateSigningKeySchema,
  /** PKCS #8 PEM. */
  tlsPrivateKeyPem: z.string(),
  /** PKCS #10 PEM, common name = stationId. */
  certificateRequestPem: z.string(),
});
export type StationIdentity = z.infer<typeof stationIdentitySchema>;

/** New keys and the certificate request that goes into the enrolment. */
export async function createStationIdentity(stationId: string): Promise<StationIdentity> {
  const tlsPrivateKeyPem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();
  return {
    stationId: stationIdSchema.parse(stationId),
    signingKey: await createSigningKey(),
    tlsPrivateKeyPem,
    certificateRequestPem: await createCertificateRequest(stationId, tlsPrivateKeyPem),
  };
}

/** A PKCS #10 request (RFC 2986) for `CN=stationId`, signed with the TLS key. */
async function createCertificateRequest(stationId: string, keyPem: string): Promise<string> {
  const { Pkcs10CertificateRequestGenerator } = await loadX509();
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [stationId] }],
    keys: await importTlsKeys(keyPem),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  return request.toString('pem');
}
