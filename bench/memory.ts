import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting, Skipped } from './support/benchmark.ts';
import { mean, rounded } from './support/statistics.ts';
import { CITIZENS_OF_A_DAY, measuredDay, whyNoMeasuredDay } from './support/unattended-day.ts';

const LIMIT_BYTES = 300_000_000;

/**
 * Peak resident memory of the station process over an unattended day, batch included, against the limit;
 * `lastAgainstFirst` says whether it grows: the mean after the last fifth of the citizens over that after
 * the first fifth.
 */
export const memory: Benchmark = {
  name: 'memory',
  against: `a limit of ${LIMIT_BYTES / 1e6} MB`,
  unit: 'MB resident at the peak of the station process',
  goal: atMost(1),
  measure,
};

async function measure({ quick, scratch }: Setting): Promise<Measured | Skipped> {
  const reason = whyNoMeasuredDay();
  if (reason !== undefined) return { skipped: reason };
  const day = await measuredDay(quick ? 2 : CITIZENS_OF_A_DAY, scratch);
  const fifth = Math.ceil(day.citizens / 5);
  const [first, last] = [
    mean(day.residentBytes.slice(0, fifth)),
    mean(day.residentBytes.slice(-fifth)),
  ];
  const megabytes = (bytes: number): number => rounded(bytes / 1e6);
  return {
    ratio: day.peakBytes / LIMIT_BYTES,
    figures: {
      peakMegabytes: megabytes(day.peakBytes),
      limitMegabytes: megabytes(LIMIT_BYTES),
      firstMegabytes: megabytes(first),
      lastMegabytes: megabytes(last),
      lastAgainstFirst: rounded(last / first),
      megabytesEveryTenth: day.residentBytes
        .filter((_, index) => index % 10 === 9)
        .map((bytes) => Math.round(bytes / 1e6)),
      citizens: day.citizens,
      daySeconds: day.seconds,
    },
  };
}
