import type { InspectedRows } from '../../store/index.ts';
import type { PublicSigningKey } from '../../sync/formats/signing-key.ts';
import type { Receipt } from '../../sync/formats/receipt.ts';
import { verifyReceipt } from '../../sync/receipts.ts';
import type { Contradiction, ContradictionCause } from './contradiction.ts';

type Rows = Pick<InspectedRows, 'receipts' | 'packets'>;

/** Every stored receipt is the ministry's own signed word, and about the packet and outcome of its row. */
export async function receiptContradictions(
  { receipts, packets }: Rows,
  pinned: { receiptKeys: readonly PublicSigningKey[]; stationId: string },
): Promise<Contradiction[]> {
  const found: Contradiction[] = [];
  for (const [packetId, row] of receipts) {
    const verified = await verifyReceipt(row.jws, pinned.receiptKeys, pinned.stationId);
    const causes = verified.ok
      ? receiptDifferences(row, verified.value, packets.get(packetId))
      : [verified.error];
    for (const cause of causes) found.push({ what: 'receipt', id: packetId, cause });
  }
  return found;
}

function* receiptDifferences(
  row: ValueOf<Rows['receipts']>,
  receipt: Receipt,
  packet: ValueOf<Rows['packets']> | undefined,
): Generator<ContradictionCause> {
  const { outcome } = receipt;
  if (receipt.packetId !== row.packetId || !packet) {
    yield 'other-packet';
    return;
  }
  if (receipt.dossierId !== packet.dossierId) yield 'dossier-differs';
  if (receipt.version !== packet.version) yield 'version-differs';
  if (receipt.sequence !== row.sequence) yield 'wrong-place';
  if (outcome.kind !== row.outcome) yield 'outcome-differs';
  const reasonJson = outcome.kind === 'returned' ? JSON.stringify(outcome.reason) : null;
  if (reasonJson !== row.reasonJson) yield 'reason-differs';
}

type ValueOf<Table> = Table extends ReadonlyMap<string, infer Row> ? Row : never;
