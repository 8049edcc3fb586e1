import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decryptAgeFile } from '../../src/sync/formats/age-file.ts';
import { readPacketArchive } from '../../src/sync/formats/packet-archive.ts';
import { createSigningKey, publicSigningKey } from '../../src/sync/formats/signing-key.ts';
import type { PrivateSigningKey } from '../../src/sync/formats/signing-key.ts';
import { sealPacket, sweepTemporaryPackets } from '../../src/sync/seal.ts';
import type { SealedPacket, SealRequest } from '../../src/sync/seal.ts';
import { verifyPacket } from '../../src/sync/verify-packet.ts';

const SEAL_ONCE = fileURLToPath(new URL('support/seal-once.ts', import.meta.url));
let directory: string;
let identity: string;
let signingKey: PrivateSigningKey;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tram-seal-'));
  identity = await generateHybridIdentity();
  signingKey = await createSigningKey();
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function request(): Promise<SealRequest> {
  return {
    stationId: 'ST-01',
    signingKey,
    recipients: [await identityToRecipient(identity)],
    dossierId: 'd-1',
    dossierNumber: 'HS-1',
    version: 2,
    sealedAt: '2026-03-02T10:00:00.000Z',
    dossierJson: Buffer.from('{"dossierId":"d-1"}'),
    files: [{ name: 'portrait.jpg', mediaType: 'image/jpeg', bytes: Buffer.alloc(90_000, 7) }],
    directory,
  };
}

async function seal(): Promise<SealedPacket> {
  const sealed = await sealPacket(await request());
  if (!sealed.ok) throw new Error(sealed.error.code);
  return sealed.value;
}

test('a sealed packet lies under its own hash, verifies, and opens to what went in', async () => {
  const packet = await seal();
  expect(await readdir(directory)).toEqual([`${packet.packetId}.age`]);
  expect((await stat(packet.path)).size).toBe(packet.sizeBytes);
  expect((await stat(packet.path)).mode & 0o777).toBe(0o600);
  const verified = await verifyPacket({ ...packet, stationKey: publicSigningKey(signingKey) });
  expect(verified).toMatchObject({
    ok: true,
    value: { stationId: 'ST-01', dossierId: 'd-1', dossierNumber: 'HS-1', version: 2 },
  });
  const plain = await decryptAgeFile([identity], await readFile(packet.path));
  const opened = plain === undefined ? undefined : readPacketArchive(plain);
  expect(opened).toMatchObject({ ok: true, value: { manifest: { version: 2 } } });
});

test('one changed byte, a cut or a missing file is found and named', async () => {
  const packet = await seal();
  const stationKey = publicSigningKey(signingKey);
  const bytes = await readFile(packet.path);
  const changed = Buffer.from(bytes);
  changed[5000] = (changed[5000] ?? 0) ^ 1;
  await writeFile(packet.path, changed);
  expect(await verifyPacket({ ...packet, stationKey })).toEqual({ ok: false, error: 'wrong-hash' });
  await writeFile(packet.path, bytes.subarray(1));
  expect(await verifyPacket({ ...packet, stationKey })).toEqual({ ok: false, error: 'wrong-size' });
  await rm(packet.path);
  expect(await verifyPacket({ ...packet, stationKey })).toEqual({
    ok: false,
    error: 'missing-file',
  });
});

test('a signature of another packet or another key does not pass for this one', async () => {
  const [packet, other] = [await seal(), await seal()];
  const stationKey = publicSigningKey(signingKey);
  expect(await verifyPacket({ ...packet, signature: other.signature, stationKey })).toEqual({
    ok: false,
    error: 'other-packet',
  });
  const stranger = publicSigningKey(await createSigningKey());
  expect(await verifyPacket({ ...packet, stationKey: stranger })).toEqual({
    ok: false,
    error: 'signature-unknown-key',
  });
  const disguised = { ...stranger, kid: stationKey.kid };
  expect(await verifyPacket({ ...packet, stationKey: disguised })).toEqual({
    ok: false,
    error: 'signature-bad-signature',
  });
});

test('a full disk is said so, and leaves nothing half-written', async () => {
  const recipient = await identityToRecipient(identity);
  const run = (bytes: number): unknown =>
    JSON.parse(
      execFileSync('bash', [
        '-c',
        'ulimit -f 64 && exec "$0" "$@"',
        process.execPath,
        SEAL_ONCE,
        directory,
        recipient,
        String(bytes),
      ]).toString(),
    );
  expect(run(1_000_000)).toMatchObject({ ok: false, error: { code: 'disk-full' } });
  expect(await readdir(directory)).toEqual([]);
  expect(run(10_000)).toMatchObject({ ok: true });
});

test('a folder that is not there is a storage failure, not a crash', async () => {
  const sealed = await sealPacket({ ...(await request()), directory: join(directory, 'gone') });
  expect(sealed).toEqual({ ok: false, error: { code: 'storage-failed', errno: 'ENOENT' } });
});

test('what is no age recipient is refused before anything is written', async () => {
  for (const recipients of [[], ['age1notone'], [identity]]) {
    const sealed = await sealPacket({ ...(await request()), recipients });
    expect(sealed).toEqual({ ok: false, error: { code: 'bad-recipient' } });
  }
  expect(await readdir(directory)).toEqual([]);
});

test('what a crash left half-written is swept, and packets stay', async () => {
  const packet = await seal();
  await writeFile(join(directory, 'x.age.part'), 'half');
  expect(await sweepTemporaryPackets(directory)).toBe(1);
  expect(await sweepTemporaryPackets(directory)).toBe(0);
  expect(await readdir(directory)).toEqual([`${packet.packetId}.age`]);
});
