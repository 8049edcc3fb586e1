import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';

/** Receipts that moved a dossier, of whichever version, are still there and say the same. */
export function* keptReceiptContradictions(
  receipts: InspectedRows['receipts'],
  { outcomes }: AuditWitness,
): Generator<Contradiction> {
  for (const [packetId, outcome] of outcomes) {
    const receipt = receipts.get(packetId);
    if (!receipt) yield { what: 'receipt', id: packetId, cause: 'without-row' };
    else if (receipt.outcome !== outcome) {
      yield { what: 'receipt', id: packetId, cause: 'outcome-differs' };
    }
  }
}
