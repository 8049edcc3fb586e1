import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';
import { setAgainst } from './set-against.ts';

/** Every print and portrait was taken in the audit chain: of that dossier, finger and quality, by that device. */
export function captureContradictions(
  rows: InspectedRows['captures'],
  witness: AuditWitness,
): Iterable<Contradiction> {
  return setAgainst('capture', rows, witness.captures, function* (row, witnessed) {
    const { attempt = row.attempt, quality = row.quality } = witnessed;
    if (row.dossierId !== witnessed.dossierId) yield 'dossier-differs';
    if (row.position !== witnessed.position) yield 'finger-differs';
    if (row.impression !== witnessed.impression) yield 'impression-differs';
    if (row.attempt !== attempt) yield 'attempt-differs';
    if (row.quality !== quality) yield 'quality-differs';
    if (row.sha256 !== witnessed.sha256) yield 'hash-differs';
    if (row.deviceId !== witnessed.deviceId) yield 'device-differs';
    const purged = witness.dossiers.get(witnessed.dossierId)?.state === 'purged';
    if (purged && row.kept === 1) yield 'kept-after-purge';
  });
}
