import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DossierTransition } from '../../src/domain/dossier-state.ts';
import { DOSSIER_STATES, DOSSIER_TRANSITIONS, nextState } from '../../src/domain/dossier-state.ts';
import { storeBalance } from '../../src/store/index.ts';
import {
  dossierIn,
  fingerprint,
  must,
  newDossier,
  officer,
  openedStore,
  STATION,
  step,
  tamper,
} from './support/station.ts';

const TRANSITIONS = Object.keys(DOSSIER_TRANSITIONS) as DossierTransition[];

test('a dossier moves along the arrows of its life and along no others', () => {
  const { store } = openedStore();
  for (const state of DOSSIER_STATES) {
    for (const transition of TRANSITIONS) {
      const dossier = dossierIn(store, state);
      const entries = store.audit.count();
      const answer = must(
        store.write({ userId: dossier.createdBy }, (transaction) =>
          step(transaction, dossier.id, transition),
        ),
      );
      const expected = nextState(state, transition);
      const after = store.dossiers.get(dossier.id);
      if (expected) {
        expect(answer).toMatchObject({ ok: true, value: { state: expected } });
        expect(after?.state).toBe(expected);
        expect(store.audit.count()).toBe(entries + 1);
      } else {
        expect(answer).toEqual({ ok: false, error: 'refused-transition' });
        expect(after).toEqual(dossier);
        expect(store.audit.count()).toBe(entries);
      }
      expect(after?.version).toBe(transition === 'reopen' && expected ? 2 : 1);
    }
  }
  expect(store.audit.verify().chain).toBe('ok');
});

test('only the word of the ministry acknowledges or returns a dossier', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'sent');
  for (const move of [
    () => store.write(STATION, (transaction) => transaction.moveDossier(id, 'acknowledge')),
    () =>
      store.write(STATION, (transaction) =>
        transaction.moveDossier(id, 'return', { reason: { code: 'x', text: 'x' } }),
      ),
  ]) {
    expect(move).toThrow(/receipt/);
    expect(store.dossiers.get(id)?.state).toBe('sent');
  }
});

test('what was captured is acknowledged or outstanding, whatever happens in whatever order', () => {
  const { store } = openedStore();
  const userId = must(store.write(STATION, (transaction) => officer(transaction)));
  const dossierIds = must(
    store.write({ userId }, (transaction) =>
      [1, 2, 3, 4].map(() => transaction.dossiers.create(newDossier(userId)).id),
    ),
  );
  const act = fc.record({
    dossierId: fc.constantFrom(...dossierIds),
    transition: fc.constantFrom(...TRANSITIONS),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      for (const { dossierId, transition } of acts) {
        must(store.write({ userId }, (transaction) => step(transaction, dossierId, transition)));
        const balance = storeBalance(store);
        expect(balance.unaccounted).toEqual([]);
        expect(balance.captured).toBe(balance.acknowledged + balance.outstanding);
      }
    }),
    { numRuns: 25 },
  );
});

test('a dossier that vanished from the store is unaccounted for', () => {
  const { store } = openedStore();
  dossierIn(store, 'captured');
  must(
    store.write(STATION, (transaction) => {
      transaction.audit({ kind: 'dossier.confirmed', detail: { dossierId: 'gone', version: 1 } });
    }),
  );
  expect(storeBalance(store)).toMatchObject({ balanced: false, unaccounted: ['gone'] });
});

test('a dossier whose row was moved behind the back of its life is unaccounted for', () => {
  const first = openedStore();
  const { id } = dossierIn(first.store, 'sent');
  const draft = dossierIn(first.store, 'draft');
  first.store.close();
  tamper(first, `UPDATE dossiers SET state = 'acknowledged' WHERE id = '${id}'`);
  tamper(first, `UPDATE dossiers SET state = 'captured' WHERE id = '${draft.id}'`);
  const { store } = openedStore(first);
  const { balanced, unaccounted } = storeBalance(store);
  expect(balanced).toBe(false);
  expect([...unaccounted].sort()).toEqual([id, draft.id].sort());
});

test('a returned dossier keeps its number and its first capture through its next version', () => {
  const { store, clock } = openedStore();
  const returned = dossierIn(store, 'returned');
  expect(returned.returnReason).toEqual({ code: 'broken-packet', text: 'Gói hỏng' });
  const other = must(store.write(STATION, (transaction) => officer(transaction, 'minh')));
  clock.now += 86_400_000;
  const again = must(
    store.write({ userId: other }, (transaction) => {
      for (const transition of ['reopen', 'confirm', 'approve', 'seal', 'send'] as const) {
        must(step(transaction, returned.id, transition));
      }
      return transaction.dossiers.get(returned.id);
    }),
  );
  expect(again).toMatchObject({
    number: returned.number,
    version: 2,
    state: 'sent',
    capturedAt: returned.capturedAt,
    capturedBy: returned.capturedBy,
    approvedBy: other,
    returnReason: null,
  });
  expect(store.packets.listByDossier(returned.id).map((packet) => packet.version)).toEqual([1, 2]);
});

test('nothing is written into a dossier once the citizen has confirmed it', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'captured');
  expect(() =>
    store.write(STATION, (transaction) => transaction.captures.add(fingerprint(id))),
  ).toThrow(/no draft/);
  expect(() =>
    store.write(STATION, (transaction) => transaction.dossiers.saveGroup(id, 'person', {})),
  ).toThrow(/no draft/);
  expect(store.captures.listByDossier(id)).toHaveLength(1);
});
