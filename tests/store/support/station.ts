import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DossierState, DossierTransition } from '../../../src/domain/dossier-state.ts';
import type { DossierId, PacketId, UserId } from '../../../src/domain/ids.ts';
import { openEncrypted } from '../../../src/store/cipher.ts';
import type { NewCapture, Store, WritableTransaction } from '../../../src/store/index.ts';
import { openStore } from '../../../src/store/index.ts';
import type { DossierRow, NewDossier } from '../../../src/store/dossiers.ts';

export const MIGRATIONS_DIRECTORY = join(import.meta.dirname, '../../../migrations');
export const STATION = { userId: null } as const;

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tram-store-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** A clock that a test moves. */
export interface Clock {
  now: number;
}

export interface Opened {
  readonly store: Store;
  readonly directory: string;
  readonly key: Uint8Array;
  readonly clock: Clock;
}

/** A store that is closed after the test; a new one unless a folder and key are given. */
export function openedStore(given: { directory?: string; key?: Uint8Array } = {}): Opened {
  const directory = given.directory ?? emptyFolder();
  const key = given.key ?? randomBytes(32);
  const clock = { now: Date.parse('2026-03-02T01:00:00Z') };
  const store = must(
    openStore({
      directory,
      key,
      migrationsDirectory: MIGRATIONS_DIRECTORY,
      now: () => clock.now,
    }),
  );
  onTestFinished(() => {
    store.close();
  });
  return { store, directory, key, clock };
}

/** The value of a Result that has to be one. */
export function must<T, E>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E },
): T {
  if (!result.ok) throw new Error(`not expected: ${String(result.error)}`);
  return result.value;
}

/** Changes a closed store behind its back, as somebody with the key could. */
export function tamper({ directory, key }: { directory: string; key: Uint8Array }, sql: string) {
  const database = openEncrypted(join(directory, 'tram.db'), key, { fileMustExist: true });
  if (!database) throw new Error('tamper: wrong key');
  database.exec(sql);
  database.close();
}

export function officer(transaction: WritableTransaction, login = 'lan'): UserId {
  const known = transaction.users.findByLogin(login);
  if (known) return known.id;
  const user = { login, displayName: login.toUpperCase(), role: 'officer', passwordHash: 'x' };
  return transaction.users.create({ ...user, role: 'officer' }).id;
}

export function newDossier(createdBy: UserId): NewDossier {
  return {
    stationId: 'HN01',
    step: 'person',
    applicationType: 'first-issue',
    legalReason: 'reached-14',
    citizenNumber: '001212000123',
    citizenNumberSource: 'typed',
    numberOverride: null,
    siteInfo: { site: 'Ba Đình', line: '1', seat: 'A' },
    shiftId: null,
    createdBy,
  };
}

export const SCANNER = {
  make: 'Tram',
  model: 'Emulator',
  serialNumber: '1',
  deviceId: 'serial:1',
  driver: 'zfm',
};

export function fingerprint(dossierId: DossierId, image = new Uint8Array([1, 2, 3])): NewCapture {
  return {
    dossierId,
    modality: 'fingerprint',
    position: 'right-index',
    impression: 'live-plain',
    attempt: 1,
    quality: 60,
    reasons: [],
    widthPixels: 256,
    heightPixels: 288,
    resolutionPpi: 500,
    mediaType: 'image/png',
    device: SCANNER,
    deviceQuality: null,
    image,
  };
}

export function portrait(dossierId: DossierId): NewCapture {
  return {
    ...fingerprint(dossierId),
    modality: 'portrait',
    position: null,
    impression: null,
    resolutionPpi: null,
  };
}

/** The transitions that lead a new draft into each state. */
export const PATH_TO: Readonly<Record<DossierState, readonly DossierTransition[]>> = {
  draft: [],
  captured: ['confirm'],
  approved: ['confirm', 'approve'],
  sealed: ['confirm', 'approve', 'seal'],
  sent: ['confirm', 'approve', 'seal', 'send'],
  acknowledged: ['confirm', 'approve', 'seal', 'send', 'acknowledge'],
  returned: ['confirm', 'approve', 'seal', 'send', 'return'],
  purged: ['confirm', 'approve', 'seal', 'send', 'acknowledge', 'purge'],
};

/** Tries one transition with plausible details, the receipt first where one is needed. */
export function step(
  transaction: WritableTransaction,
  dossierId: DossierId,
  transition: DossierTransition,
) {
  const reason = { code: 'broken-packet', text: 'Gói hỏng' };
  switch (transition) {
    case 'sendBack':
      return transaction.moveDossier(dossierId, transition, { reason: 'Ảnh mờ' });
    case 'seal': {
      const dossier = transaction.dossiers.get(dossierId);
      const earlier = transaction.packets.listByDossier(dossierId).length;
      const packetId = sha256(`${dossierId}/${dossier?.version}/${earlier}`) as PacketId;
      const packet = {
        packetId,
        sizeBytes: 9,
        signature: 'a.b.c',
        path: `packets/${packetId}.age`,
      };
      return transaction.moveDossier(dossierId, transition, packet);
    }
    case 'acknowledge':
      receive(transaction, dossierId, 'accepted');
      return transaction.moveDossier(dossierId, transition);
    case 'return':
      receive(transaction, dossierId, 'returned');
      return transaction.moveDossier(dossierId, transition, { reason });
    case 'unseal':
    case 'confirm':
    case 'approve':
    case 'send':
    case 'reopen':
    case 'purge':
      return transaction.moveDossier(dossierId, transition);
  }
}

function receive(
  transaction: WritableTransaction,
  dossierId: DossierId,
  outcome: 'accepted' | 'returned',
): void {
  const dossier = transaction.dossiers.get(dossierId);
  if (dossier?.state !== 'sent' || !dossier.packetId) return;
  transaction.receipts.add({
    packetId: dossier.packetId,
    sequence: transaction.receipts.list().length + 1,
    outcome,
    reason: outcome === 'accepted' ? null : { code: 'broken-packet', text: 'Gói hỏng' },
    jws: 'x.y.z',
  });
}

/** A dossier with one print, in any state of its life. */
export function dossierIn(store: Store, state: DossierState): DossierRow {
  const userId = must(store.write(STATION, (transaction) => officer(transaction)));
  return must(
    store.write({ userId }, (transaction) => {
      const { id } = transaction.dossiers.create(newDossier(userId));
      transaction.captures.add(fingerprint(id));
      for (const transition of PATH_TO[state]) must(step(transaction, id, transition));
      const dossier = transaction.dossiers.get(id);
      if (!dossier) throw new Error('no dossier');
      return dossier;
    }),
  );
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Name and SHA-256 of every file of a folder. */
export function contents(directory: string): Record<string, string> {
  const files = readdirSync(directory).sort();
  return Object.fromEntries(
    files.map((name) => [name, sha256(readFileSync(join(directory, name)))]),
  );
}
