import type { InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';

/** What a dossier in this state has been told about its packet; every other state: nothing yet. */
const TOLD: Readonly<Record<string, 'accepted' | 'returned' | undefined>> = {
  acknowledged: 'accepted',
  purged: 'accepted',
  returned: 'returned',
};

/** A dossier stands where the receipt on its packet leads, and nowhere a receipt has to lead without one. */
export function* receiptStandingContradictions({
  receipts,
  dossiers,
}: Pick<InspectedRows, 'receipts' | 'dossiers'>): Generator<Contradiction> {
  for (const { id, state, packetId } of dossiers.values()) {
    const told = TOLD[state];
    const receipt = packetId === null ? undefined : receipts.get(packetId);
    if (receipt === undefined) {
      if (told !== undefined) yield { what: 'dossier', id, cause: 'without-receipt' };
    } else if (told === undefined) {
      yield { what: 'receipt', id: receipt.packetId, cause: 'not-applied' };
    } else if (receipt.outcome !== told) {
      yield { what: 'receipt', id: receipt.packetId, cause: 'outcome-differs' };
    }
  }
}
