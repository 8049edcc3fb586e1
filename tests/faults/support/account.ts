import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStoreReadOnly, TRAINING_KEY } from '../../../src/store/index.ts';
import type { OpenError, ReadableStore } from '../../../src/store/index.ts';
import { verifyFolder } from '../../../src/station/index.ts';

/** What became of everything that the station had confirmed to somebody. */
export interface Account {
  /** Citizens whose dossier the officer was told to be confirmed. */
  readonly confirmed: number;
  /** Of those, the ones whose dossier is in the store, and with the ministry where the day is through. */
  readonly found: number;
  readonly lost: number;
  /** A citizen with two dossiers, and a dossier's version that the ministry has twice. */
  readonly duplicated: number;
  /** Everything that `tram verify` finds wrong in the folder. */
  readonly corrupt: number;
}

const MIGRATIONS = 'migrations';

/**
 * Reads the folder of a training station from outside, as an inspector would.
 * @param confirmed citizen numbers, as the officer wrote them down
 * @param isThrough whether the batch of the day went out: then each must be with the ministry, too
 */
export async function accountFor(
  directory: string,
  confirmed: ReadonlySet<string>,
  isThrough: boolean,
): Promise<Account> {
  const opened = openStoreReadOnly({
    directory,
    key: TRAINING_KEY,
    migrationsDirectory: MIGRATIONS,
  });
  // The power may go before there is one. A store that does not open has lost everything.
  if (!opened.ok) {
    const isThere = opened.error !== 'not-found';
    return {
      ...nothingFound(confirmed.size),
      corrupt: isThere && !isUnfinished(opened.error) ? 1 : 0,
    };
  }
  const store = opened.value;
  try {
    const ministry = ministryIn(directory);
    const found = [...confirmed].filter((citizenNumber) =>
      dossiersOf(store, citizenNumber).some(
        (dossierId) => !isThrough || ministry.accepted.has(dossierId),
      ),
    ).length;
    return {
      confirmed: confirmed.size,
      found,
      lost: confirmed.size - found,
      duplicated: countTwice(store, confirmed) + ministry.twice,
      corrupt: await countCorrupt(directory),
    };
  } finally {
    store.close();
  }
}

/** The power went in the middle of the first start: the next one brings the schema up to date. */
function isUnfinished(error: OpenError): boolean {
  return error === 'needs-migration' || error === 'training-mismatch';
}

function nothingFound(confirmed: number): Account {
  return { confirmed, found: 0, lost: confirmed, duplicated: 0, corrupt: 0 };
}

/** Ids of the dossiers of a citizen that are past the line. */
function dossiersOf(store: ReadableStore, citizenNumber: string): readonly string[] {
  return store.dossiers
    .listByCitizen(citizenNumber)
    .filter(({ state }) => state !== 'draft')
    .map(({ id }) => id);
}

function countTwice(store: ReadableStore, confirmed: ReadonlySet<string>): number {
  return [...confirmed].filter((citizenNumber) => dossiersOf(store, citizenNumber).length > 1)
    .length;
}

/** What the reference ministry beside the station has. */
function ministryIn(directory: string): { accepted: ReadonlySet<string>; twice: number } {
  const path = join(directory, 'ministry', 'ministry.sqlite');
  if (!existsSync(path)) return { accepted: new Set(), twice: 0 };
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    // The power may go before the ministry has made its tables.
    if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'receipts'`).get()) {
      return { accepted: new Set(), twice: 0 };
    }
    const accepted = database
      .prepare(`SELECT DISTINCT dossierId FROM receipts WHERE outcome = 'accepted'`)
      .all()
      .map(({ dossierId }) => String(dossierId));
    const twice = database
      .prepare(
        `SELECT count(*) AS twice FROM
           (SELECT 1 FROM packets GROUP BY stationId, dossierId, version HAVING count(*) > 1)`,
      )
      .get();
    return { accepted: new Set(accepted), twice: Number(twice?.['twice']) };
  } finally {
    database.close();
  }
}

async function countCorrupt(directory: string): Promise<number> {
  const verdict = await verifyFolder({
    directory,
    key: TRAINING_KEY,
    migrationsDirectory: MIGRATIONS,
  });
  if (!verdict.ok) return 1;
  const { audit, packets, samples, contradictions, balance } = verdict.value;
  return (
    packets.bad.length +
    samples.bad.length +
    contradictions.length +
    balance.unaccounted.length +
    (audit.chain === 'ok' ? 0 : 1)
  );
}
