import { DatabaseSync } from 'node:sqlite';

/** Tables of the reference ministry. Identifiers are the wire's; instants are RFC 3339 UTC. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS stations (
  stationId TEXT PRIMARY KEY,
  unitId TEXT NOT NULL,
  signingKey TEXT NOT NULL,
  enrolmentCodeHash TEXT NOT NULL,
  enrolledAt TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS batches (
  stationId TEXT NOT NULL REFERENCES stations,
  batchId TEXT NOT NULL,
  manifest TEXT NOT NULL,
  firstPutAt TEXT NOT NULL,
  PRIMARY KEY (stationId, batchId)
) STRICT;
CREATE TABLE IF NOT EXISTS batchPackets (
  stationId TEXT NOT NULL,
  batchId TEXT NOT NULL,
  position INTEGER NOT NULL,
  packetId TEXT NOT NULL,
  sizeBytes INTEGER NOT NULL,
  dossierId TEXT NOT NULL,
  dossierNumber TEXT NOT NULL,
  version INTEGER NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (stationId, batchId, packetId),
  FOREIGN KEY (stationId, batchId) REFERENCES batches
) STRICT;
CREATE TABLE IF NOT EXISTS uploads (
  uploadId TEXT PRIMARY KEY,
  stationId TEXT NOT NULL,
  batchId TEXT NOT NULL,
  packetId TEXT NOT NULL,
  tusUpload TEXT NOT NULL,
  createdAt TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS uploadsByPacket ON uploads (packetId);
CREATE TABLE IF NOT EXISTS packets (
  packetId TEXT PRIMARY KEY,
  stationId TEXT NOT NULL,
  batchId TEXT NOT NULL,
  sizeBytes INTEGER NOT NULL,
  dossierId TEXT NOT NULL,
  dossierNumber TEXT NOT NULL,
  version INTEGER NOT NULL,
  receivedAt TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS receipts (
  sequence INTEGER PRIMARY KEY,
  packetId TEXT NOT NULL UNIQUE REFERENCES packets,
  stationId TEXT NOT NULL,
  dossierId TEXT NOT NULL,
  version INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'returned')),
  recordSha256 TEXT,
  receipt TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS receiptsByStation ON receipts (stationId, sequence);
CREATE INDEX IF NOT EXISTS receiptsByDossier ON receipts (stationId, dossierId, version);
`;

/** Opens the ministry's database; what it says it keeps survives a power cut. */
export function openMinistryDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;',
  );
  database.exec(SCHEMA);
  return database;
}

/** Runs a synchronous piece of work as one transaction. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (cause) {
    database.exec('ROLLBACK');
    throw cause;
  }
}
