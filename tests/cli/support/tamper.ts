import { join } from 'node:path';
import { openEncrypted } from '../../../src/store/cipher.ts';
import { STORE_FILE, TRAINING_KEY } from '../../../src/store/index.ts';

/** Changes one row of a training store behind the station's back, as somebody with its key could. */
export function tamperWithStore(directory: string, sql: string): void {
  const database = openEncrypted(join(directory, STORE_FILE), TRAINING_KEY, {});
  if (!database) throw new Error('the training key does not open this store');
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  const changed = database.prepare(sql).run().changes;
  database.close();
  if (changed !== 1) throw new Error(`${changed} rows were changed instead of one`);
}
