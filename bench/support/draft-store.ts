import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import type { DossierId, UserId } from '../../src/domain/ids.ts';
import { openStore } from '../../src/store/index.ts';
import type { NewCapture, Store } from '../../src/store/index.ts';
import { valueOf } from './value-of.ts';

const MIGRATIONS_DIRECTORY = join(import.meta.dirname, '../../migrations');
export const PRINTS_PER_DOSSIER = FINGER_POSITIONS.length;

/** A store whose drafts fill with prints. */
export interface DraftStore {
  /** Before each print: a new draft after ten of them. */
  prepare(): Promise<void>;
  /** One print, durably: the transaction of a fingerprint capture. */
  save(image: Uint8Array): void;
  close(): void;
}

export function openDraftStore(directory: string): DraftStore {
  const key = randomBytes(32);
  const store = valueOf(openStore({ directory, key, migrationsDirectory: MIGRATIONS_DIRECTORY }));
  const userId = valueOf(
    store.write({ userId: null }, (transaction) => {
      const officer = { login: 'lan', displayName: 'Lan', role: 'officer' } as const;
      return transaction.users.create({ ...officer, passwordHash: 'x' }).id;
    }),
  );
  let dossierId: DossierId | undefined;
  let prints = 0;
  return {
    prepare: async () => {
      if (dossierId === undefined || prints % PRINTS_PER_DOSSIER === 0) {
        dossierId = newDraft(store, userId);
        await nextTurn();
      }
      prints += 1;
    },
    save: (image) => {
      if (dossierId === undefined) throw new Error('prepare first');
      saveFingerprint(store, userId, { dossierId, image, finger: prints % PRINTS_PER_DOSSIER });
    },
    close: () => store.close(),
  };
}

function newDraft(store: Store, userId: UserId): DossierId {
  return valueOf(
    store.write({ userId }, (transaction) => {
      const { id, number } = transaction.dossiers.create({
        stationId: 'BENCH-1',
        step: 'fingerprints',
        applicationType: 'first-issue',
        legalReason: 'reached-14',
        citizenNumber: '001212000123',
        citizenNumberSource: 'typed',
        numberOverride: null,
        siteInfo: { site: 'S', line: '1', seat: '1' },
        shiftId: null,
        createdBy: userId,
      });
      transaction.audit({
        kind: 'dossier.created',
        detail: { dossierId: id, dossierNumber: number },
      });
      return id;
    }),
  );
}

function saveFingerprint(
  store: Store,
  userId: UserId,
  print: { dossierId: DossierId; image: Uint8Array; finger: number },
): void {
  const { dossierId, image, finger } = print;
  const position = FINGER_POSITIONS[finger] ?? 'right-index';
  valueOf(
    store.attempt({ userId }, (transaction) => {
      const draft = transaction.dossiers.get(dossierId);
      if (draft?.state !== 'draft') throw new Error('a print is saved in a draft');
      const before = transaction.captures
        .listByDossier(dossierId)
        .filter((capture) => capture.position === position);
      const {
        id: captureId,
        attempt,
        quality,
        sha256,
        device: { deviceId },
      } = transaction.captures.add({
        ...SCANNED,
        dossierId,
        position,
        attempt: before.length + 1,
        image,
      });
      transaction.audit({
        kind: 'dossier.fingerprint-captured',
        detail: {
          dossierId,
          captureId,
          position,
          impression: 'live-plain',
          attempt,
          quality,
          sha256,
          deviceId,
        },
      });
      return { ok: true, value: undefined };
    }),
  );
}

const SCANNED = {
  modality: 'fingerprint',
  impression: 'live-plain',
  quality: 60,
  reasons: [],
  widthPixels: 256,
  heightPixels: 288,
  resolutionPpi: 500,
  mediaType: 'image/png',
  device: {
    make: 'Emulated',
    model: 'ZFM-20',
    serialNumber: '1',
    deviceId: 'serial:emulated',
    driver: 'zfm',
  },
  deviceQuality: null,
} satisfies Partial<NewCapture>;
