import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { waitOfEvents } from '../../bench/devices/loop-delay.ts';
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

const serialLine = z.looseObject({
  name: z.literal('device-serial-115200'),
  ratio: z.number().positive().max(1),
  goal: z.literal(0.95),
  goalIs: z.literal('at-least'),
  seconds: z.number().positive(),
  lineSeconds: z.number().positive(),
  wireBytes: z.int().positive(),
  imageBytes: z.literal(36_864),
});
const previewLine = z.looseObject({
  name: z.literal('device-preview'),
  ratio: z.number().positive(),
  goal: z.literal(15),
  pictures: z.int().positive(),
  pictureBytes: z.int().positive(),
});

test('the benchmarks of devices measure what comes over a line, and no device is faster than its line', async () => {
  const { stdout } = await bench('device-serial-115200', 'device-preview', '--json', '--quick');
  const [serial, preview] = stdout.trimEnd().split('\n');
  const { seconds, lineSeconds, wireBytes, imageBytes } = serialLine.parse(
    JSON.parse(serial ?? ''),
  );
  expect(seconds).toBeGreaterThanOrEqual(lineSeconds);
  expect(wireBytes).toBeGreaterThan(imageBytes);
  previewLine.parse(JSON.parse(preview ?? ''));
}, 120_000);

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

test('an event that comes at any moment waits for the rest of the turn that it falls into', () => {
  const short = Array.from({ length: 900 }, () => 1);
  // A tenth of the time is one turn of 100 ms: a hundredth of the events waits more than 90.
  expect(waitOfEvents([...short, 100], 0.01)).toBeCloseTo(90);
  expect(waitOfEvents([10, 10, 10, 10], 0.01)).toBeCloseTo(9.9);
  // So long a turn among so many is met by one event in a thousand.
  expect(waitOfEvents([...Array.from({ length: 99_900 }, () => 1), 100], 0.01)).toBeLessThan(1);
});

test('a quantile is one of the values, whatever their order', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile(hundred, 1)).toBe(100);
  expect(median([3, 1, 2])).toBe(2);
});
