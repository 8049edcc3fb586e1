/** What a benchmark is held to: its ratio is at most, or at least, so much. */
export interface Goal {
  readonly goal: number;
  readonly goalIs: 'at-most' | 'at-least';
}

export interface Setting {
  /** Few repetitions, to see that a benchmark works; its figures say little. */
  readonly quick: boolean;
  /** An empty folder that is removed after the benchmark. */
  readonly scratch: string;
  /** Tells the reader what goes on; standard error. */
  readonly say: (sentence: string) => void;
}

/** What a figure can be in the JSON line. */
export type Figure =
  number | string | boolean | readonly Figure[] | { readonly [name: string]: Figure };

export interface Measured {
  /** Subject ÷ peer (or ÷ limit), in `unit` each. */
  readonly ratio: number;
  /** Raw figures; names carry their unit. */
  readonly figures: Readonly<Record<string, Figure>>;
}

/** Why this machine cannot measure it, as a sentence. */
export interface Skipped {
  readonly skipped: string;
}

export interface Benchmark {
  readonly name: string;
  /** The peer in the same run, or the limit. */
  readonly against: string;
  /** What is measured on both sides before the ratio is taken. */
  readonly unit: string;
  readonly goal: Goal;
  measure(setting: Setting): Promise<Measured | Skipped>;
}

export function atMost(goal: number): Goal {
  return { goal, goalIs: 'at-most' };
}

export function atLeast(goal: number): Goal {
  return { goal, goalIs: 'at-least' };
}

export function isMet({ goal, goalIs }: Goal, ratio: number): boolean {
  return goalIs === 'at-most' ? ratio <= goal : ratio >= goal;
}
