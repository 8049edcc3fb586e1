/**
 * One statement that every device of a kind must bear out. It throws, with a sentence for the person who
 * writes the driver, when the device does not.
 */
export interface Clause<Bench> {
  readonly statement: string;
  /** True when only an emulator can be asked to do this. */
  readonly needsEmulator: boolean;
  readonly check: (bench: Bench) => Promise<void>;
}

export interface ClauseOutcome {
  readonly statement: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped; empty when it passed. */
  readonly detail: string;
  readonly tookMs: number;
}

/** A clause that has not come to an end by then has hung. */
const CLAUSE_LIMIT_MS = 60_000;

/**
 * Holds a device to a contract, clause by clause, each on a bench of its own.
 * @param openBench sets up device and driver anew; `close` puts everything away
 */
export async function holdTo<Bench extends { close(): Promise<void> }>(
  clauses: readonly Clause<Bench>[],
  openBench: () => Promise<Bench>,
  hasEmulator: boolean,
): Promise<ClauseOutcome[]> {
  const outcomes: ClauseOutcome[] = [];
  for (const clause of clauses) outcomes.push(await outcomeOf(clause, openBench, hasEmulator));
  return outcomes;
}

async function outcomeOf<Bench extends { close(): Promise<void> }>(
  { statement, needsEmulator, check }: Clause<Bench>,
  openBench: () => Promise<Bench>,
  hasEmulator: boolean,
): Promise<ClauseOutcome> {
  if (needsEmulator && !hasEmulator) {
    return { statement, result: 'skipped', detail: 'only an emulator does this', tookMs: 0 };
  }
  const startedAt = performance.now();
  const tookMs = (): number => Math.round(performance.now() - startedAt);
  try {
    const bench = await openBench();
    try {
      await within(CLAUSE_LIMIT_MS, check(bench));
    } finally {
      await bench.close();
    }
    return { statement, result: 'passed', detail: '', tookMs: tookMs() };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    const result = cause instanceof DoesNotApply ? 'skipped' : 'failed';
    return { statement, result, detail, tookMs: tookMs() };
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`it did not come to an end in ${limitMs} ms`)),
    limitMs,
  );
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws with the sentence when a clause does not hold */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

class DoesNotApply extends Error {}

/** Ends a clause that is about something which this device does not have. @param why what it has not */
export function onlyIf(applies: boolean, why: string): asserts applies {
  if (!applies) throw new DoesNotApply(why);
}
