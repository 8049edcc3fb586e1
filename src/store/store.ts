import type { UserId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { step } from '../durable/step.ts';
import type { Connection } from './connection.ts';
import type { DiskReserve } from './disk-reserve.ts';
import { writeBackup } from './backup.ts';
import { ReadableStore } from './readable-store.ts';
import { isDiskFull } from './sqlite-errors.ts';
import { transact } from './transact.ts';
import { WritableTransaction } from './transaction.ts';

/** Who acts; null for the station itself. */
export interface Actor {
  readonly userId: UserId | null;
}

export type WriteError = 'disk-full';

const FOLD_LOG_AT_BYTES = 4 * 1024 * 1024;

/** Thrown inside a transaction to undo it, carrying the error that `attempt` answers. */
class Undo extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('undone');
    this.reason = reason;
  }
}

/** The one place where anything is written. */
export class Store extends ReadableStore {
  readonly #reserve: DiskReserve;
  readonly #key: Uint8Array;
  #checkpointPending: NodeJS.Immediate | undefined;

  constructor(
    opened: ConstructorParameters<typeof ReadableStore>[0],
    held: { reserve: DiskReserve; key: Uint8Array },
  ) {
    super(opened);
    this.#reserve = held.reserve;
    this.#key = held.key;
  }

  /**
   * One IMMEDIATE transaction, durable when this returns. What `work` answers is committed; when it
   * throws, everything is undone and the exception goes on. `work` is synchronous: a Promise is
   * refused. `disk-full`: nothing was written, nothing is lost, and what is essential still fits.
   */
  write<T>(actor: Actor, work: (transaction: WritableTransaction) => T): Result<T, WriteError> {
    if (!this.#reserve.ensure()) return err('disk-full');
    return this.#write(actor, work);
  }

  /** Like `write`, for work that can fail: when it answers an error, everything is undone. */
  attempt<T, E>(
    actor: Actor,
    work: (transaction: WritableTransaction) => Result<T, E>,
  ): Result<T, E | WriteError> {
    try {
      return this.write(actor, (transaction) => {
        const result = work(transaction);
        if (!result.ok) throw new Undo(result.error);
        return result.value;
      });
    } catch (error) {
      // The reason is the error of `work`, thrown just above.
      if (error instanceof Undo) return err(error.reason as E);
      throw error;
    }
  }

  /**
   * For the little that must be written on a full disk (a lock, an incident, its audit entry): it may
   * use the room of the reserve. `work` may run twice, the first time undone.
   */
  writeEssential<T>(
    actor: Actor,
    work: (transaction: WritableTransaction) => T,
  ): Result<T, WriteError> {
    this.#reserve.ensure();
    const first = this.#write(actor, work);
    return first.ok ? first : this.#write(actor, work);
  }

  /** False while the disk is full and the reserve is given away. */
  get hasDiskReserve(): boolean {
    return this.#reserve.held;
  }

  /** An encrypted copy of the database, durable, under the same key. */
  backUp(path: string): Result<void, WriteError> {
    try {
      writeBackup(this.connection, {
        directory: this.directory,
        key: this.#key,
        path,
      });
      return ok(undefined);
    } catch (error) {
      if (isDiskFull(error)) return err('disk-full');
      throw error;
    }
  }

  override close(): void {
    clearImmediate(this.#checkpointPending);
    super.close();
  }

  #write<T>(actor: Actor, work: (transaction: WritableTransaction) => T): Result<T, WriteError> {
    try {
      const value = transact(this.connection, () =>
        work(new WritableTransaction(this.connection, actor.userId)),
      );
      this.#checkpointSoon();
      return ok(value);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.#reserve.release();
      return err('disk-full');
    }
  }

  /** The log is folded into the file between writes, so that no write waits for it. */
  #checkpointSoon(): void {
    if (this.#checkpointPending || this.connection.logSizeBytes < FOLD_LOG_AT_BYTES) return;
    this.#checkpointPending = setImmediate(() => {
      this.#checkpointPending = undefined;
      foldLog(this.connection);
    });
  }
}

/** On a full disk the log simply stays as it is: everything in it is safe. */
function foldLog(connection: Connection): void {
  connection.logSizeBytes = 0;
  try {
    step('store.fold-log', () => connection.pragma('wal_checkpoint(PASSIVE)'));
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}
