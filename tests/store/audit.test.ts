import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStoreReadOnly, verifyAuditChain } from '../../src/store/index.ts';
import { canonicalJson } from '../../src/store/canonical-json.ts';
import { readMigrations } from '../../src/store/migrate.ts';
import {
  dossierIn,
  MIGRATIONS_DIRECTORY,
  must,
  openedStore,
  STATION,
  tamper,
} from './support/station.ts';

/** The verdict on a chain of a few acts after somebody with the key ran `sql` on it. */
function verdictAfter(sql: string) {
  const { store, directory, key } = openedStore();
  dossierIn(store, 'acknowledged');
  store.close();
  tamper({ directory, key }, sql);
  const reader = must(
    openStoreReadOnly({ directory, key, migrationsDirectory: MIGRATIONS_DIRECTORY }),
  );
  try {
    return verifyAuditChain(reader);
  } finally {
    reader.close();
  }
}

test('every act of a day stands in one unbroken chain', () => {
  const { store } = openedStore();
  dossierIn(store, 'acknowledged');
  const entries = store.audit.list({ limit: 100 });
  expect(entries.map((entry) => entry.kind)).toEqual([
    ...readMigrations(MIGRATIONS_DIRECTORY).map(() => 'station.migrated'),
    'dossier.confirmed',
    'dossier.approved',
    'dossier.sealed',
    'dossier.sent',
    'dossier.acknowledged',
  ]);
  expect(verifyAuditChain(store)).toEqual({ entries: entries.length, chain: 'ok' });
});

/** The first act of the dossier, behind the entries that the migrations made. */
const act = readMigrations(MIGRATIONS_DIRECTORY).length + 1;

for (const [what, sql, sequence, cause] of [
  ['an instant', `UPDATE audit SET at = at + 1 WHERE sequence = ${act}`, act, 'hash-differs'],
  ['an actor', `UPDATE audit SET actor = NULL WHERE sequence = ${act}`, act, 'hash-differs'],
  [
    'a kind',
    `UPDATE audit SET kind = 'dossier.purged' WHERE sequence = ${act}`,
    act,
    'hash-differs',
  ],
  [
    'one byte of a detail',
    `UPDATE audit SET detail = replace(detail, '"version":1', '"version":2') WHERE sequence = ${act}`,
    act,
    'hash-differs',
  ],
  [
    'a hash',
    `UPDATE audit SET hash = '${'a'.repeat(64)}' WHERE sequence = ${act}`,
    act,
    'hash-differs',
  ],
  ['an entry taken out', `DELETE FROM audit WHERE sequence = ${act}`, act, 'sequence-gap'],
  [
    'an entry taken out and the rest renumbered',
    `DELETE FROM audit WHERE sequence = ${act};
      UPDATE audit SET sequence = sequence - 1 WHERE sequence > ${act}`,
    act,
    'previous-hash-differs',
  ],
  ['a cut tail', `DELETE FROM audit WHERE sequence > ${act}`, act + 1, 'tail-cut'],
  ['everything taken out', 'DELETE FROM audit', 1, 'tail-cut'],
] as const) {
  test(`the chain shows ${what}`, () => {
    const verdict = verdictAfter(sql);
    expect(verdict).toEqual({ entries: sequence - 1, chain: 'broken', sequence, cause });
  });
}

test('an act whose detail is not what its kind asks for is not written', () => {
  const { store } = openedStore();
  const before = store.audit.count();
  expect(() =>
    store.write(STATION, (transaction) => {
      // @ts-expect-error: personal data does not belong into the chain
      transaction.audit({ kind: 'session.signed-out', detail: { fullName: 'Nguyễn Văn A' } });
    }),
  ).toThrow();
  expect(store.audit.count()).toBe(before);
});

test('two texts of one value are one canonical text', () => {
  const shuffled = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(shuffled)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, member]) => [key, shuffled(member)]),
          )
        : value;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(shuffled(value))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
  expect(canonicalJson({ b: [1, 'ế'], a: null })).toBe('{"a":null,"b":[1,"ế"]}');
});
