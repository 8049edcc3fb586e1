import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { PacketStatus } from '../sync/formats/batch-answer.ts';
import { syncFolder } from '../durable/folder-sync.ts';
import { JWS_TYPES, verifyJws } from '../sync/formats/jws.ts';
import { packetSignatureSchema } from '../sync/formats/packet-signature.ts';
import type { PublicSigningKey } from '../sync/formats/signing-key.ts';
import { announcedPacket } from './batch-desk.ts';
import type { AnnouncedPacket } from './batch-desk.ts';
import { inTransaction } from './ministry-database.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { Refused } from './refused.ts';
import { findStation } from './stations.ts';

/** Days that a half-sent packet is kept; sealed packets wait longer on the station. */
const PARTIAL_UPLOAD_DAYS = 30;

const uploadRowSchema = z.object({
  uploadId: z.string(),
  stationId: z.string(),
  batchId: z.string(),
  packetId: z.string(),
  createdAt: z.string(),
});
type UploadRow = z.infer<typeof uploadRowSchema>;

/**
 * Takes packets in: from an upload's bytes to a packet that is checked, durable and counted. A packet
 * counts when its row is committed, and its row is committed after its file is on the medium under
 * its own name.
 */
export class Intake {
  readonly uploadsDirectory: string;
  readonly packetsDirectory: string;
  readonly #database: DatabaseSync;
  #onCounted: (packet: AnnouncedPacket) => void = () => undefined;
  readonly #queue = new OneAtATime();

  constructor(dataDir: string, database: DatabaseSync) {
    this.uploadsDirectory = join(dataDir, 'uploads');
    this.packetsDirectory = join(dataDir, 'packets');
    this.#database = database;
  }

  /** Names who wants to hear of each packet as soon as it is counted. */
  notifyCounted(listener: (packet: AnnouncedPacket) => void): void {
    this.#onCounted = listener;
  }

  packetPath(packetId: string): string {
    return join(this.packetsDirectory, `${packetId}.age`);
  }

  isComplete(packetId: string): boolean {
    return (
      this.#database.prepare('SELECT 1 FROM packets WHERE packetId = ?').get(packetId) !== undefined
    );
  }

  /** What a station must have announced before it may upload; throws `Refused`. */
  async admit(
    stationId: string,
    batchId: string,
    packetId: string,
    sizeBytes: number | undefined,
  ): Promise<AnnouncedPacket> {
    const packet = announcedPacket(this.#database, stationId, batchId, packetId);
    if (packet === undefined) {
      throw new Refused('packet-not-in-batch', 'the packet is not announced in this batch');
    }
    if (this.isComplete(packetId)) {
      throw new Refused('packet-already-complete', 'the packet is here already');
    }
    if (sizeBytes !== packet.sizeBytes) {
      throw new Refused('wrong-size', 'the upload is not as long as the packet announced');
    }
    await this.#checkSignature(packet);
    return packet;
  }

  /** How far a packet is. An upload that has all its bytes is finished here and now. */
  async status(packet: AnnouncedPacket): Promise<PacketStatus> {
    const { packetId } = packet;
    if (this.isComplete(packetId)) return { packetId, state: 'complete' };
    let best: { uploadId: string; offsetBytes: number } | undefined;
    for (const upload of this.#uploadsOf(packetId, packet.stationId)) {
      const offsetBytes = await fileSize(join(this.uploadsDirectory, upload.uploadId));
      if (offsetBytes === packet.sizeBytes && (await this.#finishQuietly(upload))) {
        return { packetId, state: 'complete' };
      }
      const isPartial = offsetBytes !== undefined && offsetBytes < packet.sizeBytes;
      if (isPartial && offsetBytes > (best?.offsetBytes ?? 0)) {
        best = { uploadId: upload.uploadId, offsetBytes };
      }
    }
    if (best === undefined) return { packetId, state: 'missing' };
    const uploadUrl = `/v1/uploads/${best.uploadId}`;
    return { packetId, state: 'partial', offsetBytes: best.offsetBytes, uploadUrl };
  }

  /** Checks a whole upload and counts its packet; throws `Refused` and forgets the upload otherwise. */
  finish(uploadId: string, packetId: string): Promise<void> {
    return this.#queue.run(() => this.#finish(uploadId, packetId));
  }

  /** After a start: finishes what was cut between the last byte and the count, and clears the rest. */
  async recover(): Promise<void> {
    await this.#removeUnknownFiles();
    const rows = this.#database
      .prepare('SELECT uploadId, stationId, batchId, packetId, createdAt FROM uploads')
      .all();
    for (const upload of z.array(uploadRowSchema).parse(rows)) {
      const sizeBytes = await fileSize(join(this.uploadsDirectory, upload.uploadId));
      if (this.isComplete(upload.packetId)) await this.forget(upload.uploadId);
      else if (sizeBytes === undefined) await this.#recoverRenamed(upload);
      else if (isExpired(upload)) await this.forget(upload.uploadId);
      else {
        const packet = this.#announced(upload);
        if (sizeBytes === packet.sizeBytes) await this.#finishQuietly(upload);
      }
    }
  }

  /** Removes an upload and what it brought so far. */
  async forget(uploadId: string): Promise<void> {
    await rm(join(this.uploadsDirectory, uploadId), { force: true });
    this.#database.prepare('DELETE FROM uploads WHERE uploadId = ?').run(uploadId);
  }

  /** The station that an upload belongs to. */
  ownerOf(uploadId: string): string | undefined {
    return this.#upload(uploadId)?.stationId;
  }

  async #finish(uploadId: string, packetId: string): Promise<void> {
    if (this.isComplete(packetId)) return this.forget(uploadId);
    const upload = this.#upload(uploadId);
    if (upload === undefined) throw new Refused('not-found', 'no such upload');
    const packet = this.#announced(upload);
    const path = join(this.uploadsDirectory, uploadId);
    try {
      await this.#checkFile(packet, path);
      await this.#checkSignature(packet);
    } catch (cause) {
      if (cause instanceof Refused) await this.forget(uploadId);
      throw cause;
    }
    await syncFile(path);
    await rename(path, this.packetPath(packet.packetId));
    await syncFolder(this.packetsDirectory);
    this.#count(packet);
    this.#onCounted(packet);
    for (const other of this.#uploadsOf(packet.packetId)) await this.forget(other.uploadId);
  }

  /** False when the upload was refused, and is forgotten by now. */
  async #finishQuietly(upload: UploadRow): Promise<boolean> {
    try {
      await this.finish(upload.uploadId, upload.packetId);
      return true;
    } catch (cause) {
      if (cause instanceof Refused) return false;
      throw cause;
    }
  }

  /** Killed between an upload's file and its row: nobody can go on with such a file. */
  async #removeUnknownFiles(): Promise<void> {
    for (const name of await readdir(this.uploadsDirectory)) {
      const isKnown = this.#upload(name) !== undefined;
      if (!isKnown) await rm(join(this.uploadsDirectory, name), { force: true });
    }
  }

