import type { Connection } from './connection.ts';

/** Runs `work` in one IMMEDIATE transaction. */
export function transact<T>(connection: Connection, work: () => T): T {
  if (connection.inTransaction) throw new Error('a transaction inside a transaction');
  connection.control('BEGIN IMMEDIATE');
  try {
    const value = work();
    if (isThenable(value)) throw new TypeError('a transaction is synchronous: no Promise');
    connection.control('COMMIT');
    return value;
  } catch (error) {
    // A full disk may have rolled it back already.
    if (connection.inTransaction) connection.control('ROLLBACK');
    throw error;
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
