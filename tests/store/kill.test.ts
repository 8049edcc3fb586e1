import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import type { DossierId } from '../../src/domain/ids.ts';
import { openStoreReadOnly, TRAINING_KEY } from '../../src/store/index.ts';
import { dossierIn, MIGRATIONS_DIRECTORY, must, openedStore } from './support/station.ts';

const WRITER = join(import.meta.dirname, 'support/writer.ts');
const KILLS = 8;

/** Lets a station process save samples, kills it after some were confirmed; answers those. */
async function killedAfter(
  count: number,
  { directory, dossierId }: { directory: string; dossierId: DossierId },
): Promise<string[]> {
  const writer = spawn(process.execPath, [WRITER, directory, MIGRATIONS_DIRECTORY, dossierId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(writer, 'exit');
  const confirmed: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    confirmed.push(line);
    // The process goes on writing until the signal comes, wherever it is then.
    if (confirmed.length === count) writer.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return confirmed;
}

test('kill -9 at any moment loses no sample that was confirmed', async () => {
  const { store, directory } = openedStore({ key: TRAINING_KEY });
  const { id: dossierId } = dossierIn(store, 'draft');
  store.close();
  const confirmed: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const count = 1 + Math.floor(Math.random() * 60);
    confirmed.push(...(await killedAfter(count, { directory, dossierId })));
    const reader = must(
      openStoreReadOnly({
        directory,
        key: TRAINING_KEY,
        migrationsDirectory: MIGRATIONS_DIRECTORY,
      }),
    );
    const kept = reader.captures.listByDossier(dossierId).map(({ id }) => id);
    expect(confirmed.filter((id) => !new Set<string>(kept).has(id))).toEqual([]);
    expect(reader.audit.verify().chain).toBe('ok');
    // Row and audit entry are there together or not at all; the first sample was made without one.
    const audited = reader.audit
      .list({ limit: 1_000_000 })
      .filter(({ kind }) => kind === 'dossier.fingerprint-captured');
    expect(audited).toHaveLength(kept.length - 1);
    reader.close();
  }
});
