import { randomUUID } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../src/ministry/authority.ts';
import { startMinistry } from '../../src/ministry/start-ministry.ts';
import type { Ministry } from '../../src/ministry/start-ministry.ts';
import { signBatchManifest } from '../../src/sync/batch.ts';
import { enrolStation } from '../../src/sync/enrolment.ts';
import { JWS_TYPES, signJws } from '../../src/sync/formats/jws.ts';
import { createSigningKey, publicSigningKey } from '../../src/sync/formats/signing-key.ts';
import { MinistryClient } from '../../src/sync/ministry-client.ts';
import { MinistryConnection } from '../../src/sync/ministry-connection.ts';
import { fetchReceipts } from '../../src/sync/receipts.ts';
import { createStationIdentity } from '../../src/sync/station-identity.ts';
import { tusUpload } from '../../src/sync/tus-upload.ts';
import { uploadBatch } from '../../src/sync/upload.ts';
import { batchPacket, temporaryFolder, TestStation } from './support/station.ts';

const cleanUps: (() => unknown)[] = [];
let folder: string;
let dataDir: string;
let ministry: Ministry;
let station: TestStation;
let client: MinistryClient;

beforeEach(async () => {
  folder = await temporaryFolder(cleanUps);
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

function connection(client?: {
  certificatePem: string;
  privateKeyPem: string;
}): MinistryConnection {
  const made = new MinistryConnection({
    url: ministry.url,
    caPem: ministry.caPem,
    ...(client === undefined ? {} : { client }),
  });
  cleanUps.push(() => made.close());
  return made;
}

function ask(over: MinistryConnection, path: string): Promise<unknown> {
  return over.json({ method: 'GET', path, timeoutMs: 5000 });
}

describe('certificates', () => {
  test('without a client certificate nothing is answered', async () => {
    expect(await ask(connection(), '/v1/master-data')).toEqual({
      ok: false,
      error: { code: 'refused-certificate', status: 401, refusal: 'certificate-required' },
    });
  });

  test('a certificate for this very name from another authority is refused', async () => {
    const stranger = await createAuthority();
    const forged = await issueServerCertificate(stranger, ['ST-01']);
    expect(await ask(connection(forged), '/v1/master-data')).toMatchObject({
      error: { code: 'refused-certificate', refusal: 'certificate-refused' },
    });
  });

  test("a station reads, sends and finalizes nothing under another station's name", async () => {
    const other = await TestStation.enrol(ministry, folder, 'ST-02');
    const packet = await station.seal();
    const batchId = randomUUID();
    await client.putBatch(batchId, await station.manifest(batchId, [packet]));
    const intruder = new MinistryClient({
      url: ministry.url,
      stationId: 'ST-01',
      caCertificatePem: other.enrolment.caCertificatePem,
      clientCertificatePem: other.enrolment.clientCertificatePem,
      tlsPrivateKeyPem: other.identity.tlsPrivateKeyPem,
      receiptKeys: other.enrolment.receiptKeys.keys,
    });
    cleanUps.push(() => intruder.close());
    const refused = { error: { code: 'not-authorised', refusal: 'not-your-station' } };
    expect(await intruder.receiptPage('0')).toMatchObject(refused);
    expect(await intruder.policy()).toMatchObject(refused);
    expect(await intruder.finalize(batchId)).toMatchObject(refused);
    const upload = await tusUpload({
      connection: intruder.connection,
      path: packet.path,
      sizeBytes: packet.sizeBytes,
      uploadUrl: undefined,
      metadata: { packetId: packet.packetId, stationId: 'ST-01', batchId },
      stallTimeoutMs: 5000,
      signal: AbortSignal.timeout(5000),
      onProgress: () => undefined,
    });
    expect(upload).toMatchObject(refused);
  });

  test('a server of another authority is not spoken to', async () => {
    const impostor = await impostorServer();
    const fooled = station.client(impostor.url);
    cleanUps.push(() => fooled.close());
    expect(await fooled.receiptPage('0')).toMatchObject({ error: { code: 'untrusted-server' } });
    const packet = await station.seal();
    const result = await uploadBatch({
      client: fooled,
      batchId: 'B',
      manifest: await station.manifest('B', [packet]),
      packets: [packet],
      signal: AbortSignal.timeout(5000),
    });
    expect(result.packets).toMatchObject([
      { state: 'outstanding', reason: { code: 'untrusted-server' } },
    ]);
    expect(impostor.requests()).toBe(0);
  });
});

async function impostorServer(): Promise<{ url: string; requests: () => number }> {
  const certificate = await issueServerCertificate(await createAuthority(), ['127.0.0.1']);
  let requests = 0;
  const server: Server = createServer(
    { key: certificate.privateKeyPem, cert: certificate.certificatePem },
    (_request, answer) => {
      requests += 1;
      answer.end('{}');
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return { url: `https://127.0.0.1:${address.port}`, requests: () => requests };
}

describe('batches', () => {
  test('a manifest that another key signed is refused', async () => {
    const packet = await station.seal();
    const stranger = await createSigningKey();
    const manifest = await signBatchManifest(
      {
        batchId: 'B1',
        stationId: 'ST-01',
        createdAt: '2026-03-02T12:00:00.000Z',
        approvedBy: 'supervisor-1',
        packets: [batchPacket(packet)],
      },
      { ...stranger, kid: station.identity.signingKey.kid },
    );
    expect(await client.putBatch('B1', manifest)).toMatchObject({
      error: { code: 'refused', status: 400, refusal: 'bad-signature' },
    });
  });

  test('a batch does not change once it was announced', async () => {
    const packets = [await station.seal(), await station.seal()];
    expect((await client.putBatch('B1', await station.manifest('B1', packets))).ok).toBe(true);
    expect((await client.putBatch('B1', await station.manifest('B1', packets))).ok).toBe(true);
    const fewer = await station.manifest('B1', packets.slice(1));
    expect(await client.putBatch('B1', fewer)).toMatchObject({
      error: { refusal: 'batch-changed' },
    });
  });

  test('an upload that no batch announced, or of another length, is refused', async () => {
    const packet = await station.seal();
    const batchId = 'B1';
    const attempt = (sizeBytes: number): Promise<unknown> =>
      tusUpload({
        connection: client.connection,
        path: packet.path,
        sizeBytes,
        uploadUrl: undefined,
        metadata: { packetId: packet.packetId, stationId: 'ST-01', batchId },
        stallTimeoutMs: 5000,
        signal: AbortSignal.timeout(5000),
        onProgress: () => undefined,
      });
    expect(await attempt(packet.sizeBytes)).toMatchObject({
      error: { refusal: 'packet-not-in-batch' },
    });
    await client.putBatch(batchId, await station.manifest(batchId, [packet]));
    expect(await attempt(packet.sizeBytes - 1)).toMatchObject({ error: { refusal: 'wrong-size' } });
    expect(await attempt(packet.sizeBytes)).toEqual({ ok: true, value: undefined });
  });

  test('a fault inside the ministry says so without showing its inside', async () => {
    const packet = await station.seal();
    await client.putBatch('B1', await station.manifest('B1', [packet]));
    await writeFile(join(dataDir, 'returns.json'), 'not json');
    const answer = await client.connection.json({
      method: 'POST',
      path: '/v1/stations/ST-01/batches/B1/finalize',
      body: {},
      timeoutMs: 5000,
    });
    expect(answer).toEqual({
      ok: false,
      error: { code: 'server-error', status: 500, refusal: 'internal-error' },
    });
  });

  test('a body beyond all measure is refused', async () => {
    const answer = await client.putBatch('B1', `a.${'b'.repeat(6_000_000)}.c`);
    expect(answer).toMatchObject({ error: { status: 413, refusal: 'body-too-large' } });
  });
});

describe('enrolment', () => {
  const requestedAt = '2026-03-02T01:00:00.000Z';

  test('a code serves one station, and is kept where only its owner reads it', async () => {
    const path = join(dataDir, 'keys', 'enrolment-code.txt');
    expect((await readFile(path, 'utf8')).trim()).toBe(ministry.enrolmentCode);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const code = ministry.enrolmentCode;
    await TestStation.enrol(ministry, folder, 'ST-02');
    expect(ministry.enrolmentCode).not.toBe(code);
    const identity = await createStationIdentity('ST-03');
    const request = {
      url: ministry.url,
      caCertificatePem: ministry.caPem,
      unitId: 'U',
      requestedAt,
    };
    expect(await enrolStation({ ...request, code, identity })).toMatchObject({
      error: { code: 'not-authorised', refusal: 'wrong-enrolment-code' },
    });
  });

  test('a station whose answer was lost gets it again with the used code', async () => {
    const code = ministry.enrolmentCode;
    const identity = await createStationIdentity('ST-04');
    const request = {
      url: ministry.url,
      caCertificatePem: ministry.caPem,
      unitId: 'U',
      requestedAt,
      code,
      identity,
    };
    const first = await enrolStation(request);
    const next = ministry.enrolmentCode;
    const second = await enrolStation(request);
    expect(first.ok && second.ok).toBe(true);
    expect(ministry.enrolmentCode).toBe(next);
  });

  test('a name that is taken is not given to another key', async () => {
    const identity = await createStationIdentity('ST-01');
    const request = {
      url: ministry.url,
      caCertificatePem: ministry.caPem,
      unitId: 'U',
      requestedAt,
    };
    expect(
      await enrolStation({ ...request, code: ministry.enrolmentCode, identity }),
    ).toMatchObject({ error: { refusal: 'station-already-enrolled' } });
  });

  test('a certificate request for another name, or an enrolment signed by another key, is refused', async () => {
    const identity = await createStationIdentity('ST-05');
    const other = await createStationIdentity('ST-06');
    const request = {
      url: ministry.url,
      caCertificatePem: ministry.caPem,
      unitId: 'U',
      requestedAt,
      code: ministry.enrolmentCode,
    };
    const swapped = { ...identity, certificateRequestPem: other.certificateRequestPem };
    expect(await enrolStation({ ...request, identity: swapped })).toMatchObject({
      error: { refusal: 'bad-request' },
    });
    const payload = {
      format: 'tram-enrolment/1',
      stationId: 'ST-05',
      unitId: 'U',
      certificateRequestPem: identity.certificateRequestPem,
      signingKey: publicSigningKey(identity.signingKey),
      requestedAt,
    };
    const forger = { ...other.signingKey, kid: identity.signingKey.kid };
    const answer = await connection().json({
      method: 'POST',
      path: '/v1/enrolments',
      body: {
        code: ministry.enrolmentCode,
        enrolment: await signJws(payload, JWS_TYPES.enrolment, forger),
      },
      timeoutMs: 5000,
    });
    expect(answer).toMatchObject({ error: { refusal: 'bad-signature' } });
  });

  test('codes cannot be tried without end', async () => {
    const identity = await createStationIdentity('ST-07');
    const refusals: (string | undefined)[] = [];
    for (let count = 0; count < 12; count += 1) {
      const answer = await enrolStation({
        url: ministry.url,
        caCertificatePem: ministry.caPem,
        unitId: 'U',
        requestedAt,
        code: '00000-00000-00000-00000',
        identity,
      });
      refusals.push(answer.ok ? 'enrolled' : answer.error.refusal);
    }
    expect(refusals.slice(0, 10)).toEqual(Array(10).fill('wrong-enrolment-code'));
    expect(refusals.slice(10)).toEqual(['too-many-requests', 'too-many-requests']);
  });
});

describe('receipts', () => {
  async function receiptsWith(keys: 'of a stranger' | 'of the ministry'): Promise<unknown> {
    const moved: string[] = [];
    const pinned =
      keys === 'of the ministry'
        ? station.enrolment.receiptKeys.keys
        : [
            {
              ...publicSigningKey(await createSigningKey()),
              kid: station.enrolment.receiptKeys.keys[0]?.kid ?? '',
            },
          ];
    const reader = new MinistryClient({
      url: ministry.url,
      stationId: 'ST-01',
      caCertificatePem: station.enrolment.caCertificatePem,
      clientCertificatePem: station.enrolment.clientCertificatePem,
      tlsPrivateKeyPem: station.identity.tlsPrivateKeyPem,
      receiptKeys: pinned,
    });
    cleanUps.push(() => reader.close());
    const fetched = await fetchReceipts({
      client: reader,
      after: '0',
      onPage: (page) => {
        moved.push(...page.receipts.map(({ receipt }) => receipt.dossierId));
      },
    });
    return { moved: moved.length, fetched };
  }

  test('a receipt that the pinned key did not sign moves nothing and is asked for again', async () => {
    const packet = await station.seal();
    const manifest = await station.manifest('B1', [packet]);
    const signal = AbortSignal.timeout(5000);
    await uploadBatch({ client, batchId: 'B1', manifest, packets: [packet], signal });
    expect(await receiptsWith('of a stranger')).toEqual({
      moved: 0,
      fetched: {
        ok: true,
        value: {
          received: 0,
          cursor: '0',
          problems: [{ cursor: '1', reason: 'signature-bad-signature' }],
        },
      },
    });
    expect(await receiptsWith('of the ministry')).toMatchObject({
      moved: 1,
      fetched: { value: { received: 1, cursor: '1', problems: [] } },
    });
  });
});
