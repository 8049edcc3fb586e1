import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { JWS_TYPES, verifyJws } from './formats/jws.ts';
import type { JwsProblem } from './formats/jws.ts';
import { packetSignatureSchema } from './formats/packet-signature.ts';
import type { PacketSignature } from './formats/packet-signature.ts';
import type { PublicSigningKey } from './formats/signing-key.ts';

/** What can be wrong with a sealed packet, as far as it can be told without opening it. */
export type PacketProblem =
  | 'missing-file'
  | 'wrong-size'
  | 'wrong-hash'
  /** The signature is genuine, but speaks of another packet. */
  | 'other-packet'
  | `signature-${JwsProblem}`;

/** Checks size, SHA-256 and station signature of a sealed file. Reads it in a stream. */
export async function verifyPacket(packet: {
  readonly path: string;
  readonly packetId: string;
  readonly signature: string;
  readonly stationKey: PublicSigningKey;
}): Promise<Result<PacketSignature, PacketProblem>> {
  const signature = await verifyJws(
    packet.signature,
    JWS_TYPES.packetSignature,
    [packet.stationKey],
    packetSignatureSchema,
  );
  if (!signature.ok) return err(`signature-${signature.error}` as const);
  if (signature.value.packetId !== packet.packetId) return err('other-packet');
  const sizeBytes = await fileSize(packet.path);
  if (sizeBytes === undefined) return err('missing-file');
  if (sizeBytes !== signature.value.sizeBytes) return err('wrong-size');
  if ((await hashFile(packet.path)) !== packet.packetId) return err('wrong-hash');
  return ok(signature.value);
}

async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Lower-case hexadecimal SHA-256 of a file. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
