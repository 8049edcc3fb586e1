/** Resolves true when everything is in the store. */
type Flush = () => Promise<boolean>;

const flushes = new Set<Flush>();

/** A form with typed text that is not yet at the station says here how to save it at once. */
export function registerFlush(flush: Flush): () => void {
  flushes.add(flush);
  return () => {
    flushes.delete(flush);
  };
}

/**
 * Saves everything typed before the screen is left, locked or handed over.
 * @returns false when something could not be saved: the screen that holds it must stay
 */
export async function flushSaves(): Promise<boolean> {
  const saved = await Promise.all([...flushes].map((flush) => flush()));
  return saved.every(Boolean);
}
