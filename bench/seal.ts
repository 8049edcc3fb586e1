import { createCipheriv, hash, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINGER_POSITIONS } from '../src/domain/finger-position.ts';
import { createHybridRecipient } from './support/hybrid-recipient.ts';
import { createStationIdentity } from '../src/sync/station-identity.ts';
import { sealPacket } from '../src/sync/seal.ts';
import type { SealRequest } from '../src/sync/seal.ts';
import { atLeast } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { median, rounded, sum } from './support/statistics.ts';
import { valueOf } from './support/value-of.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * Sealing as the station does it, to one hybrid recipient: archive with its hashes, age, SHA-256 of the
 * packet, write, fsync, rename, fsync of the folder, signature. The peer encrypts the same bytes in
 * memory with the ChaCha20-Poly1305 of node:crypto and keeps nothing.
 *
 * `ratio` is that of one packet after another, each of a dossier with ten prints, portrait and a scanned
 * paper; `ratioThreeAtOnce` that of the same packets three at a time, where disk and processor overlap;
 * `ratioLarge` that of 32 MiB, where the costs that do not grow with the packet no longer count.
 * `floorMs` is what no sealing of this format can be quicker than, one after another on this disk: the
 * peer's encryption, two SHA-256 (of the files and of the packet), write, fsync, fsync of the folder.
 */
export const seal: Benchmark = {
  name: 'seal',
  against: 'ChaCha20-Poly1305 of node:crypto over the same bytes',
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
    ratio: typical.ratio,
    figures: { ratioLarge: rounded(large.ratio), typical: typical.figures, large: large.figures },
  };
}

async function compare(request: SealRequest, times: number): Promise<Measured> {
  const plain = Buffer.concat(request.files.map((file) => file.bytes));
  const took = {
    subject: [] as number[],
    threeAtOnce: [] as number[],
    peer: [] as number[],
    floor: [] as number[],
  };
  // The first of each warms up and does not count.
  for (let time = 0; time <= times; time += 1) {
    const [subject, peer] = [await sealOnce(request), encryptOnce(plain)];
    const [threeAtOnce, floor] = [await sealThree(request), floorOnce(plain, request.directory)];
    if (time === 0) continue;
    took.subject.push(subject);
    took.peer.push(peer);
    took.threeAtOnce.push(threeAtOnce);
    took.floor.push(floor);
  }
  const [subjectMs, peerMs] = [median(took.subject), median(took.peer)];
  const threeAtOnceMs = median(took.threeAtOnce);
  const megabytesPerSecond = (ms: number): number => rounded(plain.length / 1000 / ms);
  return {
    ratio: peerMs / subjectMs,
    figures: {
      plainBytes: plain.length,
      subjectMs: rounded(subjectMs),
      peerMs: rounded(peerMs),
      floorMs: rounded(median(took.floor)),
      subjectMegabytesPerSecond: megabytesPerSecond(subjectMs),
      threeAtOnceMegabytesPerSecond: megabytesPerSecond(threeAtOnceMs),
      peerMegabytesPerSecond: megabytesPerSecond(peerMs),
      ratioThreeAtOnce: rounded(peerMs / threeAtOnceMs),
      ratioOfFloor: rounded(peerMs / median(took.floor)),
      packets: times,
    },
  };
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
