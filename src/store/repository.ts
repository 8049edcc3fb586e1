import type { Connection } from './connection.ts';

/** A group of tables: the reading half is open to everybody, the writing half to transactions. */
export class Repository {
  protected readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }
}
