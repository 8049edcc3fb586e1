import { createCipheriv, hash, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINGER_POSITIONS } from '../src/domain/finger-position.ts';
import { createHybridRecipient } from './support/hybrid-recipient.ts';
import { encryptAgeFile } from '../src/sync/formats/age-file.ts';
import { writePacketArchive } from '../src/sync/formats/packet-archive.ts';
import { createStationIdentity } from '../src/sync/station-identity.ts';
import { sealPacket } from '../src/sync/seal.ts';
import type { SealRequest } from '../src/sync/seal.ts';
import { atLeast } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { median, rounded, sum } from './support/statistics.ts';
import { valueOf } from './support/value-of.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * Memory against memory: the age file of a packet (hybrid key wrap to one recipient, header, chunks with their
 * tags), as `sealPacket` makes it, against the same bytes through the ChaCha20-Poly1305 of node:crypto in one
 * call. `ratio` is the rate on 32 MiB, where bytes count and not the packets; `ratioTypical` that on one dossier
 * with ten prints, portrait and a scanned paper, where the fixed costs of a packet count as well: the key
 * wrap, and a cipher for each chunk of 64 KiB.
 *
 * The rest of sealing depends on the disk and is given beside it: `packetMs` is `sealPacket` whole (archive
 * with its hashes, age, SHA-256, write, fsync, rename, fsync of the folder, signature) one after another,
 * `packetMsThreeAtOnce` three at a time as the station does it, `durableFloorMs` the peer's encryption, two
 * SHA-256, write, fsync and fsync of the folder with nothing else: what no durable packet can be quicker than.
 */
export const seal: Benchmark = {
  name: 'seal',
  against: 'ChaCha20-Poly1305 of node:crypto over the same bytes, in memory',
  unit: 'MB/s',
  goal: atLeast(0.5),
  measure,
};

async function measure({ quick, scratch }: Setting): Promise<Measured> {
  const directory = join(scratch, 'packets');
  mkdirSync(directory);
  const { signingKey } = await createStationIdentity('BENCH-1');
  const recipients = [await createHybridRecipient()];
  const request = { stationId: 'BENCH-1', signingKey, recipients, directory };
  const typical = await compare({ ...request, ...dossierOf(TYPICAL) }, quick ? 5 : 150);
  const large = await compare({ ...request, ...dossierOf(LARGE) }, quick ? 2 : 10);
  return {
    ratio: large.ratio,
    figures: {
      ratioTypical: rounded(typical.ratio),
      large: large.figures,
      typical: typical.figures,
    },
  };
}

async function compare(request: SealRequest, times: number): Promise<Measured> {
  const archive = await writePacketArchive({ ...request, createdAt: request.sealedAt });
  const plain = Buffer.concat(archive);
  const took = {
    subject: [] as number[],
    peer: [] as number[],
    packet: [] as number[],
    threeAtOnce: [] as number[],
    floor: [] as number[],
  };
  // Turn by turn, so that both find processor and memory alike; the first of each warms up and does not count.
  for (let time = 0; time <= times; time += 1) {
    const subject = await encryptPacket(request, archive);
    const peer = encryptOnce(plain);
    if (time === 0) continue;
    took.subject.push(subject);
    took.peer.push(peer);
  }
  for (let time = 0; time <= times; time += 1) {
    const [packet, threeAtOnce] = [await sealOnce(request), await sealThree(request)];
    const floor = floorOnce(plain, request.directory);
    if (time === 0) continue;
    took.packet.push(packet);
    took.threeAtOnce.push(threeAtOnce);
    took.floor.push(floor);
  }
  const [subjectMs, peerMs] = [median(took.subject), median(took.peer)];
  const megabytesPerSecond = (ms: number): number => rounded(plain.length / 1000 / ms);
  return {
    ratio: peerMs / subjectMs,
    figures: {
      plainBytes: plain.length,
      subjectMs: rounded(subjectMs),
      peerMs: rounded(peerMs),
      subjectMegabytesPerSecond: megabytesPerSecond(subjectMs),
      peerMegabytesPerSecond: megabytesPerSecond(peerMs),
      packetMs: rounded(median(took.packet)),
      packetMsThreeAtOnce: rounded(median(took.threeAtOnce)),
      durableFloorMs: rounded(median(took.floor)),
      packets: times,
    },
  };
}

async function encryptPacket(
  request: SealRequest,
  archive: readonly Uint8Array[],
): Promise<number> {
  const startedAt = performance.now();
  await encryptAgeFile(request.recipients, archive);
  return performance.now() - startedAt;
}

/** @returns milliseconds a packet */
async function sealThree(request: SealRequest): Promise<number> {
  const startedAt = performance.now();
  const sealed = await Promise.all([1, 2, 3].map(() => sealPacket(request)));
  const tookMs = performance.now() - startedAt;
  for (const packet of sealed) rmSync(valueOf(packet).path);
  return tookMs / sealed.length;
}

async function sealOnce(request: SealRequest): Promise<number> {
  const startedAt = performance.now();
  const { path } = valueOf(await sealPacket(request));
  const tookMs = performance.now() - startedAt;
  rmSync(path);
  return tookMs;
}

function encryptOnce(plain: Uint8Array): number {
  const startedAt = performance.now();
  const cipher = createCipheriv('chacha20-poly1305', randomBytes(32), randomBytes(12), {
    authTagLength: 16,
  });
  cipher.update(plain);
  cipher.final();
  cipher.getAuthTag();
  return performance.now() - startedAt;
}

function floorOnce(plain: Uint8Array, directory: string): number {
  const path = join(directory, 'floor');
  const startedAt = performance.now();
  encryptOnce(plain);
  hash('sha256', plain);
  hash('sha256', plain);
  writeFileSync(path, plain, { flush: true });
  const folder = openSync(directory, 'r');
  fsyncSync(folder);
  closeSync(folder);
  const tookMs = performance.now() - startedAt;
  rmSync(path);
  return tookMs;
}

/** What one dossier brings, bytes: sizes as they were measured on a training day, and a paper. */
interface Sizes {
  readonly print: number;
  readonly portrait: number;
  readonly paper: number;
}

const TYPICAL: Sizes = { print: 43_000, portrait: 60_000, paper: 600_000 };
const LARGE: Sizes = { print: MEBIBYTE, portrait: 2 * MEBIBYTE, paper: 20 * MEBIBYTE };

function dossierOf(
  sizes: Sizes,
): Omit<SealRequest, 'stationId' | 'signingKey' | 'recipients' | 'directory'> {
  const files = [
    ...FINGER_POSITIONS.map((position) => ({
      name: `fingerprints/${position}.png`,
      mediaType: 'image/png',
      bytes: randomBytes(sizes.print),
    })),
    { name: 'portrait.jpg', mediaType: 'image/jpeg', bytes: randomBytes(sizes.portrait) },
    {
      name: 'documents/01-other.jpg',
      mediaType: 'image/jpeg',
      bytes: randomBytes(sizes.paper),
    },
  ];
  const sizeBytes = sum(files.map((file) => file.bytes.length));
  return {
    dossierId: randomUUID(),
    dossierNumber: 'BENCH-1-000001',
    version: 1,
    sealedAt: new Date().toISOString(),
    dossierJson: Buffer.from(JSON.stringify({ sizeBytes })),
    files,
  };
}
