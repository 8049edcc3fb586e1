import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { expect } from 'vitest';
import { createPassphraseKey, openStore, openStoreReadOnly } from '../../src/store/index.ts';
import type { Store } from '../../src/store/index.ts';
import {
  dossierIn,
  fingerprint,
  MIGRATIONS_DIRECTORY,
  must,
  openedStore,
  STATION,
} from './support/station.ts';

/** A disk of so many MiB that is gone after the test; undefined where mounting is not allowed. */
function smallDisk(sizeMiB: number): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'tram-disk-'));
  const options = ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', directory];
  const mounted = spawnSync('mount', options).status === 0;
  onTestFinished(() => {
    if (mounted) spawnSync('umount', [directory]);
    rmSync(directory, { recursive: true, force: true });
  });
  return mounted ? directory : undefined;
}

/** Fills the disk but for what a file's last block leaves. */
function fill(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(join(directory, 'somebody-elses-file'), Buffer.alloc(bavail * bsize, 1));
}

/** Saves samples until one does not fit. @returns the ids of those that were confirmed */
function saveUntilFull(store: Store, dossier: ReturnType<typeof dossierIn>): string[] {
  const confirmed: string[] = [];
  for (;;) {
    const saved = store.write(STATION, ({ captures }) =>
      captures.add(fingerprint(dossier.id, randomBytes(100_000))),
    );
    if (!saved.ok) {
      expect(saved.error).toBe('disk-full');
      return confirmed;
    }
    confirmed.push(saved.value.id);
  }
}

const NO_MOUNT = 'mounting a small disk is not allowed here';

test('a full disk refuses a sample, loses none, and still takes the incident', (context) => {
  const directory = smallDisk(24);
  if (!directory) return context.skip(NO_MOUNT);
  const { store, key } = openedStore({ directory });
  const dossier = dossierIn(store, 'draft');
  const confirmed = saveUntilFull(store, dossier);
  expect(confirmed.length).toBeGreaterThan(10);
  expect(store.hasDiskReserve).toBe(false);

  const incident = { code: 'disk-full', device: 'disk', whatOfficerSaw: 'disk-full' };
  const noted = must(
    store.writeEssential(STATION, (transaction) => {
      const added = transaction.incidents.add(incident);
      const detail = { incidentId: added.id, code: added.code, device: added.device };
      transaction.audit({ kind: 'incident.opened', detail });
      return added;
    }),
  );
  expect(store.incidents.get(noted.id)).toEqual(noted);
  // What is not essential does not eat what is left.
  expect(store.write(STATION, ({ incidents }) => incidents.add(incident))).toEqual({
    ok: false,
    error: 'disk-full',
  });

  store.close();
  const reader = must(
    openStoreReadOnly({ directory, key, migrationsDirectory: MIGRATIONS_DIRECTORY }),
  );
  const kept = new Set<string>(reader.captures.listByDossier(dossier.id).map(({ id }) => id));
  expect(confirmed.filter((id) => !kept.has(id))).toEqual([]);
  expect(reader.audit.verify().chain).toBe('ok');
  reader.close();
});

test('the disk fills up from elsewhere between two samples: work goes on once there is room', (context) => {
  const directory = smallDisk(40);
  if (!directory) return context.skip(NO_MOUNT);
  const { store } = openedStore({ directory });
  const dossier = dossierIn(store, 'draft');
  fill(directory);
  const before = store.captures.counts().fingerprint;
  const confirmed = saveUntilFull(store, dossier);
  expect(existsSync(join(directory, 'reserve.bin'))).toBe(false);

  rmSync(join(directory, 'somebody-elses-file'));
  must(store.write(STATION, ({ captures }) => captures.add(fingerprint(dossier.id))));
  expect(store.hasDiskReserve).toBe(true);
  expect(existsSync(join(directory, 'reserve.bin'))).toBe(true);
  expect(store.captures.counts().fingerprint).toBe(before + confirmed.length + 1);
});

test('a station that starts on a full disk opens and says so at the first save', (context) => {
  const directory = smallDisk(40);
  if (!directory) return context.skip(NO_MOUNT);
  const first = openedStore({ directory });
  const dossier = dossierIn(first.store, 'draft');
  saveUntilFull(first.store, dossier);
  fill(directory);
  first.store.close();
  fill(directory);
  const { store } = openedStore({ directory, key: first.key });
  const saved = store.write(STATION, ({ captures }) => captures.add(fingerprint(dossier.id)));
  expect(saved).toEqual({ ok: false, error: 'disk-full' });
  expect(store.audit.verify().chain).toBe('ok');
});

test('no store and no key is made on a disk that cannot hold them', async (context) => {
  const directory = smallDisk(1);
  if (!directory) return context.skip(NO_MOUNT);
  fill(directory);
  const full = { ok: false, error: 'disk-full' };
  expect(await createPassphraseKey(directory, 'một câu dài khó đoán')).toEqual(full);
  expect(readdirSync(directory)).toEqual(['somebody-elses-file']);
  const key = randomBytes(32);
  expect(openStore({ directory, key, migrationsDirectory: MIGRATIONS_DIRECTORY })).toEqual(full);
});
