import { parseCitizenNumber } from '../../../domain/citizen-number.ts';
import type { DataGroup, GroupDraft } from '../../../domain/dossier-data.ts';
import type { DossierView } from '../../../contract/views.ts';

/** Where a value lies in a group: `fullName`, `permanent.provinceCode`. */
export type FieldPath = string;

/** The value at a path, or undefined. */
export function valueAt(data: unknown, path: FieldPath): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), data);
}

/** The text at a path; empty when there is none. */
export function textAt(data: unknown, path: FieldPath): string {
  const value = valueAt(data, path);
  return typeof value === 'string' ? value : '';
}

/** The same data with one value changed. */
export function withValue(data: GroupDraft, path: FieldPath, value: unknown): GroupDraft {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...data, [key]: value };
  const inner = data[key];
  return { ...data, [key]: withValue(isRecord(inner) ? inner : {}, rest.join('.'), value) };
}

/** A group as its form begins: what the station keeps, on top of what a form starts with. */
export function startingData(dossier: DossierView, group: DataGroup): GroupDraft {
  return merged(emptyGroup(dossier, group), dossier.groups[group] ?? {});
}

const EMPTY_ADDRESS = { provinceCode: '', communeCode: '', communeName: '', detail: '' };
const EMPTY_RELATIVE = { fullName: '', nationality: '', citizenNumber: '' };
const VIETNAM = 'Việt Nam';
const NO_RELIGION = 'Không';

export function emptyAddress(): typeof EMPTY_ADDRESS {
  return { ...EMPTY_ADDRESS };
}

function emptyGroup(dossier: DossierView, group: DataGroup): GroupDraft {
  switch (group) {
    case 'person':
      return {
        fullName: '',
        otherName: '',
        dateOfBirth: '',
        sex: sexInNumber(dossier.citizenNumber),
        ethnicity: '',
        religion: NO_RELIGION,
        nationality: VIETNAM,
        formerNumber: '',
        maritalStatus: dossier.representativeRequired ? 'single' : '',
        bloodType: 'unknown',
        occupation: '',
        distinguishingMarks: '',
      };
    case 'origin':
      return { placeOfBirth: '', birthRegistrationPlace: '', hometown: '' };
    case 'residence':
      return { permanent: emptyAddress(), currentSameAsPermanent: true, current: null };
    case 'family':
      return {
        father: { ...EMPTY_RELATIVE },
        mother: { ...EMPTY_RELATIVE },
        spouse: { ...EMPTY_RELATIVE },
        representative: { ...EMPTY_RELATIVE },
        representativeRelation: '',
      };
    case 'electronicIdentity':
      return { level: 'none', phone: '', email: '', consent: false };
  }
}

function sexInNumber(citizenNumber: string): string {
  const number = parseCitizenNumber(citizenNumber);
  return number.ok ? number.value.sex : '';
}

function merged(base: GroupDraft, over: GroupDraft): GroupDraft {
  const result: GroupDraft = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    result[key] = isRecord(below) && isRecord(value) ? merged(below, value) : value;
  }
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
