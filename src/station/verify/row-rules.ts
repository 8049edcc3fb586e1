import type { AuditWitness, InspectedRows } from '../../store/index.ts';
import { captureContradictions } from './capture-rule.ts';
import type { Contradiction } from './contradiction.ts';
import { documentContradictions } from './document-rule.ts';
import { dossierContradictions } from './dossier-rule.ts';
import { fingerExceptionContradictions } from './finger-exception-rule.ts';
import { keptReceiptContradictions } from './kept-receipt-rule.ts';
import { packetContradictions } from './packet-rule.ts';
import { userContradictions } from './user-rule.ts';

/** The rule of each table against the audit chain. */
const RULES: {
  readonly [Table in keyof InspectedRows]: (
    rows: InspectedRows[Table],
    witness: AuditWitness,
  ) => Iterable<Contradiction>;
} = {
  users: userContradictions,
  dossiers: dossierContradictions,
  captures: captureContradictions,
  documents: documentContradictions,
  fingerExceptions: fingerExceptionContradictions,
  packets: packetContradictions,
  receipts: keptReceiptContradictions,
};

/** Everything in the tables that could be read which the audit chain contradicts. */
export function* rowContradictions(
  rows: Partial<InspectedRows>,
  witness: AuditWitness,
): Generator<Contradiction> {
  for (const table of Object.keys(RULES) as (keyof InspectedRows)[]) {
    yield* contradictionsOf(table, rows[table], witness);
  }
}

function contradictionsOf<Table extends keyof InspectedRows>(
  table: Table,
  rows: InspectedRows[Table] | undefined,
  witness: AuditWitness,
): Iterable<Contradiction> {
  return rows === undefined ? [] : RULES[table](rows, witness);
}
