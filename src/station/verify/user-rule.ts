import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';
import { setAgainst } from './set-against.ts';

/** Nobody signs in whom the audit chain does not know, in another role, or after being disabled. */
export function userContradictions(
  rows: InspectedRows['users'],
  witness: AuditWitness,
): Iterable<Contradiction> {
  return setAgainst('user', rows, witness.users, function* ({ role, disabledAt }, witnessed) {
    if (role !== witnessed.role) yield 'role-differs';
    if (disabledAt !== null && !witnessed.disabled) yield 'disabled-without-entry';
    if (disabledAt === null && witnessed.disabled) yield 'enabled-against-entry';
  });
}
