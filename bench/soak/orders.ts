import type { Recording } from './flight-recorder.ts';
import type { BreachKind } from './trial.ts';

/** What a listener is to do: hear so many frames, or one stream once more. */
export interface ListenerOrder {
  /** The module whose `PROTOCOLS` are a `Catalogue`. */
  readonly catalogue: string;
  readonly protocol: string;
  /** File of the flight recorder. */
  readonly recorder: string;
  readonly task:
    | { readonly kind: 'run'; readonly frames: number; readonly seed: number }
    | { readonly kind: 'try'; readonly recording: Recording };
}

export interface FoundBreach {
  readonly kind: BreachKind;
  readonly detail: string;
  /** Damaged, as they went on the line. */
  readonly pieces: readonly Uint8Array[];
  /** Whether fewer of these bytes do not do it. */
  readonly isSmallest: boolean;
}

export interface ListenerReport {
  readonly frames: number;
  readonly largestBufferBytes: number;
  readonly heapGrowthBytes: number;
  readonly recoveredAfterFrames: number;
  readonly breach: FoundBreach | undefined;
}

export const NOTHING_HEARD: ListenerReport = {
  frames: 0,
  largestBufferBytes: 0,
  heapGrowthBytes: 0,
  recoveredAfterFrames: 0,
  breach: undefined,
};
