import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaptureId, DossierId } from '../../src/domain/ids.ts';
import { isPlainDatabase, openEncrypted } from '../../src/store/cipher.ts';
import { openStore, openStoreReadOnly } from '../../src/store/index.ts';
import { readMigrations } from '../../src/store/migrate.ts';
import {
  contents,
  emptyFolder,
  MIGRATIONS_DIRECTORY,
  must,
  openedStore,
  tamper,
} from './support/station.ts';

const released = readMigrations(MIGRATIONS_DIRECTORY);

/** A folder of migrations: the first `count` of the released ones, and then those given. */
function migrationsFolder(count: number, more: Record<string, string> = {}): string {
  const directory = emptyFolder();
  for (const { name } of released.slice(0, count)) {
    cpSync(join(MIGRATIONS_DIRECTORY, `${name}.sql`), join(directory, `${name}.sql`));
  }
  for (const [name, sql] of Object.entries(more)) writeFileSync(join(directory, name), sql);
  return directory;
}

/** The migration after the last released one. */
const nextName = `${String(released.length + 1).padStart(4, '0')}_next.sql`;

/** A store as the release with `count` migrations left it. */
function storeOfRelease(count: number): { directory: string; key: Uint8Array } {
  const directory = emptyFolder();
  const key = new Uint8Array(32).fill(count);
  const migrationsDirectory = migrationsFolder(count);
  must(openStore({ directory, key, migrationsDirectory })).close();
  return { directory, key };
}

for (const { number, name } of released) {
  test(`a store of release ${name} is brought up to date with nothing lost`, () => {
    const { directory, key } = storeOfRelease(number);
    const audited = must(
      openStoreReadOnly({ directory, key, migrationsDirectory: migrationsFolder(number) }),
    );
    const entries = audited.audit.count();
    audited.close();
    const migrationsDirectory = migrationsFolder(released.length, {
      [nextName]: 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;',
    });
    const reading = openStoreReadOnly({ directory, key, migrationsDirectory });
    expect(reading).toEqual({ ok: false, error: 'needs-migration' });

    const store = must(openStore({ directory, key, migrationsDirectory }));
    const steps = released.length + 1 - number;
    expect(store.audit.verify()).toEqual({ entries: entries + steps, chain: 'ok' });
    store.close();

    const backups = readdirSync(join(directory, 'backups')).sort();
    expect(backups).toHaveLength(steps);
    const [backup = ''] = backups.filter((file) => file.endsWith('.db'));
    const path = join(directory, 'backups', backup);
    expect(isPlainDatabase(path)).toBe(false);
    expect(openEncrypted(path, new Uint8Array(32).fill(99), {})).toBeUndefined();
    const copy = openEncrypted(path, key, { readonly: true });
    expect(copy?.pragma('user_version', { simple: true })).toBe(number);
    expect(copy?.prepare('SELECT entries FROM auditHead').pluck().get()).toBe(entries);
    copy?.close();
  });
}

test('samples taken before devices were named are plain prints, in the order in which they were taken', () => {
  const { directory, key } = storeOfRelease(BEFORE_DEVICES);
  tamper({ directory, key }, SAMPLES_OF_THAT_RELEASE);
  const { store } = openedStore({ directory, key });
  const device = { make: 'A', model: 'B', serialNumber: '1', deviceId: '', driver: '' };
  expect(store.captures.listByDossier('d1' as DossierId)).toMatchObject([
    { id: 'second', position: 'left-thumb', impression: 'live-plain', device, deviceQuality: null },
    { id: 'first', position: 'left-thumb', impression: 'live-plain', attempt: 2 },
    { id: 'face', position: null, impression: null },
  ]);
  expect(store.captures.image('first' as CaptureId)?.image).toEqual(Buffer.from([1, 2]));
});

