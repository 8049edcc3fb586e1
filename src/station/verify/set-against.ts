import type { Contradiction, ContradictionCause } from './contradiction.ts';

/** Sets rows and what the audit chain witnesses against each other, both ways. */
export function* setAgainst<Row, Witnessed>(
  what: Contradiction['what'],
  rows: ReadonlyMap<string, Row>,
  witnessed: ReadonlyMap<string, Witnessed>,
  differences: (row: Row, witnessed: Witnessed) => Iterable<ContradictionCause>,
): Generator<Contradiction> {
  for (const [id, row] of rows) {
    const entry = witnessed.get(id);
    if (entry === undefined) yield { what, id, cause: 'without-entry' };
    else for (const cause of differences(row, entry)) yield { what, id, cause };
  }
  for (const id of witnessed.keys()) {
    if (!rows.has(id)) yield { what, id, cause: 'without-row' };
  }
}
