import { expect, test } from 'vitest';
import type { DossierId } from '../../src/domain/ids.ts';
import { daySpan } from '../../src/store/index.ts';
import {
  dossierIn,
  fingerprint,
  must,
  officer,
  openedStore,
  portrait,
  SCANNER,
  sha256,
  STATION,
  step,
  tamper,
} from './support/station.ts';

const thresholds = { finger: 40, index: 50 };
const person = {
  fullName: 'Đặng Thị Ngọc Ánh',
  otherName: '',
  dateOfBirth: '2012-01-31',
  sex: 'female',
  ethnicity: 'Kinh',
  religion: '',
  nationality: 'Việt Nam',
  formerNumber: '',
  maritalStatus: 'single',
  bloodType: 'unknown',
  occupation: '',
  distinguishingMarks: '',
};

test('two logins that differ by case or by how a diacritic was composed are one', () => {
  const { store } = openedStore();
  const user = { displayName: 'Hạnh', role: 'officer', passwordHash: 'x' } as const;
  must(store.write(STATION, (transaction) => transaction.users.create({ login: 'Hạnh', ...user })));
  expect(store.users.findByLogin('HẠNH'.normalize('NFD'))?.login).toBe('Hạnh');
  expect(() =>
    store.write(STATION, (transaction) => transaction.users.create({ login: 'hạnh', ...user })),
  ).toThrow(/UNIQUE/);
});

test('a wrong password counts, a new one lifts the lock-out, and a disabled person no longer counts', () => {
  const { store, clock } = openedStore();
  const id = must(store.write(STATION, (transaction) => officer(transaction)));
  must(
    store.write(STATION, ({ users }) => {
      users.setAttempts(id, { failedAttempts: 5, lockedUntil: clock.now + 60_000 });
    }),
  );
  expect(store.users.get(id)).toMatchObject({ failedAttempts: 5, lockedUntil: clock.now + 60_000 });
  must(
    store.write(STATION, ({ users }) => {
      users.setPasswordHash(id, 'y');
    }),
  );
  expect(store.users.get(id)).toMatchObject({
    failedAttempts: 0,
    lockedUntil: null,
    passwordHash: 'y',
  });
  expect(store.users.countEnabled('officer')).toBe(1);
  must(
    store.write(STATION, ({ users }) => {
      users.disable(id);
    }),
  );
  expect(store.users.countEnabled('officer')).toBe(0);
});

test('the session of a window is there again after the store was closed', () => {
  const first = openedStore();
  const dossier = dossierIn(first.store, 'draft');
  const session = {
    nonce: 'window-1',
    userId: dossier.createdBy,
    lockedAt: null,
    openDossierId: dossier.id,
    shiftId: null,
    lastActivityAt: first.clock.now,
  };
  must(
    first.store.write(STATION, ({ sessions }) => {
      sessions.put(session);
    }),
  );
  first.store.close();
  const { store } = openedStore(first);
  expect(store.sessions.get('window-1')).toEqual(session);
  expect(store.sessions.findByOpenDossier(dossier.id)?.nonce).toBe('window-1');
  must(store.write(STATION, ({ sessions }) => sessions.deleteAllBut('window-2')));
  expect(store.sessions.list()).toEqual([]);
});

test('the last shift runs until it is ended', () => {
  const { store, clock } = openedStore();
  const place = { site: 'Ba Đình', line: '1', seat: 'A', quota: 80 };
  const shift = must(
    store.write(STATION, (transaction) =>
      transaction.shifts.start({ ...place, startedBy: officer(transaction) }),
    ),
  );
  expect(store.shifts.running()).toEqual(shift);
  clock.now += 1;
  must(
    store.write(STATION, ({ shifts }) => {
      shifts.end(shift.id);
    }),
  );
  expect(store.shifts.running()).toBeUndefined();
  expect(store.shifts.last()).toEqual({ ...shift, endedAt: clock.now });
});

test('dossiers are numbered from 0001 each day of the Vietnamese calendar', () => {
  const { store, clock } = openedStore();
  clock.now = Date.parse('2026-03-02T16:59:59Z');
  const numbers = [dossierIn(store, 'draft'), dossierIn(store, 'draft')].map(
    ({ number }) => number,
  );
  expect(numbers).toEqual(['HN01-260302-0001', 'HN01-260302-0002']);
  clock.now += 1000;
  expect(dossierIn(store, 'draft').number).toBe('HN01-260303-0001');
});

