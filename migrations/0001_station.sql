-- The first schema of a station's store. Instants are milliseconds since 1970 (UTC); identifiers are
-- UUIDs, packets are named by the SHA-256 of their bytes; columns ending in Json hold JSON.

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  valueJson TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL,
  -- The login in NFC and lower case: two people cannot differ by case alone.
  loginKey TEXT NOT NULL UNIQUE,
  displayName TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('officer', 'technician', 'supervisor')),
  passwordHash TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
  createdAt INTEGER NOT NULL,
  disabledAt INTEGER,
  failedAttempts INTEGER NOT NULL DEFAULT 0,
  lockedUntil INTEGER
) STRICT;

CREATE TABLE shifts (
  id TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  line TEXT NOT NULL,
  seat TEXT NOT NULL,
  quota INTEGER NOT NULL,
  startedBy TEXT NOT NULL REFERENCES users (id),
  startedAt INTEGER NOT NULL,
  endedAt INTEGER
) STRICT;
CREATE INDEX shiftsByStart ON shifts (startedAt);

CREATE TABLE dossiers (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version >= 1),
  state TEXT NOT NULL CHECK (
    state IN ('draft', 'captured', 'approved', 'sealed', 'sent', 'acknowledged', 'returned', 'purged')
  ),
  step TEXT NOT NULL,
  applicationType TEXT NOT NULL,
  legalReason TEXT NOT NULL,
  citizenNumber TEXT NOT NULL,
  citizenNumberSource TEXT NOT NULL CHECK (citizenNumberSource IN ('typed', 'card-qr')),
  numberOverrideJson TEXT,
  fullName TEXT NOT NULL,
  searchText TEXT NOT NULL,
  siteInfoJson TEXT NOT NULL,
  shiftId TEXT REFERENCES shifts (id),
  createdBy TEXT NOT NULL REFERENCES users (id),
  createdAt INTEGER NOT NULL,
  capturedBy TEXT REFERENCES users (id),
  capturedAt INTEGER,
  approvedBy TEXT REFERENCES users (id),
  approvedAt INTEGER,
  packetId TEXT REFERENCES packets (packetId) DEFERRABLE INITIALLY DEFERRED,
  acknowledgedAt INTEGER,
  returnReasonJson TEXT,
  sentBackReason TEXT,
  updatedAt INTEGER NOT NULL
) STRICT;
CREATE INDEX dossiersByState ON dossiers (state, updatedAt);
CREATE INDEX dossiersByCapture ON dossiers (capturedAt, state, capturedBy);
CREATE INDEX dossiersByAcknowledgement ON dossiers (state, acknowledgedAt);
CREATE INDEX dossiersByCitizen ON dossiers (citizenNumber);
CREATE INDEX dossiersBySearchText ON dossiers (searchText);

CREATE TABLE dossierGroups (
  dossierId TEXT NOT NULL REFERENCES dossiers (id),
  name TEXT NOT NULL,
  draftJson TEXT NOT NULL,
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  savedAt INTEGER NOT NULL,
  PRIMARY KEY (dossierId, name)
) STRICT, WITHOUT ROWID;

-- One row per window of the shell: who is at the seat, and which dossier lies open there.
CREATE TABLE sessions (
  nonce TEXT PRIMARY KEY,
  userId TEXT REFERENCES users (id),
  lockedAt INTEGER,
  openDossierId TEXT REFERENCES dossiers (id),
  shiftId TEXT REFERENCES shifts (id),
  lastActivityAt INTEGER NOT NULL
) STRICT;

-- The image comes last: reading the columns before it never touches its pages.
CREATE TABLE captures (
  id TEXT PRIMARY KEY,
  dossierId TEXT NOT NULL REFERENCES dossiers (id),
  version INTEGER NOT NULL,
  modality TEXT NOT NULL CHECK (modality IN ('fingerprint', 'portrait')),
  position TEXT,
  attempt INTEGER NOT NULL,
  quality INTEGER NOT NULL CHECK (quality BETWEEN 0 AND 100),
  reasonsJson TEXT NOT NULL,
  widthPixels INTEGER NOT NULL,
  heightPixels INTEGER NOT NULL,
  resolutionPpi INTEGER,
  mediaType TEXT NOT NULL,
  sizeBytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  deviceJson TEXT NOT NULL,
  capturedAt INTEGER NOT NULL,
  -- NULL once the dossier is purged.
  image BLOB,
  CHECK ((modality = 'fingerprint') = (position IS NOT NULL))
) STRICT;
CREATE INDEX capturesByDossier ON captures (dossierId, modality, position, quality);

CREATE TABLE fingerExceptions (
  dossierId TEXT NOT NULL REFERENCES dossiers (id),
  position TEXT NOT NULL,
  reason TEXT NOT NULL,
  comment TEXT NOT NULL,
  setAt INTEGER NOT NULL,
  PRIMARY KEY (dossierId, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  dossierId TEXT NOT NULL REFERENCES dossiers (id),
  kind TEXT NOT NULL,
  mediaType TEXT NOT NULL,
  pages INTEGER NOT NULL,
  sizeBytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  addedAt INTEGER NOT NULL,
  thumbnail BLOB,
  -- NULL once the dossier is purged.
  content BLOB
) STRICT;
CREATE INDEX documentsByDossier ON documents (dossierId, addedAt);

CREATE TABLE packets (
  packetId TEXT PRIMARY KEY,
  dossierId TEXT NOT NULL REFERENCES dossiers (id),
  version INTEGER NOT NULL,
  sizeBytes INTEGER NOT NULL,
  signature TEXT NOT NULL,
  path TEXT NOT NULL,
  sealedAt INTEGER NOT NULL,
  uploadedAt INTEGER,
  outstandingReason TEXT
) STRICT;
-- One a version; another only when its file was lost before the ministry had it.
CREATE INDEX packetsByDossier ON packets (dossierId, version);

CREATE TABLE batches (
  id TEXT PRIMARY KEY,
  createdBy TEXT REFERENCES users (id),
  createdAt INTEGER NOT NULL,
  finishedAt INTEGER,
  reportJson TEXT
) STRICT;
CREATE INDEX batchesByCreation ON batches (createdAt);

CREATE TABLE batchPackets (
  batchId TEXT NOT NULL REFERENCES batches (id),
  packetId TEXT NOT NULL REFERENCES packets (packetId),
  PRIMARY KEY (batchId, packetId)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
  packetId TEXT PRIMARY KEY REFERENCES packets (packetId),
  sequence INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'returned')),
  reasonJson TEXT,
  receivedAt INTEGER NOT NULL,
  jws TEXT NOT NULL
) STRICT;

CREATE TABLE incidents (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  device TEXT NOT NULL,
  whatOfficerSaw TEXT NOT NULL,
  resolvedAt INTEGER
) STRICT;
CREATE INDEX incidentsByTime ON incidents (at);

CREATE TABLE communes (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  provinceCode TEXT NOT NULL,
  searchText TEXT NOT NULL
) STRICT;
CREATE INDEX communesByProvince ON communes (provinceCode, searchText);

-- The audit chain: hash = SHA-256 over the canonical array of the other columns.
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  previousHash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX auditByKind ON audit (kind);

-- How long the chain is and how it ends, so that a cut tail is seen.
CREATE TABLE auditHead (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  entries INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO auditHead (id, entries, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
