import type { DossierView } from '../../contract/views.ts';
import { DATA_GROUPS } from '../../domain/dossier-data.ts';
import type { SyntheticCitizen } from '../../station/training/synthetic-citizen.ts';
import { syntheticPortrait } from '../../station/training/synthetic-portrait.ts';
import { CallFailed } from './station-driver.ts';
import type { StationDriver } from './station-driver.ts';

/** A citizen whose dossier is past the line is left alone; a draft is taken up where it stands. */
export async function enrolCitizen(
  station: StationDriver,
  citizen: SyntheticCitizen,
): Promise<void> {
  const dossier = await openOrCreate(station, citizen);
  if (!dossier) return;
  await typeData(station, dossier, citizen);
  await takeFingerprints(station, dossier);
  await takePortrait(station, dossier, citizen);
  await station.call('dossier.confirm', { dossierId: dossier.dossierId, citizenConfirmed: true });
  await station.call('dossier.slip', { dossierId: dossier.dossierId });
  await station.call('dossier.close', {});
}

async function openOrCreate(
  station: StationDriver,
  citizen: SyntheticCitizen,
): Promise<DossierView | undefined> {
  const query = citizen.citizenNumber;
  const [known] = await station.call('dossier.list', { query, states: [], limit: 1 });
  if (known?.state === 'draft' || known?.state === 'returned') {
    return station.call('dossier.open', { dossierId: known.dossierId });
  }
  if (known) return undefined;
  return station.call('dossier.create', {
    citizenNumber: citizen.citizenNumber,
    source: 'card-qr',
    qrText: citizen.cardQr,
    applicationType: citizen.applicationType,
    legalReason: citizen.legalReason,
    override: null,
  });
}

async function typeData(
  station: StationDriver,
  dossier: DossierView,
  citizen: SyntheticCitizen,
): Promise<void> {
  for (const group of DATA_GROUPS) {
    if (!dossier.missing.includes(group)) continue;
    await station.call('dossier.saveGroup', {
      dossierId: dossier.dossierId,
      group,
      data: { ...citizen.data[group] },
    });
  }
}

/** Follows the plan of the scanner that serves; after a trouble that passes, the plan as it is then, as an officer would. */
async function takeFingerprints(
  station: StationDriver,
  { dossierId, fingerprints }: DossierView,
): Promise<void> {
  let { next } = fingerprints;
  let troubles = 0;
  while (next !== null) {
    try {
      const taken = await station.call('fingerprint.capture', { dossierId, target: next });
      ({ next } = taken.dossier.fingerprints);
    } catch (cause) {
      const transient = cause instanceof CallFailed && TRANSIENT.has(cause.code);
      troubles += 1;
      if (!transient || troubles > 20) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 250));
      ({ next } = (await station.call('dossier.get', { dossierId })).fingerprints);
    }
  }
}

/** Scanner troubles that pass: it is being opened, another one came, or the citizen lifted the finger too early. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'device-none',
  'device-no-answer',
  'device-disconnected',
  'device-garbage',
  'device-not-ready',
  'device-not-supported',
  'device-driver-failed',
  'finger-timeout',
]);

async function takePortrait(
  station: StationDriver,
  dossier: DossierView,
  citizen: SyntheticCitizen,
): Promise<void> {
  if (!dossier.missing.includes('portrait')) return;
  const bytes = await syntheticPortrait(citizen.seed, citizen.sex);
  await station.call('portrait.save', { dossierId: dossier.dossierId, bytes });
}
