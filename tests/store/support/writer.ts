import { writeSync } from 'node:fs';
import type { DossierId } from '../../../src/domain/ids.ts';
import { openStore, TRAINING_KEY } from '../../../src/store/index.ts';

/**
 * A station process that saves one sample after the other and names each on its standard output once
 * it is confirmed, until it is killed. Arguments: data folder, migrations, dossier.
 */
const [directory = '', migrationsDirectory = '', dossierId = ''] = process.argv.slice(2);
const opened = openStore({ directory, key: TRAINING_KEY, migrationsDirectory });
if (!opened.ok) throw new Error(opened.error);
const store = opened.value;

const device = { make: 'Tram', model: 'Emulator', serialNumber: '1', deviceId: '', driver: 'zfm' };

function saveOne(attempt: number): void {
  const saved = store.write({ userId: null }, (transaction) => {
    const capture = transaction.captures.add({
      dossierId: dossierId as DossierId,
      modality: 'fingerprint',
      position: 'left-thumb',
      impression: 'live-plain',
      attempt,
      quality: 50,
      reasons: [],
      widthPixels: 256,
      heightPixels: 288,
      resolutionPpi: 500,
      mediaType: 'image/png',
      device,
      deviceQuality: null,
      image: new Uint8Array(30_000).fill(attempt),
    });
    const { id, sha256 } = capture;
    transaction.audit({
      kind: 'dossier.fingerprint-captured',
      detail: { dossierId, captureId: id, position: 'left-thumb', attempt, quality: 50, sha256 },
    });
    return capture;
  });
  if (!saved.ok) throw new Error(saved.error);
  writeSync(1, `${saved.value.id}\n`);
  setImmediate(saveOne, attempt + 1);
}

saveOne(1);
