import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting, Skipped } from './support/benchmark.ts';
import { whyNoWindow } from './support/electron-launch.ts';
import { median, quantile, rounded } from './support/statistics.ts';
import { taskEnvironment } from './window/screen-task.ts';

const WINDOW = join(import.meta.dirname, 'window/captures-on-screen.ts');
const WATCH = join(import.meta.dirname, 'window/watch-port.ts');

/**
 * What the officer waits for: from the last byte of a print at the port of the scanner's process until the window has
 * painted the picture and its quality. The built station of training with its scanner at the pace of its line, in a real
 * window; each print is decoded, judged, saved durably and shown on the way.
 */
export const deviceScreen: Benchmark = {
  name: 'device-screen',
  against: 'the last byte of the print at the port',
  unit: 'p95 milliseconds until picture and quality are painted',
  goal: atMost(100),
  measure,
};

async function measure({ quick, scratch }: Setting): Promise<Measured | Skipped> {
  const reason = whyNoWindow();
  if (reason !== undefined) return { skipped: reason };
  const lastBytesFile = join(scratch, 'last-bytes');
  const task = { captures: quick ? 10 : 50, lastBytesFile, node: watchedNode(scratch) };
  const { stdout } = await promisify(execFile)(process.execPath, [WINDOW], {
    env: { ...process.env, ...taskEnvironment(task) },
  });
  const shownAt = JSON.parse(stdout) as readonly number[];
  const lastBytesAt = readFileSync(lastBytesFile, 'utf8').trimEnd().split('\n').map(Number);
  if (lastBytesAt.length !== shownAt.length) throw new Error('not every print was shown once');
  return summary(shownAt.map((at, print) => at - (lastBytesAt[print] ?? at)));
}

function summary(waits: readonly number[]): Measured {
  return {
    ratio: quantile(waits, 0.95),
    figures: {
      p50Ms: rounded(median(waits)),
      p95Ms: rounded(quantile(waits, 0.95)),
      maximumMs: rounded(quantile(waits, 1)),
      captures: waits.length,
    },
  };
}

/** A program that is this Node with a watch in every process; the shell itself takes no options from outside. */
function watchedNode(scratch: string): string {
  const path = join(scratch, 'node');
  const lines = [
    '#!/bin/sh',
    `export NODE_OPTIONS='--import=${WATCH}'`,
    `exec '${process.execPath}' "$@"`,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o700 });
  return path;
}
