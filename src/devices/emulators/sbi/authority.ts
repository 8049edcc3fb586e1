import { webcrypto } from 'node:crypto';

import type * as x509Types from '@peculiar/x509';
import { CompactSign } from 'jose';

type X509 = typeof x509Types;
type MetadataReflect = { getMetadata?: () => undefined; getOwnMetadata?: () => undefined };

export type SbiAlgorithm = 'RS256' | 'ES256';

const DAY_MS = 86_400_000;
const CA_DAYS = 3_650;

/** Device keys are to be changed every thirty days. */
const DEVICE_DAYS = 30;

const KEYS = {
  RS256: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2_048,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

/**
 * The library's container insists on a metadata polyfill, but its published code carries no decorator metadata: two
 * readers that find nothing are all that it needs.
 */
async function loadX509(): Promise<X509> {
  const reflect = Reflect as unknown as MetadataReflect;
  reflect.getMetadata ??= () => undefined;
  reflect.getOwnMetadata ??= () => undefined;
  return import('@peculiar/x509');
}

interface Party {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly certificate: x509Types.X509Certificate;
}

function newKeys(algorithm: SbiAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEYS[algorithm], true, ['sign', 'verify']);
}

async function certify(
  x509: X509,
  algorithm: SbiAlgorithm,
  name: string,
  issuer: Party | undefined,
  validity: { readonly isAuthority: boolean; readonly from: Date; readonly to: Date },
): Promise<Party> {
  const keys = await newKeys(algorithm);
  const usage = validity.isAuthority
    ? x509.KeyUsageFlags.keyCertSign
    : x509.KeyUsageFlags.digitalSignature;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.name ?? name,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: KEYS[algorithm],
    notBefore: validity.from,
    notAfter: validity.to,
    extensions: [
      new x509.BasicConstraintsExtension(validity.isAuthority, undefined, true),
      new x509.KeyUsagesExtension(usage, true),
    ],
  });
  return { name, keys, certificate };
}

/** Signs as a device does: key, certificate and the chain above it. */
export interface SbiSigner {
  /** `key` is another one where the signature is to be wrong. */
  sign(payload: object, key?: webcrypto.CryptoKey): Promise<string>;
}

export interface SbiAuthority {
  /** Root of the chain, PEM. */
  readonly rootPem: string;
  /** The provider's certificate, which the root signed, PEM. */
  readonly providerPem: string;
  readonly device: SbiSigner;
  /** The same provider's device whose certificate is over; made when it is first wanted. */
  readonly expiredDevice: () => Promise<SbiSigner>;
}

/**
 * A certificate authority of its own for one emulated provider: root, provider, device.
 *
 * @param isLeafOnly whether `x5c` carries the device's certificate alone
 */
export async function createSbiAuthority(
  algorithm: SbiAlgorithm,
  isLeafOnly: boolean,
): Promise<SbiAuthority> {
  const x509 = await loadX509();
  const now = Date.now();
  const from = new Date(now - DAY_MS);
  const authority = { isAuthority: true, from, to: new Date(now + CA_DAYS * DAY_MS) };
  const current = { isAuthority: false, from, to: new Date(now + DEVICE_DAYS * DAY_MS) };
  const expired = {
    isAuthority: false,
    from: new Date(now - (DEVICE_DAYS + 1) * DAY_MS),
    to: from,
  };
  const root = await certify(x509, algorithm, 'CN=Emulated Root', undefined, authority);
  const provider = await certify(x509, algorithm, 'CN=Emulated Provider', root, authority);
  const signer = async (name: string, validity: typeof current): Promise<SbiSigner> => {
    const party = await certify(x509, algorithm, name, provider, validity);
    const chain = isLeafOnly ? [party] : [party, provider];
    const x5c = chain.map(({ certificate }) => Buffer.from(certificate.rawData).toString('base64'));
    return {
      sign: (payload, key = party.keys.privateKey) =>
        new CompactSign(Buffer.from(JSON.stringify(payload)))
          .setProtectedHeader({ alg: algorithm, typ: 'JWT', x5c })
          .sign(key),
    };
  };
  return {
    rootPem: root.certificate.toString('pem'),
    providerPem: provider.certificate.toString('pem'),
    device: await signer('CN=Emulated Device', current),
    expiredDevice: onFirstUse(() => signer('CN=Emulated Old Device', expired)),
  };
}

/** Keys take up to half a second each to make, and few are ever used. */
export function onFirstUse<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** A key that no certificate vouches for. */
export async function strangerKey(algorithm: SbiAlgorithm): Promise<webcrypto.CryptoKey> {
  return (await newKeys(algorithm)).privateKey;
}