test('a group is kept as it was typed, and is complete when nothing is wrong with it', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'draft');
  const half = { ...person, dateOfBirth: '31/1/20' };
  const saved = must(
    store.write(STATION, ({ dossiers }) => dossiers.saveGroup(id, 'person', half)),
  );
  expect(saved.complete).toBe(false);
  expect(store.dossiers.groups(id).person?.draft).toEqual(half);
  must(store.write(STATION, ({ dossiers }) => dossiers.saveGroup(id, 'person', person)));
  expect(store.dossiers.groups(id)).toMatchObject({ person: { complete: true, draft: person } });
});

test('a citizen is found by part of the name without diacritics, by number and by dossier', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'draft');
  dossierIn(store, 'draft');
  must(store.write(STATION, ({ dossiers }) => dossiers.saveGroup(id, 'person', person)));
  const found = (query: string) =>
    store.dossiers.summaries({ query, limit: 10, thresholds }).map((row) => row.number);
  expect(found('dang anh')).toEqual(['HN01-260302-0001']);
  expect(found('Ngọc')).toEqual(['HN01-260302-0001']);
  expect(found('260302-0001')).toEqual(['HN01-260302-0001']);
  expect(found('001212000123')).toHaveLength(2);
  expect(found('nobody')).toEqual([]);
  expect(found('')).toHaveLength(2);
  expect(store.dossiers.listByCitizen('001212000123')).toHaveLength(2);
});

test('a list shows what is weak, missing and taken, and why a dossier waits', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'draft');
  must(
    store.write(STATION, ({ captures, fingerExceptions }) => {
      captures.add({ ...fingerprint(id), position: 'left-index', quality: 20 });
      captures.add({ ...fingerprint(id), position: 'left-index', attempt: 2, quality: 49 });
      captures.add({ ...fingerprint(id), position: 'left-thumb', quality: 49 });
      captures.add({ ...fingerprint(id), position: 'left-ring', quality: 10 });
      fingerExceptions.set(id, { position: 'left-ring', reason: 'bandaged', comment: '' });
      const rolled = { ...fingerprint(id), impression: 'live-rolled' } as const;
      captures.add({ ...rolled, position: 'left-index', quality: 12 });
      captures.add({ ...rolled, position: 'right-index', quality: 30 });
      captures.add(portrait(id));
    }),
  );
  const [row] = store.dossiers.summaries({ limit: 1, thresholds });
  // The left index is weak twice and is one finger; the right one is good plain and weak rolled.
  expect(row).toMatchObject({ weakFingers: 2, missingFingers: 1, hasPortrait: true });
  expect(row).toMatchObject({ officer: 'LAN', outstandingReason: null, returnReason: null });

  const sealed = dossierIn(store, 'sealed');
  must(
    store.write(STATION, ({ packets }) => {
      for (const { packetId } of packets.listToSend()) {
        packets.setOutstanding(packetId, 'ministry-unreachable');
      }
    }),
  );
  const waiting = store.dossiers.summaries({ states: ['sealed'], limit: 5, thresholds });
  expect(waiting).toMatchObject([{ id: sealed.id, outstandingReason: 'ministry-unreachable' }]);
  must(store.write(STATION, (transaction) => step(transaction, sealed.id, 'send')));
  expect(store.packets.listAwaitingReceipt()).toMatchObject([
    { dossierId: sealed.id, outstandingReason: null, uploadedAt: expect.any(Number) },
  ]);
});

test('the day shows what is open whenever it was, and what was settled only if it was today', () => {
  const { store, clock } = openedStore();
  dossierIn(store, 'captured');
  dossierIn(store, 'acknowledged');
  clock.now += 86_400_000;
  const today = daySpan('2026-03-03');
  dossierIn(store, 'acknowledged');
  const rows = store.dossiers.summaries({ settledSince: today.from, limit: 10, thresholds });
  expect(rows.map(({ state }) => state).sort()).toEqual(['acknowledged', 'captured']);
  expect(store.dossiers.countCaptured(today)).toBe(1);
  expect(store.dossiers.countsByState(today)).toMatchObject({ acknowledged: 1, captured: 0 });
  expect(store.dossiers.countsByState()).toMatchObject({ acknowledged: 2, captured: 1, draft: 0 });
  expect(store.dossiers.countCapturedByOfficer(daySpan('2026-03-02'))).toMatchObject([
    { displayName: 'LAN', count: 2 },
  ]);
});

