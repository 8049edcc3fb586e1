import { expect, test } from 'vitest';
import { purgeAcknowledged, storeBalance } from '../../src/store/index.ts';
import { dossierIn, must, openedStore } from './support/station.ts';

const DAY_MS = 86_400_000;

test('images leave the store once the retention time after the receipt has passed, not before', () => {
  const { store, clock } = openedStore();
  const old = dossierIn(store, 'acknowledged');
  clock.now += DAY_MS;
  const recent = dossierIn(store, 'acknowledged');
  const waiting = dossierIn(store, 'sent');
  clock.now += 29 * DAY_MS;
  expect(must(purgeAcknowledged(store, { now: clock.now, retentionDays: 30 }))).toBe(1);

  const imageOf = (dossierId: typeof old.id) => {
    const [capture] = store.captures.listByDossier(dossierId);
    return capture && store.captures.image(capture.id);
  };
  expect(store.dossiers.get(old.id)?.state).toBe('purged');
  expect(imageOf(old.id)).toBeUndefined();
  expect(imageOf(recent.id)?.image).toHaveLength(3);
  expect(imageOf(waiting.id)?.image).toHaveLength(3);
  // What was purged is still accounted for.
  expect(storeBalance(store)).toMatchObject({ captured: 3, acknowledged: 2, balanced: true });
  expect(must(purgeAcknowledged(store, { now: clock.now, retentionDays: 30 }))).toBe(0);
});
