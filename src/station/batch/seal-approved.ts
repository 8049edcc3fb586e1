import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../contract/channel.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { PacketId } from '../../domain/ids.ts';
import { syncFolder } from '../../durable/folder-sync.ts';
import { stepAside } from '../../durable/step.ts';
import { sealPacket, sweepTemporaryPackets } from '../../sync/seal.ts';
import type { SealedPacket, SealProblem } from '../../sync/seal.ts';
import type { DossierRow } from '../../store/index.ts';
import { fail } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import { dossierForPacket } from './dossier-record.ts';

/** Folder of sealed packets within the data folder. */
export const PACKETS_FOLDER = 'packets';

/**
 * Seals every approved dossier. The file is durable before the transaction that says so.
 */
export async function sealApproved(
  context: StationContext,
  onSealed: (done: number, total: number) => void,
): Promise<Answer<void>> {
  const folder = await preparePacketsFolder(context);
  if (!folder.ok) return folder;
  const directory = folder.value;
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
  const { record, files } = dossierForPacket(context, dossier);
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
  if (!sealed.ok) return fail(SEAL_FAILURES[sealed.error.code]);
  return nameInStore(context, dossier, sealed.value);
}

const SEAL_FAILURES = {
  'disk-full': 'disk-full',
  'storage-failed': 'packets-folder-broken',
  'bad-recipient': 'ministry-bad-answer',
} as const satisfies Record<SealProblem['code'], ErrorCode>;

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

/**
 * Files that no transaction ever named are moved aside: the power went in between, or the store is an older
 * copy than the folder. They are not deleted, since the ministry may know them.
 */
async function setUnnamedAside(context: StationContext, directory: string): Promise<void> {
  const aside = join(directory, 'unnamed');
  for (const name of await readdir(directory)) {
    const packetId = /^([0-9a-f]{64})\.age$/.exec(name)?.[1];
    if (packetId === undefined || context.store.packets.get(packetId as PacketId)) continue;
    await mkdir(aside, { recursive: true, mode: 0o700 });
    await stepAside('packet.set-aside', async () => {
      await rename(join(directory, name), join(aside, name));
      await syncFolder(aside);
      await syncFolder(directory);
    });
  }
}

/** The folder of packets, swept; or why it cannot be used. */
async function preparePacketsFolder(context: StationContext): Promise<Answer<string>> {
  const directory = join(context.boot.dataDirectory, PACKETS_FOLDER);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await sweepTemporaryPackets(directory);
    await setUnnamedAside(context, directory);
    return { ok: true, value: directory };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOSPC') return fail('disk-full');
    if (code === '') throw cause;
    return fail('packets-folder-broken', { cause: code });
  }
}
