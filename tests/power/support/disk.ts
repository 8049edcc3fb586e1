import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs of an administrator are not on everybody's path. */
const ENVIRONMENT = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

const DISK_BYTES = 512 * 1024 * 1024;

/** e2fsck: 1 and 2 say that what was wrong is mended, the journal of a cut among it (e2fsck(8), "EXIT CODE"). */
const MENDED = 2;

/** A disk with an empty ext4 file system. */
export async function makeDisk(path: string): Promise<void> {
  await makeEmpty(path, DISK_BYTES);
  await run('mkfs.ext4', ['-q', '-F', path], { env: ENVIRONMENT });
}

/** A file of so many bytes that takes no room. */
export async function makeEmpty(path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, 'w');
  await file.truncate(sizeBytes);
  await file.close();
}

export async function copyDisk(from: string, to: string): Promise<void> {
  await run('cp', ['--sparse=always', from, to]);
}

/**
 * Gives the station's folder on a disk that was cut off, without a kernel: the journal is played on a copy, as the next boot
 * would, and the files are taken out of it.
 */
export async function withStationOn<T>(
  disk: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(`${disk}-`);
  const copy = join(folder, 'disk.img');
  try {
    await copyDisk(disk, copy);
    await check(copy);
    await run('debugfs', ['-R', `rdump /station ${folder}`, copy], { env: ENVIRONMENT });
    return await work(join(folder, 'station'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function check(disk: string): Promise<void> {
  try {
    await run('e2fsck', ['-fy', disk], { env: ENVIRONMENT, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (typeof code !== 'number' || code > MENDED) throw cause;
  }
}