const BEFORE_DEVICES = 2;
const SAMPLES_OF_THAT_RELEASE = `
  INSERT INTO users (id, login, loginKey, displayName, role, passwordHash, language, createdAt)
    VALUES ('u1', 'lan', 'lan', 'Lan', 'officer', 'x', 'vi', 1);
  INSERT INTO dossiers (id, number, version, state, step, applicationType, legalReason, citizenNumber,
      citizenNumberSource, fullName, searchText, siteInfoJson, createdBy, createdAt, updatedAt)
    VALUES ('d1', 'N1', 1, 'draft', 'person', 'first-issue', 'reached-14', '001212000123', 'typed', '', '',
      '{"site":"","line":"","seat":""}', 'u1', 1, 1);
  ${[
    ['second', 'fingerprint', "'left-thumb'", 1],
    ['first', 'fingerprint', "'left-thumb'", 2],
    ['face', 'portrait', 'NULL', 1],
  ]
    .map(
      ([
        id,
        modality,
        position,
        attempt,
      ]) => `INSERT INTO captures (id, dossierId, version, modality,
        position, attempt, quality, reasonsJson, widthPixels, heightPixels, mediaType, sizeBytes,
        sha256, deviceJson, capturedAt, image)
      VALUES ('${id}', 'd1', 1, '${modality}', ${position}, ${attempt}, 50, '[]', 256, 288, 'image/png',
        2, '${'a'.repeat(64)}', '{"make":"A","model":"B","serialNumber":"1"}', 7, x'0102');`,
    )
    .join('\n')}`;

test('a store made by a later program is left alone', () => {
  const { directory, key } = storeOfRelease(released.length);
  const later = migrationsFolder(released.length, { [nextName]: 'CREATE TABLE later (id TEXT);' });
  must(openStore({ directory, key, migrationsDirectory: later })).close();
  const before = contents(join(directory, 'backups'));
  const options = { directory, key, migrationsDirectory: MIGRATIONS_DIRECTORY };
  expect(openStore(options)).toEqual({ ok: false, error: 'from-the-future' });
  expect(openStoreReadOnly(options)).toEqual({ ok: false, error: 'from-the-future' });
  expect(contents(join(directory, 'backups'))).toEqual(before);
  must(openStore({ directory, key, migrationsDirectory: later })).close();
});

test('a migration that was edited after its release is refused', () => {
  const { directory, key } = storeOfRelease(released.length);
  const migrationsDirectory = migrationsFolder(released.length);
  const [first] = released;
  const path = join(migrationsDirectory, `${first?.name}.sql`);
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n-- one more thought\n`);
  const answer = openStore({ directory, key, migrationsDirectory });
  expect(answer).toEqual({ ok: false, error: 'migration-changed' });
});

test('line ends of another system do not make another migration', () => {
  const { directory, key } = storeOfRelease(released.length);
  const migrationsDirectory = migrationsFolder(released.length);
  for (const name of readdirSync(migrationsDirectory)) {
    const path = join(migrationsDirectory, name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
  }
  must(openStore({ directory, key, migrationsDirectory })).close();
});

test('a migration that fails half-way leaves the store as it was', () => {
  const { directory, key } = storeOfRelease(released.length);
  const migrationsDirectory = migrationsFolder(released.length, {
    [nextName]: 'CREATE TABLE halfway (id TEXT); INSERT INTO nowhere VALUES (1);',
  });
  expect(() => openStore({ directory, key, migrationsDirectory })).toThrow(/nowhere/);
  const { store } = openedStore({ directory, key });
  expect(store.audit.verify()).toEqual({ entries: released.length, chain: 'ok' });
  store.close();
  // The table is not there, and neither is the number of the failed step.
  tamper({ directory, key }, 'CREATE TABLE halfway (id TEXT); DROP TABLE halfway;');
});

test('migrations are numbered without a gap', () => {
  const gap = migrationsFolder(released.length, { '9999_later.sql': 'SELECT 1;' });
  expect(() => readMigrations(gap)).toThrow(/out of order/);
});