test('samples and papers come back byte for byte, and lists carry none of them', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'draft');
  const image = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
  const { capture, document } = must(
    store.write(STATION, ({ captures, documents }) => ({
      capture: captures.add(fingerprint(id, image)),
      document: documents.add({
        dossierId: id,
        kind: 'birth-certificate',
        mediaType: 'application/pdf',
        pages: 2,
        content: image,
        thumbnail: new Uint8Array([9]),
      }),
    })),
  );
  expect(capture).toMatchObject({ sha256: sha256(image), sizeBytes: 70_000, version: 1 });
  expect(Buffer.compare(store.captures.image(capture.id)?.image ?? Buffer.alloc(0), image)).toBe(0);
  expect(Buffer.compare(store.documents.content(document.id)?.content ?? image, image)).toBe(0);
  expect(store.documents.thumbnail(document.id)).toHaveLength(1);
  expect(store.documents.listByDossier(id)).toEqual([document]);
  expect(store.captures.listByDossier(id).at(-1)).toEqual(capture);
  expect(store.captures.counts()).toEqual({ fingerprint: 2, portrait: 0 });
  must(store.write(STATION, ({ documents }) => documents.remove(id, document.id)));
  expect(store.documents.get(document.id)).toBeUndefined();
});

test('a sample names its impression, the device that took it, and what the device thought of it', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'draft');
  const device = { ...SCANNER, make: 'Suprema', deviceId: 'sbi:4501:7', driver: 'sbi' };
  must(
    store.write(STATION, ({ captures }) => {
      const rolled = { ...fingerprint(id), impression: 'live-rolled' } as const;
      captures.add({ ...rolled, device, deviceQuality: 71 });
      captures.add(portrait(id));
    }),
  );
  expect(store.captures.listByDossier(id)).toMatchObject([
    { impression: 'live-plain', device: SCANNER, deviceQuality: null },
    { impression: 'live-rolled', device, deviceQuality: 71 },
    { position: null, impression: null },
  ]);
});

test('an exception takes the place of an earlier one and can be taken back', () => {
  const { store } = openedStore();
  const { id } = dossierIn(store, 'draft');
  must(
    store.write(STATION, ({ fingerExceptions }) => {
      fingerExceptions.set(id, { position: 'left-ring', reason: 'bandaged', comment: '' });
      fingerExceptions.set(id, { position: 'left-ring', reason: 'amputated', comment: 'cũ' });
    }),
  );
  expect(store.fingerExceptions.listByDossier(id)).toMatchObject([
    { position: 'left-ring', reason: 'amputated', comment: 'cũ' },
  ]);
  const clear = () =>
    must(store.write(STATION, ({ fingerExceptions }) => fingerExceptions.clear(id, 'left-ring')));
  expect([clear(), clear()]).toEqual([true, false]);
});

test('a receipt that comes twice counts once', () => {
  const { store } = openedStore();
  const { packetId } = dossierIn(store, 'acknowledged');
  const receipt = packetId && store.receipts.get(packetId);
  if (!receipt) throw new Error('no receipt');
  const again = { ...receipt, sequence: receipt.sequence + 1, jws: 'p.q.r' };
  expect(must(store.write(STATION, ({ receipts }) => receipts.add(again)))).toBe(false);
  expect(store.receipts.list()).toEqual([receipt]);
});

test('a batch knows its packets, and its report once it is finished', () => {
  const { store } = openedStore();
  dossierIn(store, 'sealed');
  dossierIn(store, 'sealed');
  const packetIds = store.packets.listToSend().map((packet) => packet.packetId);
  const batch = must(
    store.write(STATION, ({ batches }) => batches.create({ createdBy: null, packetIds })),
  );
  expect(store.batches.unfinished()).toEqual(batch);
  expect(store.packets.listByBatch(batch.id)).toHaveLength(2);
  expect(store.batches.packetIds(batch.id)).toEqual([...packetIds].sort());
  must(
    store.write(STATION, ({ batches }) => {
      batches.finish(batch.id, { uploaded: 2 });
    }),
  );
  expect(store.batches.unfinished()).toBeUndefined();
  expect(store.batches.last()?.report).toEqual({ uploaded: 2 });
  expect(store.packets.totals()).toEqual({ count: 2, sizeBytes: 18 });
});

