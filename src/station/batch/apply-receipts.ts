import type { Answer } from '../../contract/channel.ts';
import type { PacketId } from '../../domain/ids.ts';
import type { MinistryClient } from '../../sync/ministry-client.ts';
import { fetchReceipts } from '../../sync/receipts.ts';
import type { VerifiedReceipt } from '../../sync/receipts.ts';
import type { WritableTransaction } from '../../store/index.ts';
import { attempt, commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { fail } from '../app.ts';
import { ministryFailure } from './ministry-failure.ts';

/** Moves dossiers by the ministry's signed word, page by page; the cursor moves with them. */
export async function applyReceipts(
  context: StationContext,
  client: MinistryClient,
  signal: AbortSignal,
): Promise<Answer<void>> {
  let diskFull = false;
  const fetched = await fetchReceipts({
    client,
    after: context.store.settings.get('receiptCursor'),
    signal,
    onPage: ({ receipts, cursor }) => {
      if (diskFull) return;
      const applied = attempt(context, (transaction) => {
        for (const receipt of receipts) applyOne(transaction, receipt);
        transaction.settings.set('receiptCursor', cursor);
        return { ok: true, value: undefined };
      });
      diskFull = !applied.ok;
    },
  });
  if (diskFull) return fail('disk-full');
  if (!fetched.ok) return ministryFailure(fetched.error);
  if (fetched.value.problems.length === 0) return { ok: true, value: undefined };
  return commit(context, (transaction) => {
    for (const { reason } of fetched.value.problems) {
      transaction.audit({ kind: 'receipt.refused', detail: { cause: reason } });
    }
  });
}

/**
 * One receipt. A packet that the ministry has, but of which the station does not know that it arrived
 * (the power went after the upload), is sent first. A receipt given twice moves nothing twice.
 */
function applyOne(transaction: WritableTransaction, { receipt, jws }: VerifiedReceipt): void {
  const packet = transaction.packets.get(receipt.packetId as PacketId);
  if (!packet) {
    transaction.audit({ kind: 'receipt.refused', detail: { cause: 'unknown-packet' } });
    return;
  }
  const { outcome } = receipt;
  const added = transaction.receipts.add({
    packetId: packet.packetId,
    sequence: receipt.sequence,
    outcome: outcome.kind,
    reason: outcome.kind === 'returned' ? outcome.reason : null,
    jws,
  });
  if (!added) return;
  const dossier = transaction.dossiers.get(packet.dossierId);
  if (dossier?.packetId !== packet.packetId) return;
  if (dossier.state === 'sealed') transaction.moveDossier(dossier.id, 'send');
  if (outcome.kind === 'accepted') transaction.moveDossier(dossier.id, 'acknowledge');
  else transaction.moveDossier(dossier.id, 'return', { reason: outcome.reason });
}
