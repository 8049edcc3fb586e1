import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';
import { setAgainst } from './set-against.ts';

/** A dossier stands where its last audited transition led, in that version and with that packet. */
export function dossierContradictions(
  rows: InspectedRows['dossiers'],
  witness: AuditWitness,
): Iterable<Contradiction> {
  return setAgainst('dossier', rows, witness.dossiers, function* (row, witnessed) {
    if (witnessed.number === null) yield 'without-entry';
    else if (row.number !== witnessed.number) yield 'number-differs';
    if (row.state !== witnessed.state) yield 'state-differs';
    if (row.version !== witnessed.version) yield 'version-differs';
    if (row.packetId !== witnessed.packetId) yield 'packet-differs';
  });
}
