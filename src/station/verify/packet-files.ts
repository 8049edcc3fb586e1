import { join } from 'node:path';
import type { InspectedRows } from '../../store/index.ts';
import type { PublicSigningKey } from '../../sync/formats/signing-key.ts';
import { verifyPacket } from '../../sync/verify-packet.ts';
import type { PacketProblem } from '../../sync/verify-packet.ts';

/** A packet whose file or signature is not what was sealed. */
export interface BadPacket {
  readonly packetId: string;
  /** Empty when its dossier is gone. */
  readonly dossierNumber: string;
  readonly cause: PacketProblem | 'other-dossier' | 'unreadable-file' | 'no-station-key';
}

/** What is wrong with a file that was given up for that very reason. */
const LOSSES: ReadonlySet<BadPacket['cause']> = new Set([
  'missing-file',
  'wrong-size',
  'wrong-hash',
  'unreadable-file',
]);

/**
 * Checks size, hash and station signature of every packet, and that the signature speaks of its dossier.
 * @param given.unsealed packets that were given up because their file was lost: only their signature counts
 */
export async function verifyPacketFiles(given: {
  directory: string;
  packets: InspectedRows['packets'];
  dossiers: InspectedRows['dossiers'] | undefined;
  unsealed: ReadonlySet<string>;
  stationKey: PublicSigningKey | undefined;
}): Promise<{ checked: number; bad: BadPacket[] }> {
  const { directory, packets, dossiers, unsealed, stationKey } = given;
  const bad: BadPacket[] = [];
  for (const packet of packets.values()) {
    const { packetId, dossierId } = packet;
    const cause = stationKey ? await faultOf(directory, packet, stationKey) : 'no-station-key';
    if (cause === undefined || (unsealed.has(packetId) && LOSSES.has(cause))) continue;
    bad.push({ packetId, dossierNumber: dossiers?.get(dossierId)?.number ?? '', cause });
  }
  return { checked: packets.size, bad };
}

async function faultOf(
  directory: string,
  packet: { packetId: string; dossierId: string; version: number; signature: string; path: string },
  stationKey: PublicSigningKey,
): Promise<BadPacket['cause'] | undefined> {
  const { packetId, dossierId, version, signature } = packet;
  const path = join(directory, packet.path);
  try {
    const verified = await verifyPacket({ path, packetId, signature, stationKey });
    if (!verified.ok) return verified.error;
    const same = verified.value.dossierId === dossierId && verified.value.version === version;
    return same ? undefined : 'other-dossier';
  } catch (cause) {
    // What the operating system says of a file that is there and does not open.
    if (cause instanceof Error && 'code' in cause) return 'unreadable-file';
    throw cause;
  }
}
