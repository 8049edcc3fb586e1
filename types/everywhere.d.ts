/**
 * The few globals that a page, the shell and the station process have in common, for the contract:
 * it is checked without the types of any one of them.
 */
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;
