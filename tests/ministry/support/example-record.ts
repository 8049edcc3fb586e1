import { dossierRecordSchema } from '../../../src/domain/dossier-record.ts';
import type { DossierRecord } from '../../../src/domain/dossier-record.ts';

export type RecordOf = {
  readonly stationId: string;
  readonly dossierId: string;
  readonly dossierNumber: string;
  readonly version: number;
  readonly citizenNumber: string;
};

/** A complete record of an invented person, with one fingerprint in `fingerprints/right-index.png`. */
export function exampleRecord(of: RecordOf): DossierRecord {
  const capturedAt = '2026-03-02T02:00:00.000Z';
  const relative = { fullName: '', nationality: '', citizenNumber: '' };
  const { citizenNumber, ...ids } = of;
  return dossierRecordSchema.parse({
    format: 'tram-dossier/1',
    training: true,
    ...ids,
    application: {
      type: 'first-issue',
      legalReason: 'reached-14',
      citizenNumber,
      citizenNumberSource: 'typed',
      numberOverride: null,
    },
    data: {
      person: {
        fullName: 'Nguyễn Thị Mẫu',
        otherName: '',
        dateOfBirth: '1990-01-02',
        sex: 'female',
        ethnicity: 'Kinh',
        religion: '',
        nationality: 'Việt Nam',
        formerNumber: '',
        maritalStatus: 'single',
        bloodType: 'unknown',
        occupation: '',
        distinguishingMarks: '',
      },
      origin: { placeOfBirth: 'Hà Nội', birthRegistrationPlace: 'Hà Nội', hometown: 'Hà Nội' },
      residence: {
        permanent: { provinceCode: '01', communeCode: '', communeName: 'Ba Đình', detail: '' },
        currentSameAsPermanent: true,
        current: null,
      },
      family: {
        father: relative,
        mother: relative,
        spouse: relative,
        representative: relative,
        representativeRelation: '',
      },
      electronicIdentity: { level: 'none', phone: '', email: '', consent: false },
    },
    fingerprints: [
      {
        position: 'right-index',
        impression: 'live-plain',
        file: 'fingerprints/right-index.png',
        widthPixels: 256,
        heightPixels: 288,
        resolutionPpi: 500,
        quality: 80,
        qualityAlgorithm: 'tram-fingerprint-quality/1',
        deviceQuality: null,
        attempts: 1,
        belowThreshold: false,
        capturedAt,
        device: { make: 'Emulated', model: 'ZFM-20', serialNumber: '1', driver: 'zfm' },
      },
    ],
    fingerExceptions: [],
    portrait: null,
    documents: [],
    capturedBy: 'officer-1',
    capturedAt,
    approvedBy: 'supervisor-1',
    approvedAt: capturedAt,
    site: { site: 'S1', line: 'L1', seat: '1' },
  });
}
