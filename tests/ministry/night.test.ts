import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMinistry } from '../../src/ministry/start-ministry.ts';
import type { Ministry } from '../../src/ministry/start-ministry.ts';
import type { MinistryClient } from '../../src/sync/ministry-client.ts';
import { fetchReceipts } from '../../src/sync/receipts.ts';
import type { VerifiedReceipt } from '../../src/sync/receipts.ts';
import { uploadBatch } from '../../src/sync/upload.ts';
import type { UploadResult } from '../../src/sync/upload.ts';
import { CuttableWire } from './support/cuttable-wire.ts';
import { temporaryFolder, TestStation } from './support/station.ts';
import type { TestPacket } from './support/station.ts';

const cleanUps: (() => unknown)[] = [];
let dataDir: string;
let ministry: Ministry;
let station: TestStation;
let client: MinistryClient;

beforeEach(async () => {
  const folder = await temporaryFolder(cleanUps);
  dataDir = join(folder, 'ministry');
  ministry = await startMinistry({ dataDir, sealingKey: 'classic' });
  cleanUps.push(() => ministry.stop());
  station = await TestStation.enrol(ministry, folder);
  client = station.client(ministry.url);
  cleanUps.push(() => client.close());
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function send(
  packets: readonly TestPacket[],
  over: MinistryClient = client,
  batchId: string = randomUUID(),
): Promise<UploadResult> {
  return uploadBatch({
    client: over,
    batchId,
    manifest: await station.manifest(batchId, packets),
    packets,
    retryEveryMs: 20,
    signal: AbortSignal.timeout(20_000),
  });
}

async function receipts(after = '0'): Promise<VerifiedReceipt[]> {
  const all: VerifiedReceipt[] = [];
  const onPage = (page: { receipts: readonly VerifiedReceipt[] }): void => {
    all.push(...page.receipts);
  };
  const fetched = await fetchReceipts({ client, after, onPage });
  expect(fetched.ok).toBe(true);
  return all;
}

describe('a night', () => {
  test('every packet of the batch arrives, is counted once and gets its accepted receipt', async () => {
    const packets = await Promise.all(Array.from({ length: 9 }, () => station.seal()));
    const result = await send(packets);
    expect(result.finalized).toBe(true);
    expect(result.packets.map((packet) => packet.state)).toEqual(Array(9).fill('uploaded'));
    const got = await receipts();
    expect(got.map(({ receipt }) => receipt.outcome.kind)).toEqual(Array(9).fill('accepted'));
    expect(new Set(got.map(({ receipt }) => receipt.dossierId))).toEqual(
      new Set(packets.map((packet) => packet.dossierId)),
    );
    expect(ministry.acceptedDossiers()).toBe(9);
    expect(await readdir(join(dataDir, 'uploads'))).toEqual([]);
  });

  test('the stored packet is the sealed file byte for byte, and age and tar of Debian open it', async (context) => {
    const packet = await station.seal();
    await send([packet]);
    const stored = join(dataDir, 'packets', `${packet.packetId}.age`);
    expect(await readFile(stored)).toEqual(await readFile(packet.path));
    if (!existsSync('/usr/bin/age')) context.skip('the age program is not installed');
    const identity = join(dataDir, 'keys', 'identity.txt');
    const archive = execFileSync('age', ['-d', '-i', identity, stored]);
    expect(execFileSync('tar', ['-tf', '-'], { input: archive }).toString().split('\n')).toEqual([
      'manifest.json',
      'dossier.json',
      'fingerprints/right-index.png',
      '',
    ]);
  });

  test('a batch sent again uploads nothing and makes no second receipt', async () => {
    const packets = [await station.seal({ imageBytes: 300_000 }), await station.seal()];
    const batchId = randomUUID();
    await send(packets, client, batchId);
    const wire = await CuttableWire.to(ministry.port);
    cleanUps.push(() => wire.close());
    const again = station.client(wire.url);
    cleanUps.push(() => again.close());
    const result = await send(packets, again, batchId);
    expect(result.packets.every((packet) => packet.state === 'uploaded')).toBe(true);
    expect(wire.upBytes).toBeLessThan(30_000);
    await send(packets, again);
    expect(await receipts()).toHaveLength(2);
    expect(await readdir(join(dataDir, 'packets'))).toHaveLength(2);
  });

  test('a version sealed twice by accident counts once, and other content of it is returned', async () => {
    const dossierId = randomUUID();
    const ids = { dossierId, dossierNumber: 'HS-7' };
    await send([await station.seal(ids), await station.seal(ids)]);
    await send([await station.seal({ ...ids, citizenNumber: '001190000002' })]);
    const outcomes = (await receipts()).map(({ receipt }) => receipt.outcome);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['accepted', 'accepted', 'returned']);
    expect(outcomes[2]).toMatchObject({ reason: { code: 'conflicting-version' } });
    expect(ministry.acceptedDossiers()).toBe(1);
  });

  test('a dossier that the ministry returns comes back with its reason, and its next version is accepted', async () => {
    const reason = { code: 'citizen-data-mismatch', text: 'Ngày sinh không khớp.' };
    const returns = join(dataDir, 'returns.json');
    await writeFile(returns, JSON.stringify({ '001190000009': reason }));
    const ids = { dossierId: randomUUID(), dossierNumber: 'HS-9', citizenNumber: '001190000009' };
    await send([await station.seal(ids), await station.seal()]);
    const first = await receipts();
    const returned = first.filter(({ receipt }) => receipt.outcome.kind === 'returned');
    expect(returned.map(({ receipt }) => receipt)).toMatchObject([
      { dossierId: ids.dossierId, version: 1, outcome: { kind: 'returned', reason } },
    ]);
    await writeFile(returns, '{}');
    await send([await station.seal({ ...ids, version: 2 })]);
    expect((await receipts(String(first.length))).map(({ receipt }) => receipt)).toMatchObject([
      { dossierId: ids.dossierId, version: 2, outcome: { kind: 'accepted' } },
    ]);
  });

  test('a record that is not one is returned, never accepted', async () => {
    await send([await station.seal({ dossierJson: Buffer.from('{"dossierId":"x"}') })]);
    expect((await receipts()).map(({ receipt }) => receipt.outcome)).toMatchObject([
      { kind: 'returned', reason: { code: 'invalid-record' } },
    ]);
  });

  test('more receipts than one page come in order, each once', async () => {
    const packets = [];
    for (let count = 0; count < 105; count += 1)
      packets.push(await station.seal({ imageBytes: 100 }));
    await send(packets);
    const pages: number[] = [];
    const cursors: string[] = [];
    const fetched = await fetchReceipts({
      client,
      after: '0',
      onPage: (page) => {
        pages.push(page.receipts.length);
        cursors.push(page.cursor);
      },
    });
    expect(fetched).toEqual({ ok: true, value: { received: 105, cursor: '105', problems: [] } });
    expect(pages).toEqual([100, 5]);
    expect(cursors).toEqual(['100', '105']);
    expect(await receipts('105')).toEqual([]);
  });

  test('policy, master data and standings are answered to the station', async () => {
    await writeFile(
      join(dataDir, 'master-data.json'),
      JSON.stringify({
        provinces: [{ code: '01', name: 'Hà Nội' }],
        communes: [{ code: '00004', name: 'Ba Đình', provinceCode: '01' }],
      }),
    );
    await send([await station.seal()]);
    const policy = await client.policy();
    expect(policy.ok && policy.value.sealingRecipients).toEqual(
      station.enrolment.sealingRecipients,
    );
    const masterData = await client.masterData();
    expect(masterData.ok && masterData.value.communes).toHaveLength(1);
    const standings = await client.standings('UNIT-1');
    expect(standings.ok && standings.value.stations).toEqual([
      { stationId: 'ST-01', packetsReceived: 1, dossiersAccepted: 1, packetsReturned: 0 },
    ]);
    expect(await client.standings('UNIT-2')).toMatchObject({ error: { code: 'not-authorised' } });
  });
});

describe('a cut network', () => {
  async function wireTo(port: number): Promise<{ wire: CuttableWire; over: MinistryClient }> {
    const wire = await CuttableWire.to(port);
    cleanUps.push(() => wire.close());
    const over = station.client(wire.url);
    cleanUps.push(() => over.close());
    return { wire, over };
  }

  test('an upload cut in the middle goes on from where the ministry has it', async () => {
    const packet = await station.seal({ imageBytes: 8_000_000 });
    const { wire, over } = await wireTo(ministry.port);
    wire.cutAfter(6_000_000);
    const result = await send([packet], over);
    expect(result.packets).toMatchObject([{ state: 'uploaded' }]);
    // Had it begun again, 14 MB would have gone up. What was under way at the cut goes twice.
    expect(wire.upBytes).toBeLessThan(8_000_000 + 3_000_000);
    expect(await receipts()).toHaveLength(1);
  });

  test('a station that starts again asks the ministry where to go on', async () => {
    const packet = await station.seal({ imageBytes: 8_000_000 });
    const { wire, over } = await wireTo(ministry.port);
    const batchId = randomUUID();
    const manifest = await station.manifest(batchId, [packet]);
    const ended = new AbortController();
    const cut = wire.downAfter(5_000_000);
    void cut.then(() => ended.abort());
    const first = await uploadBatch({
      client: over,
      batchId,
      manifest,
      packets: [packet],
      signal: ended.signal,
    });
    await cut;
    wire.up();
    expect(first.packets).toMatchObject([{ state: 'outstanding' }]);
    expect(first.finalized).toBe(false);
    const status = await client.packetStatus(batchId, packet.packetId);
    expect(status).toMatchObject({ ok: true, value: { state: 'partial' } });
    const before = wire.upBytes;
    const second = await uploadBatch({
      client: over,
      batchId,
      manifest,
      packets: [packet],
      signal: AbortSignal.timeout(20_000),
    });
    expect(second.packets).toMatchObject([{ state: 'uploaded' }]);
    const offset = status.ok && status.value.state === 'partial' ? status.value.offsetBytes : 0;
    expect(offset).toBeGreaterThan(0);
    expect(wire.upBytes - before).toBeLessThan(packet.sizeBytes - offset + 100_000);
  });

  test('a connection that falls silent is broken off, and the ministry lets another take over', async () => {
    const packet = await station.seal({ imageBytes: 16_000_000 });
    const { wire, over } = await wireTo(ministry.port);
    wire.freezeAfter(3_000_000);
    const batchId = randomUUID();
    const result = await uploadBatch({
      client: over,
      batchId,
      manifest: await station.manifest(batchId, [packet]),
      packets: [packet],
      retryEveryMs: 20,
      stallTimeoutMs: 400,
      signal: AbortSignal.timeout(20_000),
    });
    expect(result).toMatchObject({ finalized: true, packets: [{ state: 'uploaded' }] });
    expect(wire.connections).toBeGreaterThan(1);
    expect(wire.upBytes).toBeLessThan(16_000_000 + 8_000_000);
  });

  test('while the wire is down the packets wait with a reason, and none is dropped', async () => {
    const packets = [await station.seal(), await station.seal()];
    const { wire, over } = await wireTo(ministry.port);
    wire.down();
    const batchId = randomUUID();
    const result = await uploadBatch({
      client: over,
      batchId,
      manifest: await station.manifest(batchId, packets),
      packets,
      retryEveryMs: 10,
      signal: AbortSignal.timeout(100),
    });
    expect(result.finalized).toBe(false);
    expect(result.packets.map((packet) => packet.state)).toEqual(['outstanding', 'outstanding']);
    wire.up();
    expect((await send(packets, over)).finalized).toBe(true);
  });

  test('several packets are under way at once, on as many connections as allowed', async () => {
    const packets = await Promise.all(
      Array.from({ length: 12 }, () => station.seal({ imageBytes: 400_000 })),
    );
    const { wire, over } = await wireTo(ministry.port);
    const batchId = randomUUID();
    const result = await uploadBatch({
      client: over,
      batchId,
      manifest: await station.manifest(batchId, packets),
      packets,
      concurrency: 3,
      signal: AbortSignal.timeout(20_000),
    });
    expect(result.packets.every((packet) => packet.state === 'uploaded')).toBe(true);
    expect(wire.peakConnections).toBe(3);
    expect(wire.connections).toBe(3);
  });
});

describe('a packet that is not what it should be', () => {
  test('a file changed on the disk stays outstanding and is not counted', async () => {
    const good = await station.seal();
    const bad = await station.seal();
    const bytes = await readFile(bad.path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(bad.path, bytes);
    const result = await send([good, bad]);
    expect(result.packets).toMatchObject([
      { state: 'uploaded' },
      { state: 'outstanding', reason: { code: 'packet-changed' } },
    ]);
    expect(await readdir(join(dataDir, 'packets'))).toEqual([`${good.packetId}.age`]);
    expect(await readdir(join(dataDir, 'uploads'))).toEqual([]);
    expect(await receipts()).toHaveLength(1);
  });

  test('a file that is gone or has another length stays outstanding with that reason', async () => {
    const gone = await station.seal();
    const longer = await station.seal();
    await writeFile(longer.path, Buffer.concat([await readFile(longer.path), Buffer.alloc(1)]));
    const result = await send([{ ...gone, path: `${gone.path}.gone` }, longer]);
    expect(result.packets).toMatchObject([
      { state: 'outstanding', reason: { code: 'packet-missing' } },
      { state: 'outstanding', reason: { code: 'packet-changed' } },
    ]);
  });

  test('a packet signed by another key is refused before it is counted', async () => {
    const packet = await station.seal();
    const other = await station.seal();
    const result = await send([{ ...packet, signature: other.signature }]);
    expect(result.packets).toMatchObject([
      { state: 'outstanding', reason: { code: 'refused', refusal: 'bad-signature' } },
    ]);
    expect(await readdir(join(dataDir, 'packets'))).toEqual([]);
  });

  test('a packet sealed to somebody else is returned as broken', async () => {
    const foreign = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
    const recipients = station.enrolment.sealingRecipients.splice(0, 1, foreign);
    const packet = await station.seal();
    station.enrolment.sealingRecipients.splice(0, 1, ...recipients);
    await send([packet]);
    expect((await receipts()).map(({ receipt }) => receipt.outcome)).toMatchObject([
      { kind: 'returned', reason: { code: 'broken-packet' } },
    ]);
  });
});
