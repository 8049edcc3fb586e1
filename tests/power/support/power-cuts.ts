import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { accountFor } from '../../faults/support/account.ts';
import type { Account } from '../../faults/support/account.ts';
import { Machine } from '../../vm/support/machine.ts';
import type { MachineImage } from '../../vm/support/machine-image.ts';
import { copyDisk, makeDisk, makeEmpty, withStationOn } from './disk.ts';
import { replayUntilCut } from './write-log.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const STATION = join(PROJECT, 'tests/power/guest/telling-station.ts');
const CARELESS_STATION = join(PROJECT, 'tests/power/guest/careless-station.ts');

/** The power goes after so many durable steps at most, and a moment: a citizen takes some forty, before and after each. */
const MOST_STEPS = 120;
const LONGEST_MOMENT_MS = 400;

/** An emulated machine boots in some ten seconds, on a busy host in many times that. */
const LONGEST_ROUND_MS = 600_000;

export interface PowerOrder {
  readonly rounds: number;
  readonly random: () => number;
  /** Whether the drive loses, at this cut, what it had not yet been told to keep. */
  readonly losesCache: (round: number) => boolean;
  /** Whether the store waits for the disk, as it does; one that does not shows that this harness finds losses. */
  readonly isCareful: boolean;
  readonly say?: (sentence: string) => void;
}

export interface PowerAccount extends Account {
  readonly rounds: number;
  /** Writes that the drive lost with its cache. */
  readonly lostWrites: number;
}

/**
 * A station in a virtual machine, on an ext4 disk, is cut off at random moments of its days, each time continued from the
 * same disk. After each cut the disk is read from outside, and compared with what had been confirmed on the console.
 */
export async function powerCuts(image: MachineImage, order: PowerOrder): Promise<PowerAccount> {
  const folder = await mkdtemp(join(tmpdir(), 'tram-power-'));
  try {
    const disk = join(folder, 'disk.img');
    await makeDisk(disk);
    const confirmed: Confirmed = new Map();
    const total = { found: 0, lost: 0, duplicated: 0, corrupt: 0, lostWrites: 0 };
    for (let round = 1; round <= order.rounds; round += 1) {
      const losesCache = order.losesCache(round);
      const run = { folder, disk, confirmed, order, losesCache };
      total.lostWrites += await runUntilCut(image, run);
      const account = await accountOf(disk, new Set(confirmed.keys()));
      total.found = account.found;
      // What one cut took is missing after the next one, too.
      total.lost = Math.max(total.lost, account.lost);
      total.duplicated = Math.max(total.duplicated, account.duplicated);
      total.corrupt = Math.max(total.corrupt, account.corrupt);
      order.say?.(`cut ${round}: ${JSON.stringify({ ...account, ...total })}`);
    }
    return { rounds: order.rounds, confirmed: confirmed.size, ...total };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was confirmed on the console, by citizen number: how far the log of the drive's writes had come by then. */
type Confirmed = Map<string, number>;

interface Round {
  readonly folder: string;
  readonly disk: string;
  readonly confirmed: Confirmed;
  readonly order: PowerOrder;
  readonly losesCache: boolean;
}

/**
 * Boots, lets the station work, and cuts. A drive that loses its cache is cut at some write of its log, for the moments
 * between a write and its flush are short.
 * @returns how many writes were lost with the cache
 */
async function runUntilCut(
  image: MachineImage,
  { folder, disk, confirmed, order, losesCache }: Round,
): Promise<number> {
  const desk = await mkdtemp(join(folder, 'desk-'));
  const log = join(folder, 'log.img');
  const before = join(folder, 'before.img');
  if (losesCache) {
    await copyDisk(disk, before);
    await makeEmpty(log, 0);
  }
  const station = order.isCareful ? STATION : CARELESS_STATION;
  await writeFile(join(desk, 'start.sh'), startScript(station));
  const enough = Promise.withResolvers<void>();
  let steps = Math.ceil(order.random() * MOST_STEPS);
  const drive = losesCache ? loggedDrive(disk, log) : plainDrive(disk);
  const machine = new Machine(image, { desk, limitMs: LONGEST_ROUND_MS, drive }, (line) => {
    const [, words = ''] = /^TRAM (.*)$/.exec(line) ?? [];
    if (words.startsWith('step ') && --steps === 0) enough.resolve();
    const [, citizenNumber] = /^confirmed (\d{12})$/.exec(words) ?? [];
    if (citizenNumber === undefined || confirmed.has(citizenNumber)) return;
    confirmed.set(citizenNumber, losesCache ? statSync(log).size : 0);
  });
  void machine.off.then((console) => enough.reject(new Error(console.slice(-2_000))));
  await enough.promise;
  await delay(order.random() * LONGEST_MOMENT_MS);
  await machine.cut();
  await rm(desk, { recursive: true });
  if (!losesCache) return 0;
  const { lostWrites, cutAtByte } = replayUntilCut(log, before, order.random);
  await rename(before, disk);
  for (const [citizenNumber, atByte] of confirmed) {
    // In the world in which the power went there, this was never said.
    if (atByte > cutAtByte) confirmed.delete(citizenNumber);
    else confirmed.set(citizenNumber, 0);
  }
  return lostWrites;
}

function startScript(station: string): string {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return [
    `export PATH=${path} HOME=/root XDG_CACHE_HOME=/run/cache NO_COLOR=1`,
    `cd '${PROJECT}' || exit`,
    `exec '${process.execPath}' tests/power/guest/day.ts '${station}'`,
    '',
  ].join('\n');
}

function plainDrive(disk: string): string[] {
  return ['-drive', `file=${disk},format=raw,if=virtio,cache=writeback`];
}

/** Every write goes to the disk, and into a log that tells when the drive was told to keep what it had. */
function loggedDrive(disk: string, log: string): string[] {
  return [
    `-blockdev driver=raw,node-name=disk,file.driver=file,file.filename=${disk}`,
    `-blockdev driver=file,node-name=log,filename=${log}`,
    '-blockdev driver=blklogwrites,node-name=drive,file=disk,log=log,log-sector-size=512',
    '-device virtio-blk-pci,drive=drive',
  ].flatMap((option) => option.split(' '));
}

async function accountOf(disk: string, confirmed: ReadonlySet<string>): Promise<Account> {
  return withStationOn(disk, (folder) => {
    if (existsSync(folder)) return accountFor(folder, confirmed, false);
    const { size } = confirmed;
    return Promise.resolve({ confirmed: size, found: 0, lost: size, duplicated: 0, corrupt: 0 });
  });
}
