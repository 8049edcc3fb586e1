import type { DossierRecord } from '../../domain/dossier-record.ts';
import { dossierRecordSchema } from '../../domain/dossier-record.ts';
import { fingerThreshold } from '../../domain/capture-plan.ts';
import { FINGER_POSITIONS } from '../../domain/finger-position.ts';
import { IMPRESSIONS } from '../../domain/impression.ts';
import type { PacketContentFile } from '../../sync/formats/packet-archive.ts';
import type {
  CaptureRecord,
  DossierRow,
  FingerprintRecord,
  ReadableStore,
} from '../../store/index.ts';
import {
  attemptsAt,
  bestAttempt,
  lastPortrait,
  readWholeDossier,
} from '../dossier/dossier-view.ts';
import type { DossierReader, WholeDossier } from '../dossier/dossier-view.ts';

/** `dossier.json` of an approved dossier, and the files that it names. */
export function dossierForPacket(
  reader: DossierReader,
  dossier: DossierRow,
): { record: DossierRecord; files: PacketContentFile[] } {
  const { store } = reader;
  const whole = readWholeDossier(reader, dossier);
  const prints = keptPrints(whole);
  const portrait = whole.biometricsRequired ? lastPortrait(whole.captures) : undefined;
  const documents = store.documents.listByDossier(dossier.id).map((document, index) => ({
    kind: document.kind,
    file: `documents/${String(index + 1).padStart(2, '0')}-${document.kind}.${ending(document.mediaType)}`,
    mediaType: document.mediaType,
    id: document.id,
  }));
  const record = dossierRecordSchema.parse({
    format: 'tram-dossier/1',
    training: store.training,
    dossierId: dossier.id,
    dossierNumber: dossier.number,
    version: dossier.version,
    stationId: store.settings.get('stationId'),
    application: {
      type: dossier.applicationType,
      legalReason: dossier.legalReason,
      citizenNumber: dossier.citizenNumber,
      citizenNumberSource: dossier.citizenNumberSource,
      numberOverride: dossier.numberOverride,
    },
    data: Object.fromEntries(
      Object.entries(whole.groups).map(([name, group]) => [name, group.draft]),
    ),
    fingerprints: prints.map((print) => printRecord(whole, print)),
    fingerExceptions: whole.exceptions.map(({ position, reason, comment }) => ({
      position,
      reason,
      comment,
    })),
    portrait: portrait
      ? {
          file: PORTRAIT_FILE,
          widthPixels: portrait.widthPixels,
          heightPixels: portrait.heightPixels,
          capturedAt: instant(portrait.capturedAt),
          warnings: portrait.reasons,
          device: deviceRecord(portrait),
        }
      : null,
    documents: documents.map(({ kind, file, mediaType }) => ({ kind, file, mediaType })),
    capturedBy: dossier.capturedBy ?? '',
    capturedAt: instant(dossier.capturedAt),
    approvedBy: dossier.approvedBy ?? '',
    approvedAt: instant(dossier.approvedAt),
    site: dossier.siteInfo,
  });
  return {
    record,
    files: [
      ...prints.map((print) => imageFile(store, print, printFile(print))),
      ...(portrait ? [imageFile(store, portrait, PORTRAIT_FILE)] : []),
      ...documents.map((document) => {
        const stored = store.documents.content(document.id);
        if (!stored) throw new Error(`document ${document.id} has no content`);
        return { name: document.file, mediaType: stored.mediaType, bytes: stored.content };
      }),
    ],
  };
}

const PORTRAIT_FILE = 'portrait.jpg';

/** The best attempt at each finger that is no exception: plain prints, then rolled ones, by their positions. */
function keptPrints(whole: WholeDossier): FingerprintRecord[] {
  if (!whole.biometricsRequired) return [];
  const missing = new Set(whole.exceptions.map((exception) => exception.position));
  const positions = FINGER_POSITIONS.filter((position) => !missing.has(position));
  return IMPRESSIONS.flatMap((impression) =>
    positions.map((position) => bestAttempt(attemptsAt(whole.captures, { position, impression }))),
  ).filter((print) => print !== undefined);
}

function printRecord(
  whole: WholeDossier,
  print: FingerprintRecord,
): DossierRecord['fingerprints'][0] {
  const { position, impression } = print;
  return {
    position,
    impression,
    file: printFile(print),
    widthPixels: print.widthPixels,
    heightPixels: print.heightPixels,
    resolutionPpi: print.resolutionPpi ?? 500,
    quality: print.quality,
    qualityAlgorithm: 'tram-fingerprint-quality/1',
    deviceQuality: print.deviceQuality,
    attempts: attemptsAt(whole.captures, print).length,
    belowThreshold: print.quality < fingerThreshold(position, whole.thresholds),
    capturedAt: instant(print.capturedAt),
    device: deviceRecord(print),
  };
}

function printFile({ position, impression }: FingerprintRecord): string {
  return impression === 'live-plain'
    ? `fingerprints/${position}.png`
    : `fingerprints/rolled/${position}.png`;
}

/** What the ministry learns of the device; its id means something at this station alone. */
function deviceRecord({ device }: CaptureRecord): DossierRecord['fingerprints'][0]['device'] {
  const { make, model, serialNumber, driver } = device;
  return { make, model, serialNumber, driver };
}

function imageFile(store: ReadableStore, capture: CaptureRecord, name: string): PacketContentFile {
  const stored = store.captures.image(capture.id);
  if (!stored) throw new Error(`capture ${capture.id} has no image`);
  return { name, mediaType: stored.mediaType, bytes: stored.image };
}

function instant(epochMs: number | null): string {
  if (epochMs === null) throw new Error('an approved dossier has all its instants');
  return new Date(epochMs).toISOString();
}

function ending(mediaType: string): string {
  return mediaType === 'application/pdf' ? 'pdf' : 'jpg';
}
