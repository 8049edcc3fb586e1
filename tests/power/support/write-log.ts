import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * The log of a block device's writes, as dm-log-writes and qemu's blklogwrites keep it (Linux,
 * Documentation/admin-guide/device-mapper/log-writes.rst; drivers/md/dm-log-writes.c): sectors of 512 bytes, the first with
 * the magic number, then for each write one with where it goes, and its data.
 */
const SECTOR_BYTES = 512;
const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const DISCARD = 4n;

interface Entry {
  readonly toByte: number;
  readonly sizeBytes: number;
  /** Where its data begin in the log. */
  readonly atByte: number;
  readonly flags: bigint;
}

export interface LostCache {
  /** Writes that the drive had taken and not kept. */
  readonly lostWrites: number;
  /** How far the log had come when the power went. */
  readonly cutAtByte: number;
}

/**
 * Does on a disk what its log tells up to some write of it, as after a power cut of a drive that loses its cache there:
 * everything that was written before the last flush, and of the rest a random half.
 * @param disk as it was when the log began
 */
export function replayUntilCut(log: string, disk: string, random: () => number): LostCache {
  const from = openSync(log, 'r');
  const to = openSync(disk, 'r+');
  try {
    const all = entriesOf(from);
    const entries = all.slice(0, Math.ceil(random() * all.length));
    const flushed = entries.findLastIndex(({ flags }) => (flags & FLUSH) !== 0n);
    let lostWrites = 0;
    for (const [index, entry] of entries.entries()) {
      if (entry.sizeBytes === 0) continue;
      if (index > flushed && random() < 0.5) lostWrites += 1;
      else copy(from, to, entry);
    }
    const last = entries.at(-1);
    return { lostWrites, cutAtByte: last ? last.atByte + last.sizeBytes : 0 };
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

/** The machine died while it wrote: what is not whole at the end is not told. */
function entriesOf(log: number): readonly Entry[] {
  const head = Buffer.alloc(SECTOR_BYTES);
  readSync(log, head, 0, SECTOR_BYTES, 0);
  if (head.readBigUInt64LE(0) !== MAGIC) throw new Error('this is no log of writes');
  const { size } = fstatSync(log);
  const entries: Entry[] = [];
  for (let at = SECTOR_BYTES; at + SECTOR_BYTES <= size;) {
    readSync(log, head, 0, SECTOR_BYTES, at);
    const [sector, sectors, flags] = [0, 8, 16].map((offset) => head.readBigUInt64LE(offset));
    if (sector === undefined || sectors === undefined || flags === undefined) break;
    if (sectors === 0n && flags === 0n) break;
    const isDiscard = (flags & DISCARD) !== 0n;
    const sizeBytes = isDiscard ? 0 : Number(sectors) * SECTOR_BYTES;
    const atByte = at + SECTOR_BYTES;
    if (atByte + sizeBytes > size) break;
    entries.push({ toByte: Number(sector) * SECTOR_BYTES, sizeBytes, atByte, flags });
    at = atByte + sizeBytes;
  }
  return entries;
}

function copy(from: number, to: number, { toByte, sizeBytes, atByte }: Entry): void {
  const bytes = Buffer.alloc(sizeBytes);
  readSync(from, bytes, 0, sizeBytes, atByte);
  writeSync(to, bytes, 0, sizeBytes, toByte);
}