test('settings have defaults, are kept, and are refused when they make no sense', () => {
  const { store } = openedStore();
  expect(store.settings.get('uploadHour')).toBe('22:00');
  expect(store.settings.get('stationId')).toBeUndefined();
  must(
    store.write(STATION, ({ settings }) => {
      settings.set('uploadHour', '19:30');
      settings.set('stationId', 'HN01');
    }),
  );
  expect(store.settings.get('uploadHour')).toBe('19:30');
  expect(store.settings.get('stationId')).toBe('HN01');
  expect(() =>
    store.write(STATION, ({ settings }) => {
      settings.set('uploadHour', '25:00');
    }),
  ).toThrow();
});

test('a row that is not what it should be is noticed when it is read', () => {
  const first = openedStore();
  const { id } = dossierIn(first.store, 'draft');
  first.store.close();
  tamper(first, "UPDATE dossiers SET citizenNumberSource = 'typed', siteInfoJson = '{'");
  const { store } = openedStore(first);
  expect(() => store.dossiers.get(id)).toThrow(/not JSON/);
  expect(store.dossiers.get('nobody' as DossierId)).toBeUndefined();
});

test('an incident is open until it is resolved, with a word on what was done', () => {
  const { store } = openedStore();
  const incident = { code: 'device-garbage', device: 'ttyUSB0', whatOfficerSaw: 'device-garbage' };
  const added = must(store.write(STATION, ({ incidents }) => incidents.add(incident)));
  expect(store.incidents.findOpen('device-garbage', 'ttyUSB0')).toEqual(added);
  must(store.write(STATION, ({ incidents }) => incidents.seenAgain(added.id)));
  const resolve = () =>
    must(
      store.write(STATION, ({ incidents }) =>
        incidents.resolve(added.id, null, 'the cable was replaced'),
      ),
    );
  expect([resolve(), resolve()]).toEqual([true, false]);
  expect(store.incidents.findOpen('device-garbage', 'ttyUSB0')).toBeUndefined();
  expect(store.incidents.list()).toMatchObject([
    {
      id: added.id,
      seen: 2,
      lastSeenAt: expect.any(Number),
      whatWasDone: 'the cable was replaced',
      resolvedAt: expect.any(Number),
    },
  ]);
});

test('communes are found without diacritics, those that begin so first, and a new list replaces all', () => {
  const { store } = openedStore();
  const list = [
    { code: '00004', name: 'Phường Ba Đình', provinceCode: '01' },
    { code: '00008', name: 'Phường Đình Bảng', provinceCode: '01' },
    { code: '10001', name: 'Xã Ba Đình', provinceCode: '22' },
  ];
  const importing = (communes: typeof list) =>
    must(
      store.write(STATION, (transaction) => {
        transaction.communes.replaceAll(communes);
      }),
    );
  importing(list);
  expect(store.communes.search('01', 'dinh', 10).map(({ code }) => code)).toEqual([
    '00004',
    '00008',
  ]);
  expect(store.communes.search('01', 'dinh b', 10).map(({ code }) => code)).toEqual(['00008']);
  expect(store.communes.search('01', '', 1)).toHaveLength(1);
  importing(list.slice(2));
  expect(store.communes.count()).toBe(1);
  expect(store.communes.get('10001')?.name).toBe('Xã Ba Đình');
});

test('a device keeps its settings and its tests on whatever port it is', () => {
  const { store } = openedStore();
  const seen = {
    id: 'serial:10c4:ea60:FP-7',
    role: 'fingerprint',
    driver: 'zfm',
    transport: 'serial',
    make: 'Grow',
    model: 'R503',
    serialNumber: 'FP-7',
    firmware: '1.0',
    lastPort: '/dev/ttyUSB0',
  };
  must(
    store.write(STATION, ({ devices }) => {
      devices.seen(seen);
      devices.set(seen.id, { preferred: true });
      const check = { name: 'answer-ms', ok: true, value: 4, limit: 300 };
      devices.keepSelfTest(seen.id, { at: 1, ok: true, checks: [check] });
      devices.countError(seen.id, '2026-11-25', 'disconnected');
      devices.countError(seen.id, '2026-11-25', 'disconnected');
      devices.seen({ ...seen, lastPort: '/dev/ttyUSB3' });
    }),
  );
  expect(store.devices.list()).toMatchObject([
    { lastPort: '/dev/ttyUSB3', settings: { preferred: true }, selfTest: { ok: true } },
  ]);
  expect(store.devices.errorsOn('2026-11-25')).toEqual([
    { deviceId: seen.id, code: 'disconnected', count: 2 },
  ]);
  expect(store.devices.errorsOn('2026-11-26')).toEqual([]);
});
