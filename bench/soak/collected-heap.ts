import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What buffers held outside the heap is given back between two collections. */
const COLLECTIONS = 3;

/** What this thread holds when everything that nobody needs any more was collected: its heap, and buffers outside. */
export async function collectedHeapBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < COLLECTIONS; turn += 1) {
    collect();
    await setImmediate();
  }
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
