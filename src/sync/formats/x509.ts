import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import type * as x509Types from '@peculiar/x509';

type X509 = typeof x509Types;
type MetadataReflect = {
  getMetadata?: () => undefined;
  getOwnMetadata?: () => undefined;
};

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/**
 * X.509 certificates and requests. Loaded when first needed: only enrolment and the ministry's
 * authority do.
 *
 * The library's container insists on a metadata polyfill, but its published code carries no decorator
 * metadata: two readers that find nothing are all that it needs.
 */
export async function loadX509(): Promise<X509> {
  const reflect = Reflect as unknown as MetadataReflect;
  reflect.getMetadata ??= () => undefined;
  reflect.getOwnMetadata ??= () => undefined;
  return import('@peculiar/x509');
}

/** A P-256 key pair (PKCS #8 PEM) in the form that the library signs with. */
export async function importTlsKeys(privateKeyPem: string): Promise<webcrypto.CryptoKeyPair> {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey);
  return {
    privateKey: await webcrypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      P256,
      false,
      ['sign'],
    ),
    publicKey: await webcrypto.subtle.importKey(
      'spki',
      publicKey.export({ format: 'der', type: 'spki' }),
      P256,
      true,
      ['verify'],
    ),
  };
}
