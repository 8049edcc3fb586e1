import { once } from 'node:events';
import { startMinistry } from './start-ministry.ts';
import type { Ministry, MinistryOptions } from './start-ministry.ts';

/**
 * Serves a ministry until the process is asked to end (SIGINT, SIGTERM) or `signal` aborts, then stops it in
 * order. `onStarted` gets it once, when it can be reached.
 */
export async function serveMinistry(
  options: MinistryOptions & { readonly signal?: AbortSignal },
  onStarted: (ministry: Ministry) => void,
): Promise<void> {
  const ministry = await startMinistry(options);
  const stopped = new AbortController();
  const signal =
    options.signal === undefined
      ? stopped.signal
      : AbortSignal.any([stopped.signal, options.signal]);
  const stop = (): void => stopped.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  onStarted(ministry);
  if (!signal.aborted) await once(signal, 'abort');
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  await ministry.stop();
}
