import { expect, test } from 'vitest';
import { err, ok } from '../../src/domain/result.ts';
import { must, newDossier, officer, openedStore, STATION } from './support/station.ts';

test('an exception in a transaction undoes all of it', () => {
  const { store } = openedStore();
  const entries = store.audit.count();
  expect(() =>
    store.write(STATION, (transaction) => {
      const userId = officer(transaction);
      transaction.dossiers.create(newDossier(userId));
      transaction.audit({ kind: 'session.signed-out', detail: {} });
      throw new Error('the lights went out');
    }),
  ).toThrow('the lights went out');
  expect(store.users.list()).toEqual([]);
  expect(store.audit.count()).toBe(entries);
});

test('an attempt that answers an error leaves nothing behind', () => {
  const { store } = openedStore();
  const refused = store.attempt(STATION, (transaction) => {
    officer(transaction);
    return err('no-shift');
  });
  expect(refused).toEqual({ ok: false, error: 'no-shift' });
  expect(store.users.list()).toEqual([]);
  const done = store.attempt(STATION, (transaction) => ok(officer(transaction)));
  expect(store.users.get(must(done))?.login).toBe('lan');
});

test('a transaction that would wait is refused and undone', () => {
  const { store } = openedStore();
  expect(() =>
    store.write(STATION, async (transaction) => {
      officer(transaction);
      await Promise.resolve();
    }),
  ).toThrow(/synchronous/);
  expect(store.users.list()).toEqual([]);
});

test('a transaction inside a transaction, or one kept after its end, writes nothing', () => {
  const { store } = openedStore();
  expect(() =>
    store.write(STATION, () => store.write(STATION, (transaction) => officer(transaction))),
  ).toThrow(/inside/);
  const kept = must(store.write(STATION, (transaction) => transaction));
  expect(() => officer(kept)).toThrow(/outside of a transaction/);
  expect(store.users.list()).toEqual([]);
});
