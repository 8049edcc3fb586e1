import { monitorEventLoopDelay } from 'node:perf_hooks';
import { quantile } from '../support/statistics.ts';

const NANOSECONDS_PER_MILLISECOND = 1e6;

/** Milliseconds between two turns of the event loop; 1 and a little where nothing keeps it. */
export interface LoopDelay {
  /** Of all turns. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maximumMs: number;
  /**
   * What one in a hundred events waits at least that come at any moment. A turn that lasts long counts once among the
   * turns, but many events fall into it.
   */
  readonly p99OfEventsMs: number;
  readonly turns: number;
}

/** Watches the event loop of this process until `stop`. */
export function watchLoop(): { stop(): LoopDelay } {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return {
    stop: () => {
      histogram.disable();
      const turns = histogram.count;
      const lengths = Array.from({ length: turns }, (_, rank) => {
        const percentile = Math.min(100, ((rank + 0.5) / turns) * 100);
        return histogram.percentile(percentile) / NANOSECONDS_PER_MILLISECOND;
      });
      return {
        p50Ms: quantile(lengths, 0.5),
        p99Ms: quantile(lengths, 0.99),
        maximumMs: histogram.max / NANOSECONDS_PER_MILLISECOND,
        p99OfEventsMs: waitOfEvents(lengths, 0.01),
        turns,
      };
    },
  };
}

/** The wait that this share of events exceeds, when they come evenly over turns of these lengths. */
export function waitOfEvents(turnsMs: readonly number[], share: number): number {
  const longestFirst = turnsMs.toSorted((left, right) => right - left);
  const allowed = share * longestFirst.reduce((total, turn) => total + turn, 0);
  // With the k longest turns above the wait, what lies above it is their sum less k times the wait.
  let above = 0;
  for (const [at, turn] of longestFirst.entries()) {
    above += turn;
    const wait = (above - allowed) / (at + 1);
    if (wait >= (longestFirst[at + 1] ?? 0)) return wait;
  }
  return 0;
}
