import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting, Skipped } from './support/benchmark.ts';
import { millisecondsUntilReady, whyNoWindow } from './support/electron-launch.ts';
import type { Launch } from './support/electron-launch.ts';
import { median, rounded } from './support/statistics.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const EMPTY_WINDOW = join(import.meta.dirname, 'empty-window');

/**
 * From the start of the Electron program until the window is visible and a control in it has the keyboard: the
 * sign-in of a training station on a data folder that was used before (station process, emulated
 * scanner and ministry beside it), against a window with nothing but one input, on the same runtime and
 * display, seen with the same means.
 */
export const startup: Benchmark = {
  name: 'startup',
  against: 'an empty Electron window of the same runtime',
  unit: 'milliseconds until ready for typing',
  goal: atMost(1.5),
  measure,
};

async function measure({ quick, scratch, say }: Setting): Promise<Measured | Skipped> {
  const reason = whyNoWindow();
  if (reason !== undefined) return { skipped: reason };
  const executable = process.env['TRAM_ELECTRON'] ?? '';
  const data = { subject: join(scratch, 'station'), peer: join(scratch, 'empty') };
  for (const folder of Object.values(data)) mkdirSync(folder);
  const launches = {
    subject: { executable, args: [PROJECT, '--training', '--data', data.subject] },
    peer: { executable, args: [EMPTY_WINDOW, data.peer] },
  } satisfies Record<string, Launch>;
  const took = { subject: [] as number[], peer: [] as number[] };
  const repetitions = quick ? 1 : 7;
  // The first launch of each makes the folder warm.
  for (let repetition = 0; repetition <= repetitions; repetition += 1) {
    const subject = await millisecondsUntilReady(launches.subject);
    const peer = await millisecondsUntilReady(launches.peer);
    say(`${Math.round(subject)} ms, empty window ${Math.round(peer)} ms`);
    if (repetition === 0) continue;
    took.subject.push(subject);
    took.peer.push(peer);
  }
  return {
    ratio: median(took.subject) / median(took.peer),
    figures: {
      subjectMs: rounded(median(took.subject)),
      peerMs: rounded(median(took.peer)),
      subjectRunsMs: took.subject.map(Math.round),
      peerRunsMs: took.peer.map(Math.round),
    },
  };
}
