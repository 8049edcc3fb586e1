import type { BatchReport } from '../../contract/views.ts';
import type { BatchRecord, PacketRecord, ReadableStore } from '../../store/index.ts';

/** What became of a batch so far: every packet of it is in exactly one of the counts. */
export function batchReport(store: ReadableStore, batch: BatchRecord): BatchReport {
  const packets = store.packets.listByBatch(batch.id);
  const receipts = new Map(packets.map((packet) => [packet, store.receipts.get(packet.packetId)]));
  const count = (outcome: 'accepted' | 'returned'): number =>
    packets.filter((packet) => receipts.get(packet)?.outcome === outcome).length;
  const uploaded = packets.filter((packet) => packet.uploadedAt !== null);
  const waiting = packets.filter((packet) => packet.uploadedAt === null);
  return {
    batchId: batch.id,
    startedAt: batch.createdAt,
    finishedAt: batch.finishedAt,
    packets: packets.length,
    uploaded: uploaded.length,
    accepted: count('accepted'),
    returned: count('returned'),
    awaitingReceipt: uploaded.filter((packet) => !receipts.get(packet)).length,
    outstanding: waiting.map((packet) => outstandingLine(store, packet)),
    sizeBytes: packets.reduce((sum, packet) => sum + packet.sizeBytes, 0),
  };
}

/** Several batches of one run, read as one. @throws Error when there is none */
export function togetherOf(reports: readonly BatchReport[]): BatchReport {
  return reports.reduce((whole, report) => ({
    ...report,
    startedAt: Math.min(whole.startedAt, report.startedAt),
    packets: whole.packets + report.packets,
    uploaded: whole.uploaded + report.uploaded,
    accepted: whole.accepted + report.accepted,
    returned: whole.returned + report.returned,
    awaitingReceipt: whole.awaitingReceipt + report.awaitingReceipt,
    outstanding: [...whole.outstanding, ...report.outstanding],
    sizeBytes: whole.sizeBytes + report.sizeBytes,
  }));
}

function outstandingLine(
  store: ReadableStore,
  packet: PacketRecord,
): BatchReport['outstanding'][number] {
  return {
    dossierNumber: store.dossiers.get(packet.dossierId)?.number ?? '',
    reason: packet.outstandingReason ?? 'not-sent-yet',
    sizeBytes: packet.sizeBytes,
  };
}
