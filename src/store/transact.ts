import { step } from '../durable/step.ts';
import type { Connection } from './connection.ts';

/** Runs `work` in one IMMEDIATE transaction. */
export function transact<T>(connection: Connection, work: () => T): T {
  if (connection.inTransaction) throw new Error('a transaction inside a transaction');
  connection.acts.length = 0;
  connection.control('BEGIN IMMEDIATE');
  try {
    const value = work();
    if (isThenable(value)) throw new TypeError('a transaction is synchronous: no Promise');
    step('store.commit', () => connection.control('COMMIT'), connection.acts.join(' '));
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
