import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openEncrypted } from '../src/store/cipher.ts';
import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { openDraftStore, PRINTS_PER_DOSSIER } from './support/draft-store.ts';
import { fingerprintPngs } from './support/sample-images.ts';
import { median, quantile, rounded } from './support/statistics.ts';

/**
 * A fingerprint saved durably, as the station does it: one transaction that looks at the draft and its
 * earlier attempts, adds the image and the audit entry. The peer inserts the same image into a plain
 * table of an encrypted database of the same kind, WAL and `synchronous=FULL`.
 *
 * Measured on both sides is what the officer waits for: from the start of a write until it is durable. Both fold
 * their log at 4 MiB, about once in a hundred writes: the peer inside of the insert that crosses the limit
 * (`wal_autocheckpoint`), the store in the turn after the write. A ratio of the 99th percentile with the
 * folding would stand on the edge between a write with one and a write without; so the time until the next
 * write can begin is given beside it: its median, and its maximum, which is a folding on both sides.
 */
export const commit: Benchmark = {
  name: 'commit',
  against: 'raw insert of the same image, encrypted SQLite, WAL, synchronous=FULL',
  unit: 'p99 milliseconds until the write is durable',
  goal: atMost(2),
  measure,
};

/** Milliseconds of one write: until it was durable, and until the next could begin. */
interface Took {
  readonly durable: number;
  readonly free: number;
}

async function measure({ quick, scratch }: Setting): Promise<Measured> {
  const images = await fingerprintPngs(quick ? 1 : PRINTS_PER_DOSSIER);
  const subject = openDraftStore(join(scratch, 'store'));
  const peer = openPeer(join(scratch, 'raw'));
  const rounds = Array.from({ length: quick ? 1 : 3 }, () => ({
    subject: [] as Took[],
    peer: [] as Took[],
  }));
  const writesPerRound = quick ? 100 : 1000;
  for (const round of [{ subject: [], peer: [] }, ...rounds]) {
    for (let write = 0; write < writesPerRound; write += 1) {
      const image = images[write % images.length];
      if (!image) throw new Error('there is no image');
      await subject.prepare();
      round.subject.push(await timed(() => subject.save(image)));
      round.peer.push(await timed(() => peer.save(image)));
    }
  }
  subject.close();
  peer.close();
  const imageBytes = median(images.map((image) => image.length));
  return summary(rounds, imageBytes);
}

function summary(
  rounds: readonly { subject: Took[]; peer: Took[] }[],
  imageBytes: number,
): Measured {
  const p99 = (took: readonly Took[]): number =>
    quantile(
      took.map(({ durable }) => durable),
      0.99,
    );
  const ratios = rounds.map((round) => p99(round.subject) / p99(round.peer));
  const all = (side: 'subject' | 'peer'): Took[] => rounds.flatMap((round) => round[side]);
  const figures = (side: 'subject' | 'peer'): Record<string, number> => {
    const [durable, free] = [
      all(side).map((took) => took.durable),
      all(side).map((took) => took.free),
    ];
    return {
      p50Ms: rounded(median(durable)),
      p99Ms: rounded(quantile(durable, 0.99)),
      p50UntilNextMs: rounded(median(free)),
      maximumUntilNextMs: rounded(quantile(free, 1)),
    };
  };
  return {
    ratio: median(ratios),
    figures: {
      subject: figures('subject'),
      peer: figures('peer'),
      ratioPerRound: ratios.map(rounded),
      writes: all('subject').length,
      imageBytes,
    },
  };
}

async function timed(write: () => void): Promise<Took> {
  const startedAt = performance.now();
  write();
  const durable = performance.now() - startedAt;
  // The store folds its log in the immediate queue of this turn, which is run before ours.
  await nextTurn();
  return { durable, free: performance.now() - startedAt };
}

interface Side {
  save(image: Uint8Array): void;
  close(): void;
}

function openPeer(directory: string): Side {
  mkdirSync(directory);
  const database = openEncrypted(join(directory, 'raw.db'), randomBytes(32), {});
  if (!database) throw new Error('the new database of the peer does not open');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // 1024 pages of 4 KiB: the size at which the store folds its log too.
  database.pragma('wal_autocheckpoint = 1024');
  database.exec('CREATE TABLE images (id INTEGER PRIMARY KEY, image BLOB)');
  const insert = database.prepare('INSERT INTO images (image) VALUES (?)');
  return {
    save: (image) => void insert.run(image),
    close: () => void database.close(),
  };
}
