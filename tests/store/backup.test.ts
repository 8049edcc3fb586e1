import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isPlainDatabase } from '../../src/store/cipher.ts';
import { contents, dossierIn, emptyFolder, must, openedStore } from './support/station.ts';

test('a backup taken while people work opens in another folder under the same key', () => {
  const { store, key } = openedStore();
  const dossier = dossierIn(store, 'sealed');
  const folder = emptyFolder();
  must(store.backUp(join(folder, 'monday.db')));
  const later = dossierIn(store, 'draft');
  expect(Object.keys(contents(folder))).toEqual(['monday.db']);
  expect(isPlainDatabase(join(folder, 'monday.db'))).toBe(false);

  const directory = emptyFolder();
  copyFileSync(join(folder, 'monday.db'), join(directory, 'tram.db'));
  const restored = openedStore({ directory, key }).store;
  expect(restored.dossiers.get(dossier.id)).toEqual(dossier);
  expect(restored.dossiers.get(later.id)).toBeUndefined();
  expect(restored.audit.verify().chain).toBe('ok');
});
