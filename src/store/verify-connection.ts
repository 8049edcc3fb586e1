import type { Connection } from './connection.ts';
import type { ReadableStore } from './readable-store.ts';

/** The connection of a store, for the inspector's own queries, which ask across all repositories. */
export function connectionOf(store: ReadableStore): Connection {
  // Protected, so that nobody outside of `store` comes by it; the inspector is inside.
  return store['connection'];
}
