/** The columns of a row that have to be there. */
const COLUMNS = {
  dossiers:
    'id number version state step applicationType legalReason citizenNumber citizenNumberSource ' +
    'fullName searchText siteInfoJson createdBy createdAt packetId updatedAt',
  packets: 'packetId dossierId version sizeBytes signature path sealedAt',
  users: 'id login loginKey displayName role passwordHash language createdAt',
  captures:
    'id dossierId version modality position impression attempt quality reasonsJson widthPixels ' +
    'heightPixels mediaType sizeBytes sha256 deviceJson deviceId driver capturedAt image',
} as const;

/** What somebody with the key could do to one row, and what an inspector then reads. */
export const CONTRADICTIONS: readonly (readonly [
  title: string,
  sql: string,
  named: { readonly what: string; readonly cause: string; readonly id?: string },
])[] = [
  [
    'a dossier set back to an earlier state',
    `UPDATE dossiers SET state = 'approved' WHERE ${one('dossiers')}`,
    { what: 'dossier', cause: 'state-differs' },
  ],
  [
    'a dossier in a state that does not exist',
    `UPDATE dossiers SET state = 'lost' WHERE ${one('dossiers')}`,
    { what: 'dossier', cause: 'state-differs' },
  ],
  [
    'a dossier of another version',
    `UPDATE dossiers SET version = 2 WHERE ${one('dossiers')}`,
    { what: 'dossier', cause: 'version-differs' },
  ],
  [
    'a dossier under another number',
    `UPDATE dossiers SET number = 'X' WHERE ${one('dossiers')}`,
    { what: 'dossier', cause: 'number-differs' },
  ],
  [
    'a dossier without its packet',
    `UPDATE dossiers SET packetId = NULL WHERE ${one('dossiers')}`,
    { what: 'dossier', cause: 'packet-differs' },
  ],
  [
    'a dossier that is gone',
    `DELETE FROM dossiers WHERE ${one('dossiers')}`,
    { what: 'dossier', cause: 'without-row' },
  ],
  [
    'a draft that nobody created',
    copied('dossiers', { id: "'smuggled'", number: "'N'", state: "'draft'", packetId: 'NULL' }),
    { what: 'dossier', id: 'smuggled', cause: 'without-entry' },
  ],
  [
    'a packet whose row is gone',
    `DELETE FROM packets WHERE ${one('packets')}`,
    { what: 'packet', cause: 'without-row' },
  ],
  [
    'a packet that nobody sealed',
    copied('packets', { packetId: "'smuggled'", version: '7' }),
    { what: 'packet', id: 'smuggled', cause: 'without-entry' },
  ],
  [
    'an officer who became supervisor',
    "UPDATE users SET role = 'supervisor' WHERE role = 'officer'",
    { what: 'user', cause: 'role-differs' },
  ],
  [
    'a person who was smuggled in',
    copied('users', { id: "'smuggled'", loginKey: "'x'" }),
    { what: 'user', id: 'smuggled', cause: 'without-entry' },
  ],
  [
    'a person who is gone',
    `DELETE FROM users WHERE role = 'technician'`,
    { what: 'user', cause: 'without-row' },
  ],
  [
    'a person disabled behind the chain',
    "UPDATE users SET disabledAt = 1 WHERE role = 'technician'",
    { what: 'user', cause: 'disabled-without-entry' },
  ],
  [
    'a receipt with another signature',
    `UPDATE receipts SET jws = substr(jws, 1, length(jws) - 20) || 'AAAAAAAAAAAAAAAAAAAA'
      WHERE ${one('receipts')}`,
    { what: 'receipt', cause: 'signature-bad-signature' },
  ],
  [
    'a receipt that speaks of another packet',
    `UPDATE receipts SET jws = (SELECT jws FROM receipts ORDER BY rowid DESC LIMIT 1)
      WHERE ${one('receipts')}`,
    { what: 'receipt', cause: 'other-packet' },
  ],
  [
    'a receipt whose outcome was turned round',
    `UPDATE receipts SET outcome = 'returned' WHERE ${one('receipts')}`,
    { what: 'receipt', cause: 'outcome-differs' },
  ],
  [
    'receipts signed with a key that is not the ministry’s',
    `UPDATE settings SET valueJson = json_set(valueJson, '$.receiptKeys.keys[0].kid', 'earlier')
      WHERE key = 'ministry'`,
    { what: 'receipt', cause: 'signature-unknown-key' },
  ],
  [
    'receipts for another station',
    `UPDATE settings SET valueJson = '"OTHER"' WHERE key = 'stationId'`,
    { what: 'receipt', cause: 'other-station' },
  ],
  [
    'a dossier acknowledged without a receipt',
    `DELETE FROM receipts WHERE ${one('receipts')}`,
    { what: 'dossier', cause: 'without-receipt' },
  ],
  [
    'a print that nobody took',
    copied('captures', { id: "'smuggled'" }),
    { what: 'capture', id: 'smuggled', cause: 'without-entry' },
  ],
  [
    'a print that is gone',
    `DELETE FROM captures WHERE ${one('captures')}`,
    { what: 'capture', cause: 'without-row' },
  ],
  [
    'a print of another finger',
    `UPDATE captures SET position = 'left-little' WHERE rowid =
      (SELECT min(rowid) FROM captures WHERE position <> 'left-little')`,
    { what: 'capture', cause: 'finger-differs' },
  ],
  [
    'a plain print that became a rolled one',
    `UPDATE captures SET impression = 'live-rolled' WHERE rowid =
      (SELECT min(rowid) FROM captures WHERE position IS NOT NULL)`,
    { what: 'capture', cause: 'impression-differs' },
  ],
  [
    'a print of another device',
    `UPDATE captures SET deviceId = 'nobody knows' WHERE ${one('captures')}`,
    { what: 'capture', cause: 'device-differs' },
  ],
  [
    'a print that was made better than it is',
    `UPDATE captures SET quality = (quality + 1) % 101 WHERE rowid =
      (SELECT min(rowid) FROM captures WHERE position IS NOT NULL)`,
    { what: 'capture', cause: 'quality-differs' },
  ],
  [
    'a finger that nobody left out',
    `INSERT INTO fingerExceptions SELECT id, 'left-little', 'amputated', '', 1
      FROM dossiers WHERE ${one('dossiers')}`,
    { what: 'finger-exception', cause: 'without-entry' },
  ],
  [
    'a paper that nobody added',
    `INSERT INTO documents (id, dossierId, kind, mediaType, pages, sizeBytes, sha256, addedAt)
      SELECT 'smuggled', id, 'other', 'image/jpeg', 1, 1, '${'0'.repeat(64)}', 1
      FROM dossiers WHERE ${one('dossiers')}`,
    { what: 'document', id: 'smuggled', cause: 'without-entry' },
  ],
  [
    'a setting that makes no sense',
    "UPDATE settings SET valueJson = '{' WHERE key = 'identity'",
    { what: 'setting', id: 'identity', cause: 'unreadable' },
  ],
];

function one(table: string): string {
  return `rowid = (SELECT min(rowid) FROM ${table})`;
}

/** Inserts a copy of a row with some columns changed. */
function copied(table: 'dossiers' | 'packets' | 'users' | 'captures', changed: object): string {
  const columns = COLUMNS[table].split(' ');
  const values = columns.map((name) => (changed as Record<string, string>)[name] ?? name);
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${table}
    WHERE ${one(table)}`;
}
