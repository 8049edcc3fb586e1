import { X509Certificate } from 'node:crypto';

import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';

export interface CertificateTrust {
  /** Roots, intermediates or the devices' own certificates that the station was given. */
  readonly anchors: readonly X509Certificate[];
  readonly now: Date;
}

/** Leaf, provider, country and root are four; longer chains have no place here. */
const LONGEST_CHAIN = 5;

/** @throws when a text is no certificate in PEM form. */
export function trustAnchors(pems: readonly string[]): readonly X509Certificate[] {
  return pems.map((pem) => new X509Certificate(pem));
}

/** Undefined for what is no certificate. `text` is base64 of DER, as `x5c` of RFC 7515, 4.1.6 has it. */
function parseCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    // Node has one error class for all broken certificates.
    return undefined;
  }
}

function isValidAt(certificate: X509Certificate, now: Date): boolean {
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  return from <= now.getTime() && now.getTime() <= to;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  if (!issuer.ca || !certificate.checkIssued(issuer)) return false;
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that Node cannot use signed nothing that we believe.
    return false;
  }
}

/** Whether a path leads from the certificate over the offered ones to an anchor; every step valid now. */
function leadsToAnchor(
  certificate: X509Certificate,
  offered: readonly X509Certificate[],
  trust: CertificateTrust,
  stepsLeft: number,
): boolean {
  if (stepsLeft === 0 || !isValidAt(certificate, trust.now)) return false;
  const isAnchor = trust.anchors.some((anchor) => anchor.raw.equals(certificate.raw));
  if (isAnchor) return true;
  const byAnchor = trust.anchors.some(
    (anchor) => isValidAt(anchor, trust.now) && isIssuedBy(certificate, anchor),
  );
  if (byAnchor) return true;
  return offered.some(
    (issuer) =>
      isIssuedBy(certificate, issuer) &&
      leadsToAnchor(
        issuer,
        offered.filter((other) => other !== issuer),
        trust,
        stepsLeft - 1,
      ),
  );
}

/**
 * The signer's certificate, the first of `x5c`, when a chain of valid certificates leads from it to one of the anchors
 * (RFC 5280, 6.1, without policies and revocation: the station is offline).
 */
export function trustedLeaf(
  x5c: readonly string[],
  trust: CertificateTrust,
): Result<X509Certificate, string> {
  if (x5c.length === 0 || x5c.length > LONGEST_CHAIN) return err(`${x5c.length} certificates`);
  const offered = x5c.map(parseCertificate);
  const [leaf, ...others] = offered;
  if (leaf === undefined) return err('the signer’s certificate cannot be read');
  const issuers = others.filter((certificate) => certificate !== undefined);
  if (leadsToAnchor(leaf, issuers, trust, LONGEST_CHAIN)) return ok(leaf);
  return err(
    isValidAt(leaf, trust.now)
      ? 'no valid chain from the signer to a trust anchor'
      : `valid from ${leaf.validFrom} to ${leaf.validTo}`,
  );
}
