import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProcedureOutput } from '../../src/contract/procedures.ts';
import type { EventPayload } from '../../src/contract/events.ts';
import type { DossierView } from '../../src/contract/views.ts';
import { vietnameseDate } from '../../src/domain/calendar-date.ts';
import { DATA_GROUPS } from '../../src/domain/dossier-data.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import type { FingerprintAbility } from '../../src/domain/fingerprint-ability.ts';
import type { DossierId, UserId } from '../../src/domain/ids.ts';
import type { Impression } from '../../src/domain/impression.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import { SLAP_FINGERS, SLAPS } from '../../src/domain/slap.ts';
import { dossierForPacket } from '../../src/station/batch/dossier-record.ts';
import { FingerprintCapture } from '../../src/station/capture/fingerprint-capture.ts';
import { dossierView } from '../../src/station/dossier/dossier-view.ts';
import type { StationContext } from '../../src/station/context.ts';
import { StationEvents } from '../../src/station/events.ts';
import { syntheticCitizen } from '../../src/station/index.ts';
import { rowContradictions } from '../../src/station/verify/row-rules.ts';
import {
  auditWitness,
  openStore,
  readInspectedRows,
  TRAINING_KEY,
  verifyAuditChain,
} from '../../src/store/index.ts';
import type { InspectedRows, Store, WritableTransaction } from '../../src/store/index.ts';
import { Bench, BenchScanner } from './support/bench-scanner.ts';

type Progress = EventPayload<'fingerprint.progress'>;

