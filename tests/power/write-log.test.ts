import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../devices/emulated-module.ts';
import { replayUntilCut } from './support/write-log.ts';

const SECTOR_BYTES = 512;
const FLUSH = 1;

interface Write {
  readonly sector: number;
  readonly fill: number;
}

/** A log as qemu writes it: a head, and for each write where it goes and its data. */
function logOf(writes: readonly (Write | 'flush')[]): Buffer {
  const head = Buffer.alloc(SECTOR_BYTES);
  head.writeBigUInt64LE(0x6a736677736872n, 0);
  const entries = writes.flatMap((write) => {
    const entry = Buffer.alloc(SECTOR_BYTES);
    if (write === 'flush') {
      entry.writeBigUInt64LE(BigInt(FLUSH), 16);
      return [entry];
    }
    entry.writeBigUInt64LE(BigInt(write.sector), 0);
    entry.writeBigUInt64LE(1n, 8);
    return [entry, Buffer.alloc(SECTOR_BYTES, write.fill)];
  });
  return Buffer.concat([head, ...entries]);
}

function replayed(log: Buffer, random: () => number) {
  const folder = temporaryFolder();
  const [logFile, disk] = [join(folder, 'log'), join(folder, 'disk')];
  writeFileSync(logFile, log);
  writeFileSync(disk, Buffer.alloc(8 * SECTOR_BYTES));
  const lost = replayUntilCut(logFile, disk, random);
  const bytes = readFileSync(disk);
  return { ...lost, sectors: Array.from({ length: 8 }, (_, at) => bytes[at * SECTOR_BYTES]) };
}

const LOG = logOf([
  { sector: 1, fill: 1 },
  { sector: 2, fill: 2 },
  'flush',
  { sector: 1, fill: 9 },
  { sector: 3, fill: 3 },
]);

test('what was flushed is on the disk, whatever the drive loses', () => {
  const answers = [1, 0.1, 0.1];
  const { sectors, lostWrites, cutAtByte } = replayed(LOG, () => answers.shift() ?? 0);
  expect(sectors).toEqual([0, 1, 2, 0, 0, 0, 0, 0]);
  expect(lostWrites).toBe(2);
  expect(cutAtByte).toBe(LOG.length);
});

test('a drive may have kept the later of two writes and not the earlier', () => {
  const answers = [1, 0.1, 0.9];
  const { sectors, lostWrites } = replayed(LOG, () => answers.shift() ?? 0);
  expect(sectors).toEqual([0, 1, 2, 3, 0, 0, 0, 0]);
  expect(lostWrites).toBe(1);
});

test('the power may go at any write, before a flush too', () => {
  const answers = [0.4, 0.9, 0.1];
  const { sectors, cutAtByte } = replayed(LOG, () => answers.shift() ?? 0);
  expect(sectors).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  expect(cutAtByte).toBe(5 * SECTOR_BYTES);
});

test('a log that ends in the middle of a write tells what is whole', () => {
  const { sectors } = replayed(LOG.subarray(0, LOG.length - 100), () => 0.99);
  expect(sectors).toEqual([0, 9, 2, 0, 0, 0, 0, 0]);
});

test('what is no log is not replayed', () => {
  expect(() => replayed(Buffer.alloc(2_048), () => 1)).toThrow('this is no log of writes');
});
