import type { StationClient } from '../../contract/station-client.ts';
import { EVENTS } from '../../contract/events.ts';

type Phase = 'capture' | 'seal' | 'upload';

/** Adds up how long each part of the day took, over all the station processes it needed. */
export class PhaseClock {
  readonly #startedAt = performance.now();
  readonly #totals: Record<Phase, number> = { capture: 0, seal: 0, upload: 0 };
  readonly #since = new Map<Phase, number>();

  begin(phase: Phase): void {
    if (!this.#since.has(phase)) this.#since.set(phase, performance.now());
  }

  end(phase: Phase): void {
    const since = this.#since.get(phase);
    if (since === undefined) return;
    this.#totals[phase] += performance.now() - since;
    this.#since.delete(phase);
  }

  /** Reads the phases of the batch off the station's own progress. */
  follow(client: StationClient): void {
    client.onEvent((name, payload) => {
      if (name !== 'sync.progress') return;
      const { phase } = EVENTS['sync.progress'].parse(payload);
      if (phase === 'sealing') this.begin('seal');
      else this.end('seal');
      if (phase === 'uploading') this.begin('upload');
      if (phase === 'receipts' || phase === 'done') this.end('upload');
    });
    client.onExit(() => {
      for (const phase of this.#since.keys()) this.end(phase);
    });
  }

  seconds(): { total: number; capture: number; seal: number; upload: number } {
    return {
      total: seconds(performance.now() - this.#startedAt),
      capture: seconds(this.#totals.capture),
      seal: seconds(this.#totals.seal),
      upload: seconds(this.#totals.upload),
    };
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
