import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { standingsSchema } from '../sync/formats/standings.ts';
import type { Standings } from '../sync/formats/standings.ts';

/** How the stations of a unit stand. */
export function unitStandings(database: DatabaseSync, unitId: string): Standings {
  const stations = database
    .prepare(
      `SELECT stationId,
         (SELECT count(*) FROM packets WHERE packets.stationId = stations.stationId)
           AS packetsReceived,
         (SELECT count(DISTINCT dossierId) FROM receipts
           WHERE receipts.stationId = stations.stationId AND outcome = 'accepted')
           AS dossiersAccepted,
         (SELECT count(*) FROM receipts
           WHERE receipts.stationId = stations.stationId AND outcome = 'returned')
           AS packetsReturned
       FROM stations WHERE unitId = ? ORDER BY stationId`,
    )
    .all(unitId);
  return standingsSchema.parse({
    unitId,
    asOf: new Date().toISOString(),
    stations: stations.map((row) => ({ ...row })),
  });
}

/** Distinct dossiers that have an accepted version, over all stations. */
export function countAcceptedDossiers(database: DatabaseSync): number {
  const row = database
    .prepare(
      `SELECT count(*) AS accepted FROM
         (SELECT DISTINCT stationId, dossierId FROM receipts WHERE outcome = 'accepted')`,
    )
    .get();
  return Number(row?.['accepted'] ?? 0);
}

/** The same for the folder of a ministry, whether it is being served or not. Changes nothing. */
export function acceptedDossiersIn(dataDir: string): number {
  const database = new DatabaseSync(join(dataDir, 'ministry.sqlite'), { readOnly: true });
  try {
    return countAcceptedDossiers(database);
  } finally {
    database.close();
  }
}
