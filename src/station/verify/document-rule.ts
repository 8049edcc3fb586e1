import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';
import { setAgainst } from './set-against.ts';

/** Every paper was added in the audit chain and not removed there. */
export function documentContradictions(
  rows: InspectedRows['documents'],
  witness: AuditWitness,
): Iterable<Contradiction> {
  return setAgainst('document', rows, witness.documents, function* (row, witnessed) {
    if (row.dossierId !== witnessed.dossierId) yield 'dossier-differs';
    if (row.sha256 !== witnessed.sha256) yield 'hash-differs';
    const purged = witness.dossiers.get(witnessed.dossierId)?.state === 'purged';
    if (purged && row.kept === 1) yield 'kept-after-purge';
  });
}
