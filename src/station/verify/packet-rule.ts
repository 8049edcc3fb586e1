import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';
import { setAgainst } from './set-against.ts';

/** Every packet was sealed in the audit chain, and every packet sealed there still has its row. */
export function packetContradictions(
  rows: InspectedRows['packets'],
  witness: AuditWitness,
): Iterable<Contradiction> {
  return setAgainst('packet', rows, witness.packets, function* (row, witnessed) {
    if (row.dossierId !== witnessed.dossierId) yield 'dossier-differs';
    if (row.version !== witnessed.version) yield 'version-differs';
    if (row.sizeBytes !== witnessed.sizeBytes) yield 'size-differs';
  });
}
