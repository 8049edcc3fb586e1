import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { copyFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { startMinistry } from '../../src/ministry/start-ministry.ts';
import { fetchReceipts } from '../../src/sync/receipts.ts';
import { uploadBatch } from '../../src/sync/upload.ts';
import { CuttableWire } from './support/cuttable-wire.ts';
import { KillableMinistry } from './support/killable-ministry.ts';
import { temporaryFolder, TestStation } from './support/station.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test('a ministry killed in the middle of the night loses nothing and counts nothing twice', async () => {
  const folder = await temporaryFolder(cleanUps);
  const dataDir = join(folder, 'ministry');
  mkdirSync(dataDir);
  let ministry = await KillableMinistry.start(dataDir);
  cleanUps.push(() => ministry.kill());
  const { port } = ministry.started;
  const station = await TestStation.enrol(ministry.started, folder);
  const packets = await Promise.all(
    Array.from({ length: 12 }, () => station.seal({ imageBytes: 700_000 })),
  );
  const wire = await CuttableWire.to(port);
  cleanUps.push(() => wire.close());
  const client = station.client(wire.url);
  cleanUps.push(() => client.close());
  const batchId = randomUUID();
  const killings = (async () => {
    for (const bytes of [1_500_000, 2_500_000, 2_000_000]) {
      await wire.downAfter(bytes);
      await ministry.kill();
      ministry = await KillableMinistry.start(dataDir, port);
      wire.up();
    }
  })();
  const result = await uploadBatch({
    client,
    batchId,
    manifest: await station.manifest(batchId, packets),
    packets,
    retryEveryMs: 50,
    signal: AbortSignal.timeout(25_000),
  });
  await killings;
  expect(result.finalized).toBe(true);
  expect(result.packets.every((packet) => packet.state === 'uploaded')).toBe(true);
  const dossiers: string[] = [];
  await fetchReceipts({
    client,
    after: '0',
    onPage: (page) => {
      dossiers.push(...page.receipts.map(({ receipt }) => receipt.dossierId));
    },
  });
  expect(dossiers.toSorted()).toEqual(packets.map((packet) => packet.dossierId).toSorted());
  expect(await readdir(join(dataDir, 'uploads'))).toEqual([]);
  for (const packet of packets) {
    const stored = await readFile(join(dataDir, 'packets', `${packet.packetId}.age`));
    expect(stored.equals(await readFile(packet.path))).toBe(true);
  }
});

test.for([
  { moment: 'after the last byte, before the check', renamed: false, sound: true },
  { moment: 'after the new name, before the count', renamed: true, sound: true },
  { moment: 'after the last byte, which never reached the disk', renamed: false, sound: false },
  {
    moment: 'after the new name, with bytes that never reached the disk',
    renamed: true,
    sound: false,
  },
])(
  'a ministry that died $moment counts what is whole and asks again for what is not',
  async ({ renamed, sound }) => {
    const folder = await temporaryFolder(cleanUps);
    const dataDir = join(folder, 'ministry');
    let ministry = await startMinistry({ dataDir });
    const station = await TestStation.enrol(ministry, folder);
    const packet = await station.seal();
    const batchId = randomUUID();
    const before = station.client(ministry.url);
    const manifest = await station.manifest(batchId, [packet]);
    await before.putBatch(batchId, manifest);
    before.close();
    await ministry.stop();

    const uploadId = randomUUID();
    const uploaded = join(dataDir, 'uploads', uploadId);
    await copyFile(packet.path, uploaded);
    if (!sound) await writeFile(uploaded, Buffer.alloc(packet.sizeBytes));
    if (renamed) await rename(uploaded, join(dataDir, 'packets', `${packet.packetId}.age`));
    const database = new DatabaseSync(join(dataDir, 'ministry.sqlite'));
    database
      .prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?)')
      .run(uploadId, 'ST-01', batchId, packet.packetId, '{}', new Date().toISOString());
    database.close();

    ministry = await startMinistry({ dataDir });
    cleanUps.push(() => ministry.stop());
    const client = station.client(ministry.url);
    cleanUps.push(() => client.close());
    const answer = await client.putBatch(batchId, manifest);
    expect(answer.ok && answer.value.packets.map((status) => status.state)).toEqual([
      sound ? 'complete' : 'missing',
    ]);
    const packets = [packet];
    const signal = AbortSignal.timeout(10_000);
    const result = await uploadBatch({ client, batchId, manifest, packets, signal });
    expect(result).toMatchObject({ finalized: true, packets: [{ state: 'uploaded' }] });
    expect(ministry.acceptedDossiers()).toBe(1);
  },
);

test('a folder with one kind of sealing key is not served with another', async () => {
  const dataDir = join(await temporaryFolder(cleanUps), 'ministry');
  const ministry = await startMinistry({ dataDir, sealingKey: 'classic' });
  const { sealingRecipients } = ministry;
  await ministry.stop();
  await expect(startMinistry({ dataDir, sealingKey: 'hybrid' })).rejects.toThrow('classic');
  const again = await startMinistry({ dataDir });
  expect(again.sealingRecipients).toEqual(sealingRecipients);
  await again.stop();
});
