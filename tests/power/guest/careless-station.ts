/** A station whose store does not wait for the disk, on purpose: a harness that finds nothing wrong with it proves nothing. */
import Database from 'better-sqlite3';

type Pragma = (source: string, options?: Database.PragmaOptions) => unknown;

// The library's own methods, which every connection shares.
const methods = Database.prototype as { pragma: Pragma };
const { pragma } = methods;
methods.pragma = function (this: Database.Database, source, options) {
  const said = source === 'synchronous = FULL' ? 'synchronous = NORMAL' : source;
  return pragma.call(this, said, options);
};

await import('./telling-station.ts');
