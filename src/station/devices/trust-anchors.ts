import { X509Certificate } from 'node:crypto';
import type { Answer } from '../../contract/channel.ts';
import type { TrustAnchorView } from '../../contract/views.ts';
import { fail } from '../app.ts';
import type { StationApp } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from './station-rack.ts';

/**
 * The certificates of those whose certified devices (Secure Biometric Interface) the station believes. Without one for
 * its provider a device is shown and not used.
 */
export function registerTrustAnchors(
  app: StationApp,
  context: StationContext,
  rack: StationRack,
): void {
  const anchors = (): string[] => context.store.settings.get('sbiTrustAnchors');
  const change = async (after: string[]): Promise<Answer<TrustAnchorView[]>> => {
    const changed = attempt(context, (transaction) => {
      transaction.settings.set('sbiTrustAnchors', after);
      transaction.audit({ kind: 'settings.changed', detail: { keys: ['sbiTrustAnchors'] } });
      return { ok: true, value: after.map(viewOf) };
    });
    // Devices that are open are opened anew under the certificates that hold now.
    if (changed.ok) await rack.refresh();
    return changed;
  };

  app.method('trust.list', () => ({ ok: true, value: anchors().map(viewOf) }));
  app.method('trust.add', async ({ bytes }) => {
    const certificate = readCertificate(bytes);
    // Only who may sign for others vouches for a device (RFC 5280, 4.2.1.9).
    if (!certificate?.ca || Date.parse(certificate.validTo) < Date.now()) {
      return fail('certificate-not-an-authority');
    }
    const pem = certificate.toString();
    const others = anchors().filter((one) => one !== pem);
    return change([...others, pem]);
  });
  app.method('trust.remove', ({ fingerprint }) =>
    change(anchors().filter((pem) => new X509Certificate(pem).fingerprint256 !== fingerprint)),
  );
}

/** PEM or DER; undefined when it is neither. */
function readCertificate(bytes: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    // OpenSSL has many words for "this is no certificate"; there is nothing else that it could mean.
    return undefined;
  }
}

function viewOf(pem: string): TrustAnchorView {
  const { subject, validTo, fingerprint256 } = new X509Certificate(pem);
  return {
    name:
      subject
        .split('\n')
        .find((line) => line.startsWith('CN='))
        ?.slice(3) ?? subject,
    validUntil: Date.parse(validTo),
    fingerprint: fingerprint256,
  };
}
