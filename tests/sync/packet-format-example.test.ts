import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { JWS_TYPES, signJws, verifyJws } from '../../src/sync/formats/jws.ts';
import { writePacketArchive } from '../../src/sync/formats/packet-archive.ts';
import { packetSignatureSchema } from '../../src/sync/formats/packet-signature.ts';
import { publicSigningKey, signingKeyId } from '../../src/sync/formats/signing-key.ts';
import type { PrivateSigningKey } from '../../src/sync/formats/signing-key.ts';

/** RFC 8037 Appendix A.1. */
const X = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const D = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';

async function exampleKey(): Promise<PrivateSigningKey> {
  return { kty: 'OKP', crv: 'Ed25519', x: X, d: D, kid: await signingKeyId({ x: X }) };
}

const document = await readFile(new URL('../../docs/packet-format.md', import.meta.url), 'utf8');

test('the archive that the document works out is the archive that a station writes', async () => {
  const archive = Buffer.concat(
    await writePacketArchive({
      stationId: 'HN-01-3',
      dossierId: '3f0c5a52-6c1e-4b7a-9f0e-0d5a7f1e2b11',
      dossierNumber: 'HN-01-3-260302-0007',
      version: 1,
      createdAt: '2026-03-02T10:00:00.000Z',
      dossierJson: Buffer.from('{"format":"tram-dossier/1"}'),
      files: [{ name: 'portrait.jpg', mediaType: 'image/jpeg', bytes: Buffer.from('abc') }],
    }),
  );
  const manifestBytes = Number.parseInt(archive.toString('latin1', 124, 135), 8);
  expect(document).toContain(archive.toString('utf8', 512, 512 + manifestBytes).trim());
  expect(document).toContain(`${archive.length} bytes`);
  expect(document).toContain(createHash('sha256').update(archive).digest('hex'));
});

test('the signature that the document works out is made and verified by a station', async () => {
  const key = await exampleKey();
  const payload = {
    format: 'tram-packet-signature/1' as const,
    packetId: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    sizeBytes: 3,
    stationId: 'HN-01-3',
    dossierId: '3f0c5a52-6c1e-4b7a-9f0e-0d5a7f1e2b11',
    dossierNumber: 'HN-01-3-260302-0007',
    version: 1,
    sealedAt: '2026-03-02T10:00:00.000Z',
  };
  const jws = await signJws(payload, JWS_TYPES.packetSignature, key);
  expect(document.replaceAll(/\s/g, '')).toContain(jws);
  expect(document).toContain(key.kid);
  const pinned = [publicSigningKey(key)];
  const verified = await verifyJws(jws, JWS_TYPES.packetSignature, pinned, packetSignatureSchema);
  expect(verified).toEqual({ ok: true, value: payload });
});
