/**
 * Tells a keyboard-wedge scanner from a person: the scanner "types" a whole code in one burst and ends
 * it with Enter. Pure: every key press comes with its time.
 */
export interface WedgeKeyPress {
  /** As `KeyboardEvent.key`: one character, or the name of a key. */
  readonly key: string;
  /** Milliseconds of a clock that only runs forward. */
  readonly atMs: number;
  /** A key held down repeats as fast as a scanner types. */
  readonly repeat: boolean;
}

export interface WedgeBurst {
  readonly text: string;
  readonly lastAtMs: number;
}

/** Longest pause within a burst: slow scanners pause 30 ms, fast typists 100 ms on the average. */
export const WEDGE_PAUSE_MS = 50;
/** Shortest code that is taken for a scan: shorter ones are typed by fast fingers too. */
export const WEDGE_MINIMUM_CHARACTERS = 10;

export const NO_BURST: WedgeBurst = { text: '', lastAtMs: Number.NEGATIVE_INFINITY };

/**
 * Takes one key press.
 * @returns the burst so far and, when this press ended a scan, the code without its Enter
 */
export function wedgePress(
  burst: WedgeBurst,
  press: WedgeKeyPress,
): { readonly burst: WedgeBurst; readonly code: string | null } {
  if (press.repeat) return { burst: NO_BURST, code: null };
  const goesOn = press.atMs - burst.lastAtMs <= WEDGE_PAUSE_MS;
  if (press.key === 'Enter') {
    const complete = goesOn && Array.from(burst.text).length >= WEDGE_MINIMUM_CHARACTERS;
    return { burst: NO_BURST, code: complete ? burst.text : null };
  }
  // Shift and the like come between the characters of a burst and belong to them.
  if (Array.from(press.key).length !== 1) {
    return { burst: goesOn ? { ...burst, lastAtMs: press.atMs } : NO_BURST, code: null };
  }
  return {
    burst: { text: goesOn ? burst.text + press.key : press.key, lastAtMs: press.atMs },
    code: null,
  };
}
