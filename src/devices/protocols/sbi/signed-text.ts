import type { KeyObject, X509Certificate } from 'node:crypto';

import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';

import { err } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { trustedLeaf } from './certificate-trust.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import { parseJson } from './encoded-json.ts';
import { problem } from './problem.ts';
import type { SbiProblem } from './problem.ts';

const headerSchema = z.object({
  alg: z.enum(['RS256', 'ES256']),
  x5c: z.array(z.string()).min(1),
});

/** RSA keys below this are no signature keys (RFC 7518, 3.3). */
const SHORTEST_RSA_BITS = 2_048;

function readHeader(token: string): z.infer<typeof headerSchema> | undefined {
  try {
    return headerSchema.safeParse(decodeProtectedHeader(token)).data;
  } catch {
    // jose throws TypeError for whatever is no header.
    return undefined;
  }
}

/** Undefined for a key that Node cannot read, of a curve that it does not know for instance. */
function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    // OpenSSL has many errors for it, and all of them mean that there is nothing to verify with.
    return undefined;
  }
}

/** Whether the certificate's key is of the kind that the algorithm signs with: the header alone is not believed. */
function fits(key: KeyObject, algorithm: 'RS256' | 'ES256'): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  if (algorithm === 'ES256') {
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  }
  return (
    asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA_BITS
  );
}

/**
 * The JSON of a compact JWS that carries its signer's certificate (`x5c`), when that leads to a trust anchor and its key
 * made the signature. RS256 as the interface has it, and ES256.
 */
export async function openSignedText(
  token: string,
  trust: CertificateTrust,
): Promise<Result<unknown, SbiProblem>> {
  const header = readHeader(token);
  if (header === undefined) return err(problem('bad-payload', 'no JWS with alg and x5c'));
  const leaf = trustedLeaf(header.x5c, trust);
  if (!leaf.ok) return err(problem('untrusted-certificate', leaf.error));
  const key = publicKeyOf(leaf.value);
  if (key === undefined || !fits(key, header.alg)) {
    return err(problem('bad-signature', `the certificate has no key for ${header.alg}`));
  }
  let payload: Uint8Array;
  try {
    const options = { algorithms: [header.alg] };
    payload = (await compactVerify(token, key, options)).payload;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return err(problem('bad-signature', cause.code));
    throw cause;
  }
  const value = parseJson(payload);
  return value.ok ? value : err(problem('bad-payload', `signed, but ${value.error}`));
}
