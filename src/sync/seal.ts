import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { areAgeRecipients, encryptAgeFile } from './formats/age-file.ts';
import { storageProblem, syncFolder } from '../durable/folder-sync.ts';
import { stepAside } from '../durable/step.ts';
import { JWS_TYPES, signJws } from './formats/jws.ts';
import { sha256Aside, writePacketArchive } from './formats/packet-archive.ts';
import type { PacketContentFile } from './formats/packet-archive.ts';
import type { PacketSignature } from './formats/packet-signature.ts';
import type { PrivateSigningKey } from './formats/signing-key.ts';

/** Ending of a packet that is still being written; never a packet. */
const TEMPORARY_SUFFIX = '.age.part';

export type SealRequest = {
  readonly stationId: string;
  /** The station's Ed25519 key. */
  readonly signingKey: PrivateSigningKey;
  /** The ministry's age recipients, `age1pq1…` or `age1…`; at least one. */
  readonly recipients: readonly string[];
  readonly dossierId: string;
  readonly dossierNumber: string;
  readonly version: number;
  /** UTC, RFC 3339 with `Z`; goes into manifest and signature. */
  readonly sealedAt: string;
  /** UTF-8 JSON of the record. */
  readonly dossierJson: Uint8Array;
  readonly files: readonly PacketContentFile[];
  /** Folder of sealed packets; exists already. */
  readonly directory: string;
};

export type SealedPacket = {
  /** Lower-case hexadecimal SHA-256 of the file. */
  readonly packetId: string;
  readonly sizeBytes: number;
  /** Compact JWS `tram-packet-signature+jws`. */
  readonly signature: string;
  /** `<directory>/<packetId>.age` */
  readonly path: string;
};

/**
 * - `disk-full`: nothing of the packet is left on the disk;
 * - `storage-failed`: the file system refused otherwise (`errno` says how); nothing is left either;
 * - `bad-recipient`: a recipient is not an age recipient; nothing was written.
 */
export type SealProblem =
  | { readonly code: 'disk-full' | 'storage-failed'; readonly errno: string }
  | { readonly code: 'bad-recipient' };

/**
 * Seals one dossier version: archive, age encryption, hash, signature. When it gives a packet, the
 * file is durable under its final name. Sealing again gives another packet (age is randomised), so
 * commit the packet's id before it is sent. Two or three at once overlap disk and processor.
 */
export async function sealPacket(request: SealRequest): Promise<Result<SealedPacket, SealProblem>> {
  if (!areAgeRecipients(request.recipients)) return err({ code: 'bad-recipient' });
  const archive = await writePacketArchive({ ...request, createdAt: request.sealedAt });
  const temporaryPath = join(request.directory, `${randomUUID()}${TEMPORARY_SUFFIX}`);
  try {
    const file = await encryptAgeFile(request.recipients, archive);
    const sizeBytes = file.length;
    // The hash is made while the disk writes.
    const written = stepAside('packet.write', () => writeNew(temporaryPath, file));
    const [packetId] = await Promise.all([sha256Aside(file), written]);
    const path = packetPath(request.directory, packetId);
    await stepAside('packet.name', async () => {
      await rename(temporaryPath, path);
      await syncFolder(request.directory);
    });
    const signature = await signPacket(request, packetId, sizeBytes);
    return ok({ packetId, sizeBytes, signature, path });
  } catch (cause) {
    await rm(temporaryPath, { force: true });
    const problem = storageProblem(cause);
    if (problem === undefined) throw cause;
    return err(problem);
  }
}

/** Where a sealed packet lies in its folder. */
export function packetPath(directory: string, packetId: string): string {
  return join(directory, `${packetId}.age`);
}

/** Removes what a crash left half-written; for the start of the station. Gives the number removed. */
export async function sweepTemporaryPackets(directory: string): Promise<number> {
  const names = await readdir(directory);
  const leftovers = names.filter((name) => name.endsWith(TEMPORARY_SUFFIX));
  if (leftovers.length === 0) return 0;
  await stepAside('packet.sweep', async () => {
    for (const name of leftovers) await rm(join(directory, name), { force: true });
    await syncFolder(directory);
  });
  return leftovers.length;
}

function signPacket(request: SealRequest, packetId: string, sizeBytes: number): Promise<string> {
  const payload: PacketSignature = {
    format: 'tram-packet-signature/1',
    packetId,
    sizeBytes,
    stationId: request.stationId,
    dossierId: request.dossierId,
    dossierNumber: request.dossierNumber,
    version: request.version,
    sealedAt: request.sealedAt,
  };
  return signJws(payload, JWS_TYPES.packetSignature, request.signingKey);
}

/** Returns when the bytes are on the medium, under a name that is not final yet. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
