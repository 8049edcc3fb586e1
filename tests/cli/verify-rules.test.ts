import { expect, test } from 'vitest';
import { captureContradictions } from '../../src/station/verify/capture-rule.ts';
import { documentContradictions } from '../../src/station/verify/document-rule.ts';
import { dossierContradictions } from '../../src/station/verify/dossier-rule.ts';
import { fingerExceptionContradictions } from '../../src/station/verify/finger-exception-rule.ts';
import { keptReceiptContradictions } from '../../src/station/verify/kept-receipt-rule.ts';
import { receiptStandingContradictions } from '../../src/station/verify/receipt-standing-rule.ts';
import { userContradictions } from '../../src/station/verify/user-rule.ts';
import type { AuditWitness } from '../../src/store/index.ts';

const dossierId = 'd1';
const sha256 = 'a'.repeat(64);

function witnessWith(known: Partial<AuditWitness>): AuditWitness {
  return {
    stationId: null,
    dossiers: new Map(),
    packets: new Map(),
    unsealed: new Set(),
    outcomes: new Map(),
    users: new Map(),
    captures: new Map(),
    documents: new Map(),
    fingerExceptions: new Map(),
    ...known,
  };
}

const purged = new Map([
  [dossierId, { number: 'N1', state: 'purged' as const, version: 1, packetId: 'p1' }],
]);

test('images and papers of a purged dossier are gone by right; those still there are named', () => {
  const capture = {
    dossierId,
    position: 'left-thumb',
    impression: 'live-plain',
    attempt: 1,
    quality: 60,
    sha256,
    deviceId: 'serial:1',
  };
  const witness = witnessWith({
    dossiers: purged,
    captures: new Map([['c1', capture]]),
    documents: new Map([['p1', { dossierId, sha256 }]]),
  });
  const captures = (kept: number) => new Map([['c1', { id: 'c1', ...capture, kept }]]);
  const documents = (kept: number) => new Map([['p1', { id: 'p1', dossierId, sha256, kept }]]);
  expect([...captureContradictions(captures(0), witness)]).toEqual([]);
  expect([...documentContradictions(documents(0), witness)]).toEqual([]);
  const cause = 'kept-after-purge';
  expect([...captureContradictions(captures(1), witness)]).toEqual([
    { what: 'capture', id: 'c1', cause },
  ]);
  expect([...documentContradictions(documents(1), witness)]).toEqual([
    { what: 'document', id: 'p1', cause },
  ]);
});

test('a paper and a left-out finger that vanished from the store are named', () => {
  const id = `${dossierId}/left-thumb`;
  const witness = witnessWith({
    documents: new Map([['p1', { dossierId, sha256 }]]),
    fingerExceptions: new Map([[id, { dossierId, reason: 'bandaged' }]]),
  });
  expect([...documentContradictions(new Map(), witness)]).toEqual([
    { what: 'document', id: 'p1', cause: 'without-row' },
  ]);
  expect([...fingerExceptionContradictions(new Map(), witness)]).toEqual([
    { what: 'finger-exception', id, cause: 'without-row' },
  ]);
  const other = new Map([[id, { dossierId, position: 'left-thumb', reason: 'amputated' }]]);
  expect([...fingerExceptionContradictions(other, witness)]).toEqual([
    { what: 'finger-exception', id, cause: 'reason-differs' },
  ]);
});

test('a dossier of which the chain tells everything but its creation is named', () => {
  const witnessed = { number: null, state: 'captured' as const, version: 1, packetId: null };
  const row = { id: dossierId, number: 'N1', state: 'captured', version: 1, packetId: null };
  const witness = witnessWith({ dossiers: new Map([[dossierId, witnessed]]) });
  expect([...dossierContradictions(new Map([[dossierId, row]]), witness)]).toEqual([
    { what: 'dossier', id: dossierId, cause: 'without-entry' },
  ]);
});

test('somebody disabled who can sign in again is named', () => {
  const witness = witnessWith({ users: new Map([['u1', { role: 'officer', disabled: true }]]) });
  const users = new Map([['u1', { id: 'u1', role: 'officer', disabledAt: null }]]);
  expect([...userContradictions(users, witness)]).toEqual([
    { what: 'user', id: 'u1', cause: 'enabled-against-entry' },
  ]);
});

test('the receipt that returned an earlier version is kept for ever', () => {
  const witness = witnessWith({ outcomes: new Map([['p1', 'returned' as const]]) });
  expect([...keptReceiptContradictions(new Map(), witness)]).toEqual([
    { what: 'receipt', id: 'p1', cause: 'without-row' },
  ]);
});

test('a dossier stands where the receipt on its packet leads', () => {
  const receipt = { packetId: 'p1', sequence: 1, reasonJson: null, jws: 'x.y.z' };
  const standing = (state: string, outcome: string) => [
    ...receiptStandingContradictions({
      dossiers: new Map([
        [dossierId, { id: dossierId, number: 'N1', version: 1, state, packetId: 'p1' }],
      ]),
      receipts: new Map([['p1', { ...receipt, outcome }]]),
    }),
  ];
  expect(standing('acknowledged', 'accepted')).toEqual([]);
  expect(standing('purged', 'accepted')).toEqual([]);
  expect(standing('returned', 'returned')).toEqual([]);
  expect(standing('returned', 'accepted')).toEqual([
    { what: 'receipt', id: 'p1', cause: 'outcome-differs' },
  ]);
  expect(standing('sent', 'returned')).toEqual([
    { what: 'receipt', id: 'p1', cause: 'not-applied' },
  ]);
});
