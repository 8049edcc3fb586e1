-- Which impression a print has, which device took a sample and with which driver, and how good the device itself found
-- it. The image must stay the last column (reading those before it never touches its pages), and a column can only be
-- added behind it: so the table is made anew, its rows in the order in which they were taken.
CREATE TABLE capturesWithDevice (
  id TEXT PRIMARY KEY,
  dossierId TEXT NOT NULL REFERENCES dossiers (id),
  version INTEGER NOT NULL,
  modality TEXT NOT NULL CHECK (modality IN ('fingerprint', 'portrait')),
  position TEXT,
  impression TEXT CHECK (impression IN ('live-plain', 'live-rolled')),
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
  -- Empty for a sample taken before this migration.
  deviceId TEXT NOT NULL,
  driver TEXT NOT NULL,
  deviceQuality INTEGER CHECK (deviceQuality BETWEEN 0 AND 100),
  capturedAt INTEGER NOT NULL,
  -- NULL once the dossier is purged.
  image BLOB,
  CHECK ((modality = 'fingerprint') = (position IS NOT NULL)),
  CHECK ((modality = 'fingerprint') = (impression IS NOT NULL))
) STRICT;
INSERT INTO capturesWithDevice (rowid, id, dossierId, version, modality, position, impression, attempt, quality,
  reasonsJson, widthPixels, heightPixels, resolutionPpi, mediaType, sizeBytes, sha256, deviceJson, deviceId, driver,
  deviceQuality, capturedAt, image)
SELECT rowid, id, dossierId, version, modality, position,
  CASE modality WHEN 'fingerprint' THEN 'live-plain' END, attempt, quality, reasonsJson, widthPixels, heightPixels,
  resolutionPpi, mediaType, sizeBytes, sha256, deviceJson, '', '', NULL, capturedAt, image
FROM captures;
DROP TABLE captures;
ALTER TABLE capturesWithDevice RENAME TO captures;
CREATE INDEX capturesByDossier ON captures (dossierId, modality, position, impression, quality);

-- What was done about an incident, by whom, and how often it was seen while it was open.
ALTER TABLE incidents ADD COLUMN dossierId TEXT REFERENCES dossiers (id);
ALTER TABLE incidents ADD COLUMN detail TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN seen INTEGER NOT NULL DEFAULT 1;
ALTER TABLE incidents ADD COLUMN lastSeenAt INTEGER;
ALTER TABLE incidents ADD COLUMN whatWasDone TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN resolvedBy TEXT REFERENCES users (id);

-- Devices keep their identity and their settings across ports.
CREATE TABLE devices (
  -- Vendor, product and serial number where it has one, else its port.
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  driver TEXT NOT NULL,
  transport TEXT NOT NULL,
  make TEXT NOT NULL,
  model TEXT NOT NULL,
  serialNumber TEXT NOT NULL,
  firmware TEXT NOT NULL,
  lastPort TEXT NOT NULL,
  firstSeenAt INTEGER NOT NULL,
  lastSeenAt INTEGER NOT NULL,
  -- Set by a technician: `{"disabled": bool, "preferred": bool, "label": text}`.
  settingsJson TEXT NOT NULL DEFAULT '{}',
  -- The last self-test: `{"at", "ok", "checks": […]}`, or NULL.
  selfTestJson TEXT,
  -- The last calibration, or NULL.
  calibrationJson TEXT
) STRICT;

-- Errors by kind and day, for the technician's console.
CREATE TABLE deviceErrors (
  deviceId TEXT NOT NULL,
  day TEXT NOT NULL,
  code TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (deviceId, day, code)
) STRICT, WITHOUT ROWID;
