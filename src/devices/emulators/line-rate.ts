import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The rate that the host has set on its end of the line, in bit/s; `stty` of coreutils reads it. */
export async function readLineRate(path: string): Promise<number> {
  const { stdout } = await run('stty', ['-F', path, 'speed']);
  return Number.parseInt(stdout, 10);
}
