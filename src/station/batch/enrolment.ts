import type { Answer } from '../../contract/channel.ts';
import { createStationIdentity } from '../../sync/station-identity.ts';
import type { StationIdentity } from '../../sync/station-identity.ts';
import { fail } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { ministryFailure } from './ministry-failure.ts';

/** Makes the station known to a ministry. Its keys are kept before the ministry hears of them. */
export async function enrolAtMinistry(
  context: StationContext,
  request: { url: string; code: string; caPem: string },
): Promise<Answer<void>> {
  const identity = await stationIdentity(context);
  if (!identity.ok) return identity;
  const { stationId } = identity.value;
  const { enrolStation } = await import('../../sync/enrolment.ts');
  const enrolled = await enrolStation({
    url: request.url,
    caCertificatePem: request.caPem,
    code: request.code,
    identity: identity.value,
    unitId: stationId,
    requestedAt: new Date().toISOString(),
  });
  if (!enrolled.ok) return ministryFailure(enrolled.error);
  const { clientCertificatePem, caCertificatePem, receiptKeys, sealingRecipients } = enrolled.value;
  return commit(context, (transaction) => {
    // Another ministry counts its receipts from the beginning.
    const before = transaction.settings.get('ministry');
    if (JSON.stringify(before?.receiptKeys) !== JSON.stringify(receiptKeys)) {
      transaction.settings.set('receiptCursor', '0');
    }
    transaction.settings.set('ministry', {
      url: request.url,
      caPem: caCertificatePem,
      clientCertificatePem,
      receiptKeys,
      recipients: sealingRecipients,
    });
    transaction.audit({ kind: 'station.enrolled', detail: { ministry: request.url } });
  });
}

async function stationIdentity(context: StationContext): Promise<Answer<StationIdentity>> {
  const known = context.store.settings.get('identity');
  if (known) return { ok: true, value: known };
  const stationId = context.store.settings.get('stationId');
  if (stationId === undefined) return fail('setup-needed');
  const identity = await createStationIdentity(stationId);
  return commit(context, (transaction) => {
    transaction.settings.set('identity', identity);
    return identity;
  });
}
