import Database from 'better-sqlite3';
import { z } from 'zod';

/**
 * True when an error says that what lies in the store is not what a station writes: a page that fails its
 * check, a table or column that is gone, a row or setting that does not fit. Everything else is a surprise.
 */
export function isInspectionFault(error: unknown): boolean {
  return error instanceof Database.SqliteError || error instanceof z.ZodError;
}
