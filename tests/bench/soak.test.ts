import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { soakFrames } from '../../bench/soak/frames.ts';

const SOAK = join(import.meta.dirname, '../../bench/soak.ts');
const FAULTY = new URL('./support/faulty-protocols.ts', import.meta.url);

const frameLine = z.strictObject({
  protocol: z.enum(['visca', 'zfm']),
  frames: z.literal(200),
  seconds: z.number().nonnegative(),
  crashes: z.literal(0),
  hangs: z.literal(0),
  largestBufferBytes: z.int().nonnegative(),
  heapGrowthBytes: z.int(),
  recoveredAfterFrames: z.int().nonnegative(),
});

function soak(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [SOAK, ...args]);
}

test('a soak of frames prints one line of JSON for each protocol', async () => {
  const names = ['--protocol', 'visca', '--protocol', 'zfm'];
  const { stdout } = await soak('frames', '--frames', '200', '--seed', '7', ...names);
  const lines = stdout.trimEnd().split('\n');
  const figures = lines.map((line) => frameLine.parse(JSON.parse(line)));
  expect(figures.map(({ protocol }) => protocol)).toEqual(['zfm', 'visca']);
});

test.each([['soap'], ['frames', '--protocol', 'fax'], ['frames', '--frames', 'many']])(
  'a soak that does not exist is answered by those that do: %s',
  async (...args) => {
    await expect(soak(...args)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('npm run soak'),
    });
  },
);

function soakFaulty(protocol: string) {
  return soakFrames({ protocol, frames: 5_000, seed: 3, catalogue: FAULTY, hangMs: 400 });
}

test('a parser without a fault passes', async () => {
  const verdict = await soakFaulty('healthy');
  expect(verdict).toMatchObject({ frames: 5_000, crashes: 0, hangs: 0, recoveredAfterFrames: 0 });
  expect(verdict.breach).toBeUndefined();
});

test.each([
  ['throws', 'crash', '00', { crashes: 1, hangs: 0 }],
  ['hangs', 'hang', 'ff', { crashes: 0, hangs: 1 }],
  ['dies', 'crash', 'ff', { crashes: 1, hangs: 0 }],
  ['invents', 'invent', '00', { crashes: 0, hangs: 0 }],
  ['turns deaf', 'deaf', 'ff', { crashes: 0, hangs: 0 }],
] as const)(
  'a parser that %s is caught by the word %s, with the smallest stream that does it',
  async (fault, kind, stream, counts) => {
    const verdict = await soakFaulty(fault);
    expect(verdict).toMatchObject({ ...counts, breach: { kind, stream, seed: 3 } });
  },
  120_000,
);

test.each(['keeps', 'leaks'])('a parser that %s what it was told is caught', async (fault) => {
  expect(await soakFaulty(fault)).toMatchObject({ breach: { kind: 'grow' } });
});
