import { randomBytes } from 'node:crypto';
import { copyFileSync, openSync, closeSync, readFileSync, writeSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStore, openStoreReadOnly, TRAINING_KEY } from '../../src/store/index.ts';
import {
  contents,
  dossierIn,
  emptyFolder,
  fingerprint,
  MIGRATIONS_DIRECTORY,
  must,
  officer,
  newDossier,
  openedStore,
  STATION,
  tamper,
} from './support/station.ts';

const migrationsDirectory = MIGRATIONS_DIRECTORY;

test('nothing that was saved can be read in the files of the store', () => {
  const { store, directory } = openedStore();
  const image = Buffer.from('a ridge pattern nobody may see, '.repeat(400));
  must(
    store.write(STATION, (transaction) => {
      const userId = officer(transaction, 'a-login-nobody-may-see');
      const { id } = transaction.dossiers.create(newDossier(userId));
      transaction.captures.add(fingerprint(id, image));
    }),
  );
  const files = () =>
    ['tram.db', 'tram.db-wal']
      .map((name) => join(directory, name))
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path).toString('latin1'));
  const open = files();
  store.close();
  for (const bytes of [...open, ...files()]) {
    expect(bytes.startsWith('SQLite format 3\0')).toBe(false);
    expect(bytes).not.toContain('nobody may see');
    expect(bytes).not.toContain('nobody-may-see');
    expect(bytes).not.toContain('CREATE TABLE');
  }
});

test('another key does not open the store, and the right one still does', () => {
  const { store, directory, key } = openedStore();
  const dossier = dossierIn(store, 'captured');
  store.close();
  const wrong = { directory, key: randomBytes(32), migrationsDirectory };
  expect(openStore(wrong)).toEqual({ ok: false, error: 'wrong-key' });
  expect(openStoreReadOnly(wrong)).toEqual({ ok: false, error: 'wrong-key' });
  expect(openedStore({ directory, key }).store.dossiers.get(dossier.id)).toEqual(dossier);
});

test('a database that was never encrypted is refused', () => {
  const directory = emptyFolder();
  const plain = new DatabaseSync(join(directory, 'tram.db'));
  plain.exec('CREATE TABLE settings (key TEXT)');
  plain.close();
  const options = { directory, key: randomBytes(32), migrationsDirectory };
  expect(openStore(options)).toEqual({ ok: false, error: 'not-encrypted' });
  expect(openStoreReadOnly(options)).toEqual({ ok: false, error: 'not-encrypted' });
});

test('a data folder has one writer at a time', () => {
  const { store, directory, key } = openedStore();
  const options = { directory, key, migrationsDirectory };
  expect(openStore(options)).toEqual({ ok: false, error: 'in-use' });
  store.close();
  const reader = must(openStoreReadOnly(options));
  expect(openStore(options)).toEqual({ ok: false, error: 'in-use' });
  reader.close();
  openedStore({ directory, key });
});

test('a reader beside the writer sees what was committed', () => {
  const { store, directory, key } = openedStore();
  const reader = must(openStoreReadOnly({ directory, key, migrationsDirectory }));
  const dossier = dossierIn(store, 'captured');
  expect(reader.dossiers.get(dossier.id)?.state).toBe('captured');
  reader.close();
  expect(dossierIn(store, 'draft').number).toMatch(/-0002$/);
});

test('reading a folder whose log was left behind by a kill leaves it as it was', () => {
  const { store, directory, key } = openedStore();
  const dossier = dossierIn(store, 'captured');
  // What a killed process leaves: the file and its log, neither folded nor closed.
  const left = emptyFolder();
  for (const name of ['tram.db', 'tram.db-wal', 'lock.db', 'reserve.bin']) {
    copyFileSync(join(directory, name), join(left, name));
  }
  store.close();
  const before = contents(left);
  const reader = must(openStoreReadOnly({ directory: left, key, migrationsDirectory }));
  expect(reader.dossiers.get(dossier.id)).toEqual(dossier);
  expect(reader.audit.verify()).toMatchObject({ chain: 'ok' });
  reader.close();
  expect(contents(left)).toEqual(before);
});

test('there is nothing to read in an empty folder, and looking makes nothing', () => {
  const directory = emptyFolder();
  const key = randomBytes(32);
  const answer = openStoreReadOnly({ directory, key, migrationsDirectory });
  expect(answer).toEqual({ ok: false, error: 'not-found' });
  expect(contents(directory)).toEqual({});
});

test('a training store stays one, and real records never open under the training key', () => {
  const training = openedStore({ key: TRAINING_KEY });
  expect(training.store.training).toBe(true);
  expect(training.store.settings.get('training')).toBe(true);
  expect(() =>
    training.store.write(STATION, (transaction) => {
      transaction.settings.set('training', false);
    }),
  ).toThrow(/training/);
  training.store.close();
  tamper(training, "UPDATE settings SET valueJson = 'false' WHERE key = 'training'");
  const options = { directory: training.directory, key: TRAINING_KEY, migrationsDirectory };
  expect(openStore(options)).toEqual({ ok: false, error: 'training-mismatch' });
  expect(openStoreReadOnly(options)).toEqual({ ok: false, error: 'training-mismatch' });

  const real = openedStore();
  expect(real.store.training).toBe(false);
  real.store.close();
  tamper(real, "UPDATE settings SET valueJson = 'true' WHERE key = 'training'");
  const answer = openStore({ directory: real.directory, key: real.key, migrationsDirectory });
  expect(answer).toEqual({ ok: false, error: 'training-mismatch' });
});

test('one changed byte in the file is noticed', () => {
  const { store, directory, key } = openedStore();
  must(
    store.write(STATION, (transaction) => {
      for (let count = 0; count < 500; count += 1) {
        transaction.audit({ kind: 'station.started', detail: { version: `${count}` } });
      }
    }),
  );
  store.close();
  const path = join(directory, 'tram.db');
  const bytes = readFileSync(path);
  const file = openSync(path, 'r+');
  // Every page from the second on: the audit rows lie in some of them.
  for (let offset = 4096 + 100; offset < bytes.length; offset += 4096) {
    writeSync(file, Buffer.from([(bytes[offset] ?? 0) ^ 1]), 0, 1, offset);
  }
  closeSync(file);
  const reader = openStoreReadOnly({ directory, key, migrationsDirectory });
  expect(reader).toEqual({ ok: false, error: 'damaged' });
});

test('a changed byte under the audit rows breaks the chain where it is', () => {
  const { store, directory, key } = openedStore();
  must(
    store.write(STATION, (transaction) => {
      for (let count = 0; count < 500; count += 1) {
        transaction.audit({ kind: 'station.started', detail: { version: `${count}` } });
      }
    }),
  );
  store.close();
  const path = join(directory, 'tram.db');
  const bytes = readFileSync(path);
  // The audit rows were written last: they lie at the end of the file.
  const offset = bytes.length - 8 * 4096 + 100;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([(bytes[offset] ?? 0) ^ 1]), 0, 1, offset);
  closeSync(file);
  const reader = must(openStoreReadOnly({ directory, key, migrationsDirectory }));
  expect(reader.audit.verify()).toMatchObject({ chain: 'broken', cause: 'unreadable' });
  reader.close();
});
