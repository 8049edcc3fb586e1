import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { expect } from 'vitest';
import { dossierRecordSchema } from '../../../src/domain/dossier-record.ts';
import type { DossierRecord } from '../../../src/domain/dossier-record.ts';
import { readPacketArchive } from '../../../src/sync/formats/packet-archive.ts';
import type { OpenedPacket } from '../../../src/sync/formats/packet-archive.ts';
import type { StationWindow } from './station-window.ts';

/** The one packet that the training ministry holds, opened with its own identity file. */
export async function arrivedPacket({
  dataDirectory,
}: StationWindow): Promise<{ packet: OpenedPacket; record: DossierRecord }> {
  const ministry = join(dataDirectory, 'ministry');
  const packets = readdirSync(join(ministry, 'packets')).filter((name) => name.endsWith('.age'));
  expect(packets).toHaveLength(1);
  const [name = ''] = packets;
  const sealed = readFileSync(join(ministry, 'packets', name));
  expect(createHash('sha256').update(sealed).digest('hex')).toBe(name.replace('.age', ''));

  const identityFile = join(ministry, 'keys/identity.txt');
  expect(existsSync(identityFile)).toBe(true);
  const identity = readFileSync(identityFile, 'utf8')
    .split('\n')
    .find((line) => line.startsWith('AGE-SECRET-KEY-'));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity ?? '');
  const opened = readPacketArchive(await decrypter.decrypt(sealed));
  if (!opened.ok) throw new Error(`the packet does not open: ${opened.error}`);
  const json: unknown = JSON.parse(Buffer.from(opened.value.dossierJson).toString('utf8'));
  return { packet: opened.value, record: dossierRecordSchema.parse(json) };
}
