import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isMet, atLeast, atMost } from '../../bench/support/benchmark.ts';
import { median, quantile } from '../../bench/support/statistics.ts';

const BENCH = join(import.meta.dirname, '../../bench/main.ts');

const figures = z.strictObject({
  p50Ms: z.number().positive(),
  p99Ms: z.number().positive(),
  p50UntilNextMs: z.number().positive(),
  maximumUntilNextMs: z.number().positive(),
});
const commitLine = z.strictObject({
  name: z.literal('commit'),
  ratio: z.number().positive(),
  against: z.string().min(1),
  unit: z.string().min(1),
  goal: z.literal(2),
  goalIs: z.literal('at-most'),
  met: z.boolean(),
  quick: z.literal(true),
  subject: figures,
  peer: figures,
  ratioPerRound: z.array(z.number().positive()).min(1),
  writes: z.int().positive(),
  imageBytes: z.int().positive(),
});

function bench(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [BENCH, ...args]);
}

test('a benchmark prints one line of JSON: its name, the ratio, the peer, and raw figures of both sides', async () => {
  const { stdout } = await bench('--only', 'commit', '--json', '--quick');
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  const line = commitLine.parse(JSON.parse(lines[0] ?? ''));
  expect(line.met).toBe(line.ratio <= 2);
  expect(line.subject.p50Ms).toBeLessThanOrEqual(line.subject.p50UntilNextMs);
});

test('a benchmark that does not exist is answered by the list of those that do', async () => {
  await expect(bench('--only', 'comit', '--json')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('commit, seal, startup, upload'),
  });
});

test('a goal is met from its own side, the limit included', () => {
  expect([1.9, 2, 2.1].map((ratio) => isMet(atMost(2), ratio))).toEqual([true, true, false]);
  expect([0.4, 0.5, 0.6].map((ratio) => isMet(atLeast(0.5), ratio))).toEqual([false, true, true]);
});

test('a quantile is one of the values, whatever their order', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile(hundred, 1)).toBe(100);
  expect(median([3, 1, 2])).toBe(2);
});
