import type { StationError } from '../../contract/errors.ts';

/** What a query throws to the query library; it carries the expected failure as it came. */
export class StationCallError extends Error {
  readonly stationError: StationError;

  constructor(stationError: StationError) {
    super(stationError.code);
    this.name = 'StationCallError';
    this.stationError = stationError;
  }
}

/** The expected failure that a query ended with; a surprise is thrown on. */
export function stationErrorOf(error: Error | null): StationError | null {
  if (error === null) return null;
  if (error instanceof StationCallError) return error.stationError;
  throw error;
}
