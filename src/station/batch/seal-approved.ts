import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../contract/channel.ts';
import type { PacketId } from '../../domain/ids.ts';
import { sealPacket, sweepTemporaryPackets } from '../../sync/seal.ts';
import type { SealedPacket } from '../../sync/seal.ts';
import type { DossierRow } from '../../store/index.ts';
import { fail } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import { dossierForPacket } from './dossier-record.ts';

/** Folder of sealed packets within the data folder. */
export const PACKETS_FOLDER = 'packets';

/**
 * Seals every approved dossier. The file is durable before the transaction that says so; a file that no
 * transaction ever named (the power went in between) is removed, since it was never sent.
 */
export async function sealApproved(
  context: StationContext,
  onSealed: (done: number, total: number) => void,
): Promise<Answer<void>> {
  const directory = join(context.boot.dataDirectory, PACKETS_FOLDER);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await sweepTemporaryPackets(directory);
  await sweepUnnamedPackets(context, directory);
  const approved = context.store.dossiers.listByState('approved');
  let done = 0;
  onSealed(done, approved.length);
  const queue = approved.values();
  const sealQueue = async (): Promise<Answer<void>> => {
    for (const dossier of queue) {
      const sealed = await sealOne(context, dossier, directory);
      if (!sealed.ok) return sealed;
      done += 1;
      onSealed(done, approved.length);
    }
    return { ok: true, value: undefined };
  };
  const sealed = await Promise.all(Array.from({ length: SEALED_AT_ONCE }, sealQueue));
  return sealed.find((answer) => !answer.ok) ?? { ok: true, value: undefined };
}

/** While one packet waits for the disk, another is encrypted. */
const SEALED_AT_ONCE = 3;

async function sealOne(
  context: StationContext,
  dossier: DossierRow,
  directory: string,
): Promise<Answer<void>> {
  const { store } = context;
  const identity = store.settings.get('identity');
  const ministry = store.settings.get('ministry');
  if (!identity || !ministry) return fail('ministry-not-enrolled');
  const { record, files } = dossierForPacket(store, dossier);
  const sealed = await sealPacket({
    stationId: record.stationId,
    signingKey: identity.signingKey,
    recipients: ministry.recipients,
    dossierId: dossier.id,
    dossierNumber: dossier.number,
    version: dossier.version,
    sealedAt: new Date().toISOString(),
    dossierJson: new TextEncoder().encode(JSON.stringify(record)),
    files,
    directory,
  });
  if (!sealed.ok) {
    if (sealed.error.code === 'disk-full') return fail('disk-full');
    throw new Error(`sealing failed: ${JSON.stringify(sealed.error)}`);
  }
  return nameInStore(context, dossier, sealed.value);
}

function nameInStore(
  context: StationContext,
  dossier: DossierRow,
  packet: SealedPacket,
): Answer<void> {
  return attempt(context, (transaction) => {
    const moved = transaction.moveDossier(dossier.id, 'seal', {
      packetId: packet.packetId as PacketId,
      sizeBytes: packet.sizeBytes,
      signature: packet.signature,
      path: `${PACKETS_FOLDER}/${packet.packetId}.age`,
    });
    return moved.ok ? { ok: true, value: undefined } : fail('wrong-state');
  });
}

async function sweepUnnamedPackets(context: StationContext, directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const packetId = /^([0-9a-f]{64})\.age$/.exec(name)?.[1];
    if (packetId === undefined || context.store.packets.get(packetId as PacketId)) continue;
    await rm(join(directory, name));
  }
}
