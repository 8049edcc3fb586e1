import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import { auditWitness } from '../../src/store/index.ts';
import { openedStore, STATION } from './support/station.ts';

const dossierId = 'd1';
const SHA256 = 'a'.repeat(64);

/** What the chain witnesses after these acts. */
function witnessOf(...events: AuditEvent[]) {
  const { store } = openedStore();
  store.write(STATION, (transaction) => {
    for (const event of events) transaction.audit(event);
  });
  return auditWitness(store);
}

const CREATED: AuditEvent = {
  kind: 'dossier.created',
  detail: { dossierId, dossierNumber: 'N1' },
};
const act = <Kind extends 'dossier.confirmed' | 'dossier.sent-back' | 'dossier.approved'>(
  kind: Kind,
  version = 1,
) => ({ kind, detail: { dossierId, version } }) as AuditEvent;
const sealed = (packetId: string, version = 1): AuditEvent => ({
  kind: 'dossier.sealed',
  detail: { dossierId, version, packetId, sizeBytes: 9 },
});

test('a dossier that was sent back is a draft again', () => {
  const { dossiers } = witnessOf(CREATED, act('dossier.confirmed'), act('dossier.sent-back'));
  expect(dossiers.get(dossierId)).toEqual({
    number: 'N1',
    state: 'draft',
    version: 1,
    packetId: null,
  });
});

test('a returned dossier that is taken up again is a draft of the next version, without a packet', () => {
  const packet = { dossierId, version: 1, packetId: 'p1' };
  const { dossiers, outcomes, packets } = witnessOf(
    CREATED,
    sealed('p1'),
    { kind: 'dossier.sent', detail: packet },
    { kind: 'dossier.returned', detail: { ...packet, code: 'broken-packet' } },
    { kind: 'dossier.reopened', detail: { dossierId, version: 2 } },
  );
  expect(dossiers.get(dossierId)).toMatchObject({ state: 'draft', version: 2, packetId: null });
  expect([...outcomes]).toEqual([['p1', 'returned']]);
  expect([...packets.keys()]).toEqual(['p1']);
});

test('a packet that was given up stays known, and the dossier waits to be sealed again', () => {
  const { dossiers, packets, unsealed } = witnessOf(CREATED, sealed('p1'), {
    kind: 'dossier.unsealed',
    detail: { dossierId, version: 1, packetId: 'p1' },
  });
  expect(dossiers.get(dossierId)).toMatchObject({ state: 'approved', packetId: null });
  expect([...packets.keys()]).toEqual(['p1']);
  expect([...unsealed]).toEqual(['p1']);
});

test('a dossier that nobody created is known by what was done with it, without a number', () => {
  const { dossiers } = witnessOf(act('dossier.approved'));
  expect(dossiers.get(dossierId)).toMatchObject({ number: null, state: 'approved' });
});

test('papers that were removed and exceptions that were cleared are witnessed no more', () => {
  const added = (documentId: string): AuditEvent => ({
    kind: 'dossier.document-added',
    detail: { dossierId, documentId, sha256: SHA256 },
  });
  const left = (position: string): AuditEvent => ({
    kind: 'dossier.finger-exception-set',
    detail: { dossierId, position, reason: 'bandaged' },
  });
  const { documents, fingerExceptions } = witnessOf(
    added('kept'),
    added('removed'),
    { kind: 'dossier.document-removed', detail: { dossierId, documentId: 'removed' } },
    left('left-thumb'),
    left('left-ring'),
    { kind: 'dossier.finger-exception-cleared', detail: { dossierId, position: 'left-ring' } },
  );
  expect([...documents.keys()]).toEqual(['kept']);
  expect([...fingerExceptions.keys()]).toEqual([`${dossierId}/left-thumb`]);
});

test('a print is witnessed with its impression and device; an entry from before devices were named, as plain', () => {
  const print = { dossierId, captureId: 'c1', position: 'left-thumb', attempt: 1, quality: 60 };
  const { captures } = witnessOf(
    { kind: 'dossier.fingerprint-captured', detail: { ...print, sha256: SHA256 } },
    {
      kind: 'dossier.fingerprint-captured',
      detail: {
        ...print,
        captureId: 'c2',
        impression: 'live-rolled',
        sha256: SHA256,
        deviceId: 'sbi:7',
      },
    },
    {
      kind: 'dossier.portrait-captured',
      detail: { dossierId, captureId: 'c3', sha256: SHA256, deviceId: 'cam' },
    },
  );
  expect(captures.get('c1')).toMatchObject({ impression: 'live-plain', deviceId: '' });
  expect(captures.get('c2')).toMatchObject({ impression: 'live-rolled', deviceId: 'sbi:7' });
  expect(captures.get('c3')).toMatchObject({ impression: null, deviceId: 'cam' });
});

test('a person who was disabled stays disabled', () => {
  const { users } = witnessOf(
    { kind: 'user.created', detail: { userId: 'u1', role: 'officer' } },
    { kind: 'user.created', detail: { userId: 'u2', role: 'technician' } },
    { kind: 'user.disabled', detail: { userId: 'u2' } },
  );
  expect(users.get('u1')).toEqual({ role: 'officer', disabled: false });
  expect(users.get('u2')).toEqual({ role: 'technician', disabled: true });
});
