import type Database from 'better-sqlite3';
import type { z } from 'zod';

/** What SQLite takes as it is. */
export type Value = string | number | Uint8Array | null;
/** SQLite's page; every statement that writes touches one at least. */
const PAGE_SIZE_BYTES = 4096;

/** Columns to write; booleans become 0 and 1, `undefined` leaves the column out. */
export type Columns = Readonly<Record<string, Value | boolean | undefined>>;

/**
 * One open database: prepared statements are kept, each row is parsed by its schema when it is read,
 * and nothing is written outside a transaction.
 */
export class Connection {
  readonly now: () => number;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  /** About how much went into the write-ahead log since it was last folded into the file. */
  logSizeBytes = 0;
  /** What the transaction that is open has audited so far: a commit is told by it. */
  readonly acts: string[] = [];

  constructor(database: Database.Database, now: () => number) {
    this.#database = database;
    this.now = now;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Every row of a query. */
  all<Row>(schema: z.ZodType<Row>, sql: string, ...values: Value[]): Row[] {
    return this.#statement(sql)
      .all(...values)
      .map((row) => schema.parse(row));
  }

  /** The first row of a query. */
  one<Row>(schema: z.ZodType<Row>, sql: string, ...values: Value[]): Row | undefined {
    const row = this.#statement(sql).get(...values);
    return row === undefined ? undefined : schema.parse(row);
  }

  /** Row by row as SQLite gives them, for results that do not fit in memory. */
  *rows(sql: string, ...values: Value[]): Generator {
    // A statement of its own: a kept one would stay busy while the caller reads.
    yield* this.#database.prepare(sql).iterate(...values);
  }

  /** Runs a writing statement. @returns how many rows it changed */
  run(sql: string, ...values: Value[]): number {
    if (!this.#database.inTransaction) throw new Error('a write outside of a transaction');
    this.logSizeBytes += PAGE_SIZE_BYTES + sizeBytesOf(values);
    return this.#statement(sql).run(...values).changes;
  }

  insert(table: string, columns: Columns): void {
    const [names, values] = toSql(columns);
    const marks = names.map(() => '?').join(', ');
    this.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`, ...values);
  }

  /** Replaces the row of the same primary key. */
  replace(table: string, columns: Columns): void {
    const [names, values] = toSql(columns);
    const marks = names.map(() => '?').join(', ');
    this.run(`INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${marks})`, ...values);
  }

  /** Changes the one row whose `key` column is `id`; throws when there is none. */
  update(table: string, [key, id]: readonly [string, string], columns: Columns): void {
    const [names, values] = toSql(columns);
    if (names.length === 0) return;
    const assignments = names.map((name) => `${name} = ?`).join(', ');
    const changes = this.run(`UPDATE ${table} SET ${assignments} WHERE ${key} = ?`, ...values, id);
    if (changes !== 1) throw new Error(`${table}: no row ${id}`);
  }

  /** Everything that `read` reads is of one instant, whatever another process writes meanwhile. */
  snapshot<T>(read: () => T): T {
    if (this.#database.inTransaction) return read();
    this.#database.exec('BEGIN');
    try {
      return read();
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  /** Begins, commits or takes back: prepared once, since every write says it. */
  control(sql: 'BEGIN IMMEDIATE' | 'COMMIT' | 'ROLLBACK'): void {
    this.#statement(sql).run();
  }

  /** Statements without results: a migration, several at once. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  pragma(source: string): unknown {
    return this.#database.pragma(source, { simple: true });
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function sizeBytesOf(values: readonly Value[]): number {
  let sizeBytes = 0;
  for (const value of values) {
    if (typeof value === 'string' || value instanceof Uint8Array) sizeBytes += value.length;
  }
  return sizeBytes;
}

function toSql(columns: Columns): [names: string[], values: Value[]] {
  const names: string[] = [];
  const values: Value[] = [];
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    names.push(name);
    values.push(typeof value === 'boolean' ? Number(value) : value);
  }
  return [names, values];
}
