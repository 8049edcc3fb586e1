import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { syncFolder } from '../../src/durable/folder-sync.ts';

function missingFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'tram-sync-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  return join(parent, 'packets');
}

test('a folder that cannot be synced fails for everyone who waits for it', async () => {
  const folder = missingFolder();
  const waiting = [syncFolder(folder), syncFolder(folder), syncFolder(folder)];
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

test('who comes while a sync runs waits for one that begins later', async () => {
  const folder = missingFolder();
  const before = syncFolder(folder);
  // The first one fails on the missing folder; a later one finds it.
  const after = Promise.allSettled([before]).then(() => mkdirSync(folder));
  const shared = [syncFolder(folder), syncFolder(folder)];
  await expect(before).rejects.toThrow('ENOENT');
  await after;
  const outcomes = await Promise.allSettled(shared);
  expect(new Set(outcomes.map(({ status }) => status)).size).toBe(1);
  expect(shared[0]).toBe(shared[1]);
  await expect(syncFolder(folder)).resolves.toBeUndefined();
});
