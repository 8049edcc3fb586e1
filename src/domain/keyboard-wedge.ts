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

/** Longest code that is taken for a scan: no QR code holds more digits (ISO/IEC 18004, version 40-L). */
export const WEDGE_MAXIMUM_CHARACTERS = 7_089;

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
    const characters = Array.from(burst.text).length;
    const isCode = characters >= WEDGE_MINIMUM_CHARACTERS && characters <= WEDGE_MAXIMUM_CHARACTERS;
    return { burst: NO_BURST, code: goesOn && isCode ? burst.text : null };
  }
  // Shift and the like come between the characters of a burst and belong to them.
  if (Array.from(press.key).length !== 1) {
    return { burst: goesOn ? { ...burst, lastAtMs: press.atMs } : NO_BURST, code: null };
  }
  return {
    burst: { text: goesOn ? longer(burst.text, press.key) : press.key, lastAtMs: press.atMs },
    code: null,
  };
}

/** What never ends is no code: it grows to where that is certain, and no further. */
function longer(text: string, key: string): string {
  return text.length > 2 * WEDGE_MAXIMUM_CHARACTERS ? text : text + key;
}
