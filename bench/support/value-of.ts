import type { Result } from '../../src/domain/result.ts';

/** The value of a Result; a benchmark has no use for an error and ends with it. */
export function valueOf<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`not expected: ${JSON.stringify(result.error)}`);
}