  /** Killed between the new name and the count: the file already lies under the packet's name. */
  async #recoverRenamed(upload: UploadRow): Promise<void> {
    const path = this.packetPath(upload.packetId);
    if (existsSync(path)) {
      const packet = this.#announced(upload);
      const genuine = (await hashFile(path)) === packet.packetId;
      if (genuine) {
        await syncFile(path);
        await syncFolder(this.packetsDirectory);
        this.#count(packet);
      } else await rm(path, { force: true });
    }
    await this.forget(upload.uploadId);
  }

  #count(packet: AnnouncedPacket): void {
    inTransaction(this.#database, () => {
      this.#database
        .prepare(
          `INSERT INTO packets (packetId, stationId, batchId, sizeBytes, dossierId, dossierNumber,
             version, receivedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          packet.packetId,
          packet.stationId,
          packet.batchId,
          packet.sizeBytes,
          packet.dossierId,
          packet.dossierNumber,
          packet.version,
          new Date().toISOString(),
        );
    });
  }

  async #checkFile(packet: AnnouncedPacket, path: string): Promise<void> {
    if ((await fileSize(path)) !== packet.sizeBytes) {
      throw new Refused('wrong-size', 'the upload is not as long as the packet announced');
    }
    if ((await hashFile(path)) !== packet.packetId) {
      throw new Refused('wrong-hash', 'the bytes are not those of the packet');
    }
  }

  async #checkSignature(packet: AnnouncedPacket): Promise<void> {
    const key = this.#stationKey(packet.stationId);
    const signature = await verifyJws(
      packet.signature,
      JWS_TYPES.packetSignature,
      [key],
      packetSignatureSchema,
    );
    const same =
      signature.ok &&
      signature.value.packetId === packet.packetId &&
      signature.value.sizeBytes === packet.sizeBytes &&
      signature.value.stationId === packet.stationId &&
      signature.value.dossierId === packet.dossierId &&
      signature.value.dossierNumber === packet.dossierNumber &&
      signature.value.version === packet.version;
    if (!same) throw new Refused('bad-signature', 'the packet is not signed as it was announced');
  }

  #stationKey(stationId: string): PublicSigningKey {
    const station = findStation(this.#database, stationId);
    if (station === undefined) throw new Refused('not-your-station', 'the station is not enrolled');
    return station.signingKey;
  }

  #announced(upload: UploadRow): AnnouncedPacket {
    const { stationId, batchId, packetId } = upload;
    const packet = announcedPacket(this.#database, stationId, batchId, packetId);
    if (packet === undefined) throw new Error('an upload was admitted without an announcement');
    return packet;
  }

  #upload(uploadId: string): UploadRow | undefined {
    const row = this.#database
      .prepare(
        'SELECT uploadId, stationId, batchId, packetId, createdAt FROM uploads WHERE uploadId = ?',
      )
      .get(uploadId);
    return row === undefined ? undefined : uploadRowSchema.parse(row);
  }

  #uploadsOf(packetId: string, stationId?: string): UploadRow[] {
    const rows = this.#database
      .prepare(
        'SELECT uploadId, stationId, batchId, packetId, createdAt FROM uploads WHERE packetId = ?',
      )
      .all(packetId);
    const uploads = z.array(uploadRowSchema).parse(rows);
    return stationId === undefined
      ? uploads
      : uploads.filter((upload) => upload.stationId === stationId);
  }
}

/** A station that has not gone on for so long begins anew. */
function isExpired(upload: UploadRow): boolean {
  return Date.now() - Date.parse(upload.createdAt) > PARTIAL_UPLOAD_DAYS * 86_400_000;
}

async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
