import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';
import { setAgainst } from './set-against.ts';

/** Every finger that is left out was left out in the audit chain, for that reason, and not cleared there. */
export function fingerExceptionContradictions(
  rows: InspectedRows['fingerExceptions'],
  witness: AuditWitness,
): Iterable<Contradiction> {
  return setAgainst('finger-exception', rows, witness.fingerExceptions, function* (row, witnessed) {
    if (row.reason !== witnessed.reason) yield 'reason-differs';
  });
}