let directory: string;
let store: Store;
let context: StationContext;
let bench: Bench;
let capture: FingerprintCapture;
let userId: UserId;
let dossierId: DossierId;
let told: Progress[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tram-any-scanner-'));
  const opened = openStore({ directory, key: TRAINING_KEY, migrationsDirectory: 'migrations' });
  if (!opened.ok) throw new Error(opened.error);
  store = opened.value;
  bench = new Bench();
  told = [];
  let abilities: readonly FingerprintAbility[] = [];
  context = {
    boot: {
      type: 'boot',
      dataDirectory: directory,
      applicationDirectory: process.cwd(),
      training: true,
      version: 'test',
      storeKey: null,
      shellNonce: 'a window of the tests',
      emulation: {
        scanner: false,
        pace: 'none',
        printsDirectory: null,
        seed: 1,
        ministry: false,
        sealingKey: null,
      },
    },
    store,
    events: new StationEvents((name, payload) => {
      if (name === 'fingerprint.progress') told.push(payload as Progress);
    }),
    actor: () => ({ userId }),
    openDossierId: () => null,
    scannerAbilities: () => (abilities = bench.scanner?.info.abilities ?? abilities),
  };
  capture = new FingerprintCapture(context, bench, Promise.resolve(undefined));
  const created = store.write({ userId: null }, newDossier);
  if (!created.ok) throw new Error(created.error);
  dossierId = created.value;
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const citizen = syntheticCitizen(3, vietnameseDate(Date.now()));

function write<T>(work: (transaction: WritableTransaction) => T): T {
  const written = store.write({ userId }, work);
  if (!written.ok) throw new Error(written.error);
  return written.value;
}

/** A dossier with all its data, and no sample yet. */
function newDossier(transaction: WritableTransaction): DossierId {
  transaction.settings.set('stationId', 'HN01');
  const person = { login: 'lan', displayName: 'Lan', role: 'officer', passwordHash: 'x' } as const;
  userId = transaction.users.create(person).id;
  transaction.audit({ kind: 'user.created', detail: { userId, role: 'officer' } });
  const { id, number } = transaction.dossiers.create({
    stationId: 'HN01',
    step: 'fingerprints',
    applicationType: citizen.applicationType,
    legalReason: citizen.legalReason,
    citizenNumber: citizen.citizenNumber,
    citizenNumberSource: 'card-qr',
    numberOverride: null,
    siteInfo: { site: 'Ba Đình', line: '1', seat: 'A' },
    shiftId: null,
    createdBy: userId,
  });
  transaction.audit({
    kind: 'dossier.created',
    detail: { dossierId: id, dossierNumber: number },
  });
  for (const group of DATA_GROUPS) {
    transaction.dossiers.saveGroup(id, group, { ...citizen.data[group] });
  }
  return id;
}

function except(position: FingerPosition): void {
  write((transaction) => {
    transaction.fingerExceptions.set(dossierId, { position, reason: 'bandaged', comment: '' });
    transaction.audit({
      kind: 'dossier.finger-exception-set',
      detail: { dossierId, position, reason: 'bandaged' },
    });
  });
}

const single = (position: FingerPosition, impression: Impression = 'live-plain'): PrintTarget => ({
  kind: 'single',
  position,
  impression,
});
const slap = (which: keyof typeof SLAP_FINGERS): PrintTarget => ({ kind: 'slap', slap: which });

const singleFinger = () => new BenchScanner('S1', ['single-plain']);
const slapScanner = () => new BenchScanner('SLAP9', ['slaps-4-4-2']);
const everything = () => new BenchScanner('ALL', ['single-plain', 'single-rolled', 'slaps-4-4-2']);

async function take(target: PrintTarget): Promise<ProcedureOutput<'fingerprint.capture'>> {
  const taken = await capture.take(dossierId, target);
  if (!taken.ok) throw new Error(taken.error.code);
  return taken.value;
}

async function refusal(target: PrintTarget): Promise<string> {
  const taken = await capture.take(dossierId, target);
  return taken.ok ? 'it was taken' : taken.error.code;
}

function view(): DossierView {
  const row = store.dossiers.get(dossierId);
  if (!row) throw new Error('the dossier is gone');
  return dossierView(context, row);
}

/** Follows the plan to its end, as the window does. */
async function takeAll(): Promise<PrintTarget[]> {
  const targets: PrintTarget[] = [];
  for (let { next } = view().fingerprints; next !== null; next = view().fingerprints.next) {
    targets.push(next);
    await take(next);
  }
  return targets;
}

const attemptsOf = (position: FingerPosition, impression: Impression = 'live-plain') =>
  view().fingerprints.steps.find(
    (step) => step.position === position && step.impression === impression,
  )?.attempts;

/** What an inspector finds: nothing, when every print has its entry and says the same. */
function contradictions() {
  expect(verifyAuditChain(store)).toMatchObject({ chain: 'ok' });
  const rows = Object.fromEntries(
    Object.entries(readInspectedRows).map(([table, read]) => [table, read(store)]),
  ) as unknown as InspectedRows;
  return [...rowContradictions(rows, auditWitness(store))];
}

describe('a slap scanner', () => {
  test('brings ten prints in three captures, each finger judged and kept for itself', async () => {
    bench.scanner = slapScanner();
    expect(await takeAll()).toEqual([slap('right-four'), slap('left-four'), slap('two-thumbs')]);
    const { fingerprints } = view();
    expect(fingerprints.complete).toBe(true);
    expect(fingerprints.steps.map(({ state }) => state)).toEqual(Array(10).fill('done'));
    expect(new Set(fingerprints.steps.map(({ bestCaptureId }) => bestCaptureId)).size).toBe(10);
    expect(contradictions()).toEqual([]);
  });

  test('shows what it sees while the fingers come to lie', async () => {
    bench.scanner = slapScanner();
    await take(slap('right-four'));
    expect(told.map(({ phase }) => phase)).toEqual(['waiting-for-finger', 'preview', 'assessing']);
    const [preview] = told.flatMap(({ jpeg }) => jpeg ?? []);
    expect([...(preview?.subarray(0, 2) ?? [])]).toEqual([0xff, 0xd8]);
    expect(told.every(({ target }) => target.kind === 'slap')).toBe(true);
  });

  test('waits for no finger that cannot be taken, and takes a hand without one', async () => {
    bench.scanner = slapScanner();
    except('right-ring');
    const { prints } = await take(slap('right-four'));
    expect(bench.scanner.asked).toEqual([
      { target: slap('right-four'), exceptions: ['right-ring'] },
    ]);
    expect(prints.map(({ position }) => position)).toEqual([
      'right-index',
      'right-middle',
      'right-little',
    ]);
    for (const position of SLAP_FINGERS['left-four']) except(position);
    expect(view().fingerprints.next).toEqual(slap('two-thumbs'));
    expect(await refusal(slap('left-four'))).toBe('finger-missing');
  });

  test('is laid down again for a weak finger; every finger keeps its best, none has more than three', async () => {
    bench.scanner = slapScanner();
    await take(slap('right-four'));
    bench.scanner = slapScanner();
    bench.scanner.conditions = { 'left-ring': 'smudged' };
    const first = await take(slap('left-four'));
    const weak = first.prints.filter(({ accepted }) => !accepted);
    expect(weak).toMatchObject([{ position: 'left-ring', reasons: [expect.any(String)] }]);
    expect(first.dossier.fingerprints.next).toEqual(slap('left-four'));
    await take(slap('left-four'));
    const third = await take(slap('left-four'));
    expect(third.prints).toHaveLength(4);
    expect(third.dossier.fingerprints.next).toEqual(slap('two-thumbs'));
    expect(await refusal(slap('left-four'))).toBe('attempts-used-up');
    expect(SLAP_FINGERS['left-four'].map((position) => attemptsOf(position))).toEqual([3, 3, 3, 3]);
    expect(attemptsOf('right-index')).toBe(1);
    expect(contradictions()).toEqual([]);
  });

  test('that forgets a finger brings nothing at all, and is reported', async () => {
    bench.scanner = slapScanner();
    bench.scanner.isForgetful = true;
    expect(await refusal(slap('right-four'))).toBe('device-garbage');
    expect(store.captures.listByDossier(dossierId)).toEqual([]);
    expect(bench.reported).toMatchObject([{ code: 'wrong-answer' }]);
  });

  test('whose pictures the station cannot read brings nothing at all, and is named', async () => {
    bench.scanner = slapScanner();
    bench.scanner.compression = 'wsq';
    expect(await refusal(slap('right-four'))).toMatch(/^device-(image-unsupported|garbage)$/);
    expect(store.captures.listByDossier(dossierId)).toEqual([]);
    expect(bench.reported).toHaveLength(1);
  });
});

describe('a scanner that is swapped in the middle of a dossier', () => {
  test('derives the plan anew and keeps what was taken', async () => {
    bench.scanner = singleFinger();
    for (const position of FINGER_POSITIONS.slice(0, 3)) await take(single(position));
    const before = view().fingerprints;
    expect(before.next).toEqual(single('right-ring'));

    bench.scanner = undefined;
    expect(view().fingerprints).toEqual(before);

    bench.scanner = slapScanner();
    const after = view().fingerprints;
    expect(after.steps).toEqual(before.steps);
    expect(after.next).toEqual(slap('right-four'));
    expect(await refusal(single('right-ring'))).toBe('device-not-supported');
    expect(bench.reported).toEqual([]);
    expect(await takeAll()).toEqual([slap('right-four'), slap('left-four'), slap('two-thumbs')]);
    // Laid down with its hand, a finger that was good before has one attempt more.
    expect(attemptsOf('right-index')).toBe(2);
    expect(attemptsOf('right-ring')).toBe(1);
    expect(contradictions()).toEqual([]);
  });

  test('for a single-finger one goes on with the fingers that are open', async () => {
    bench.scanner = slapScanner();
    await take(slap('right-four'));
    bench.scanner = singleFinger();
    const rest = FINGER_POSITIONS.filter((one) => !SLAP_FINGERS['right-four'].includes(one));
    expect(await takeAll()).toEqual(rest.map((position) => single(position)));
  });

  test('names in the packet which device took which print', async () => {
    bench.scanner = singleFinger();
    for (const position of FINGER_POSITIONS.slice(0, 5)) await take(single(position));
    bench.scanner = slapScanner();
    bench.scanner.compression = 'png';
    await takeAll();
    const { record, files } = packet();
    const devices = Object.fromEntries(
      record.fingerprints.map(({ position, device, deviceQuality }) => [
        position,
        [device.serialNumber, device.driver, deviceQuality],
      ]),
    );
    expect(devices['right-index']).toEqual(['S1', 'bench', null]);
    expect(devices['left-index']).toEqual(['SLAP9', 'bench', 66]);
    expect(record.portrait?.device).toEqual({
      make: '',
      model: 'C920',
      serialNumber: '',
      driver: 'uvc',
    });
    expect(files.map(({ name }) => name)).toContain('fingerprints/left-index.png');
  });
});

describe('rolled prints', () => {
  beforeEach(() => {
    write(({ settings }) => settings.set('rolledPrints', 'when-possible'));
  });

  test('are asked for after the plain ones where the scanner can roll, and travel beside them', async () => {
    bench.scanner = everything();
    const targets = await takeAll();
    expect(targets).toEqual([
      slap('right-four'),
      slap('left-four'),
      slap('two-thumbs'),
      ...FINGER_POSITIONS.map((position) => single(position, 'live-rolled')),
    ]);
    const { record, files } = packet();
    expect(record.fingerprints.map(({ impression }) => impression)).toEqual([
      ...Array(10).fill('live-plain'),
      ...Array(10).fill('live-rolled'),
    ]);
    const named = record.fingerprints.map(({ file }) => file);
    expect(named).toContain('fingerprints/right-thumb.png');
    expect(named).toContain('fingerprints/rolled/right-thumb.png');
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    expect(contradictions()).toEqual([]);
  });

  test('are asked for no more once their scanner is gone, and those that were taken stay', async () => {
    bench.scanner = everything();
    for (const which of SLAPS) await take(slap(which));
    await take(single('right-thumb', 'live-rolled'));
    expect(view().fingerprints.complete).toBe(false);
    bench.scanner = singleFinger();
    const { complete, steps } = view().fingerprints;
    expect(complete).toBe(true);
    expect(steps).toHaveLength(11);
    expect(attemptsOf('right-thumb', 'live-rolled')).toBe(1);
    expect(attemptsOf('right-thumb')).toBe(1);
  });

  test('that were taken are no part of a plan that nobody can change any more', async () => {
    bench.scanner = slapScanner();
    await takeAll();
    packet();
    bench.scanner = everything();
    const { steps, complete } = view().fingerprints;
    expect(steps).toHaveLength(10);
    expect(complete).toBe(true);
  });
});

/** The record of the dossier, approved; a portrait is taken first. */
function packet(): ReturnType<typeof dossierForPacket> {
  write((transaction) => {
    const { id: captureId, sha256 } = transaction.captures.add({
      dossierId,
      modality: 'portrait',
      position: null,
      impression: null,
      attempt: 1,
      quality: 90,
      reasons: [],
      widthPixels: 600,
      heightPixels: 800,
      resolutionPpi: null,
      mediaType: 'image/jpeg',
      device: { make: '', model: 'C920', serialNumber: '', deviceId: 'cam', driver: 'uvc' },
      deviceQuality: null,
      image: new Uint8Array([1]),
    });
    const detail = { dossierId, captureId, sha256, deviceId: 'cam' };
    transaction.audit({ kind: 'dossier.portrait-captured', detail });
    for (const transition of ['confirm', 'approve'] as const) {
      if (!transaction.moveDossier(dossierId, transition).ok) throw new Error(transition);
    }
  });
  const row = store.dossiers.get(dossierId);
  if (!row) throw new Error('the dossier is gone');
  return dossierForPacket(context, row);
}
