import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { importTlsKeys, loadX509 } from '../sync/formats/x509.ts';
import { Refused } from './refused.ts';

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 398;
const STATION_DAYS = 1095;
/** Stations without a network keep time badly: certificates are valid a little before they are made. */
const CLOCK_TOLERANCE_DAYS = 2;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

export type CertificateAndKey = { readonly certificatePem: string; readonly privateKeyPem: string };

/** A P-256 key, PKCS #8 PEM. */
function createTlsKeyPem(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

/** 128 random bits, positive (RFC 5280 §4.1.2.2). */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  return `01${bytes.toString('hex')}`;
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    notBefore: new Date(now - CLOCK_TOLERANCE_DAYS * DAY_MS),
    notAfter: new Date(now + days * DAY_MS),
  };
}

/** A new certificate authority: self-signed, for one level of certificates. */
export async function createAuthority(): Promise<CertificateAndKey> {
  const x509 = await loadX509();
  const privateKeyPem = createTlsKeyPem();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ['Tram ministry authority'] }],
    serialNumber: newSerialNumber(),
    ...validity(AUTHORITY_DAYS),
    keys: await importTlsKeys(privateKeyPem),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  return { certificatePem: certificate.toString('pem'), privateKeyPem };
}

/** A fresh server certificate for these host names and addresses. */
export async function issueServerCertificate(
  authority: CertificateAndKey,
  hosts: readonly string[],
): Promise<CertificateAndKey> {
  const x509 = await loadX509();
  const privateKeyPem = createTlsKeyPem();
  const names = hosts.map((value) => ({
    type: isIP(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const certificatePem = await issue(authority, {
    subject: hosts[0] ?? 'localhost',
    publicKey: (await importTlsKeys(privateKeyPem)).publicKey,
    days: SERVER_DAYS,
    extensions: [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
    ],
  });
  return { certificatePem, privateKeyPem };
}

/**
 * A client certificate for the station that made the request. Refuses a request that its own key did not
 * sign, that is for another name, or whose key is not P-256.
 */
export async function issueStationCertificate(
  authority: CertificateAndKey,
  stationId: string,
  certificateRequestPem: string,
): Promise<string> {
  const x509 = await loadX509();
  const request = await readRequest(certificateRequestPem);
  if (request.subject !== `CN=${stationId}`) {
    throw new Refused('bad-request', 'the certificate request is for another station');
  }
  return issue(authority, {
    subject: stationId,
    publicKey: request.publicKey,
    days: STATION_DAYS,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  });
}

async function readRequest(
  pem: string,
): Promise<{ subject: string; publicKey: webcrypto.CryptoKey }> {
  const x509 = await loadX509();
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    const publicKey = await request.publicKey.export({ name: 'ECDSA', namedCurve: 'P-256' }, [
      'verify',
    ]);
    if (!(await request.verify())) throw new Error('signature');
    return { subject: request.subject, publicKey };
  } catch {
    throw new Refused(
      'bad-request',
      'the certificate request is not a signed P-256 PKCS #10 request',
    );
  }
}

type Issue = {
  readonly subject: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly days: number;
  readonly extensions: readonly InstanceType<Awaited<ReturnType<typeof loadX509>>['Extension']>[];
};

async function issue(authority: CertificateAndKey, wanted: Issue): Promise<string> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [wanted.subject] }],
    issuer: issuer.subjectName,
    serialNumber: newSerialNumber(),
    ...validity(wanted.days),
    publicKey: wanted.publicKey,
    signingKey: (await importTlsKeys(authority.privateKeyPem)).privateKey,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      ...wanted.extensions,
    ],
  });
  return certificate.toString('pem');
}
