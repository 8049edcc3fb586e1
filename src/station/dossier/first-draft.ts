import provinces from '../../../resources/provinces.json' with { type: 'json' };
import type { CitizenNumber } from '../../domain/citizen-number.ts';
import type { DataGroup, GroupDraft } from '../../domain/dossier-data.ts';
import type { IdentityCardQr } from '../../domain/identity-card-qr.ts';
import { searchText } from '../../domain/search-text.ts';

/**
 * What number and card already tell, so that the officer does not type it again. What they do not tell
 * is left out: an empty text would stand in the way of what a form starts with (no religion, blood type
 * unknown).
 */
export function firstDraft(
  number: CitizenNumber,
  card: IdentityCardQr | undefined,
): Partial<Record<DataGroup, GroupDraft>> {
  const person = {
    fullName: card?.fullName.toLocaleUpperCase('vi') ?? '',
    dateOfBirth: card?.dateOfBirth ?? '',
    sex: card?.sex ?? number.sex,
    formerNumber: card?.formerNumber ?? '',
  };
  const place = number.birthProvince?.name ?? '';
  const origin = { birthRegistrationPlace: place };
  if (!card) return { person, origin };
  const permanent = splitAddress(card.permanentResidence);
  return { person, origin, residence: { permanent, currentSameAsPermanent: true, current: null } };
}

/** `Số 5, ngõ 12, Phường Ba Đình, Hà Nội`: province last, commune before it, the rest is detail. */
export function splitAddress(text: string): {
  provinceCode: string;
  communeCode: string;
  communeName: string;
  detail: string;
} {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const provinceCode = provinceOf(parts.at(-1) ?? '');
  if (provinceCode === '') return { provinceCode, communeCode: '', communeName: '', detail: text };
  return {
    provinceCode,
    communeCode: '',
    communeName: parts.at(-2) ?? '',
    detail: parts.slice(0, -2).join(', '),
  };
}

/** Code of today's province for its name or that of one merged into it; empty when unknown. */
function provinceOf(name: string): string {
  const wanted = bareName(name);
  const today = provinces.provinces.find((province) => bareName(province.name) === wanted);
  const former = provinces.birthRegistrationCodes.find((row) => bareName(row.name) === wanted);
  return today?.code ?? former?.provinceCode ?? '';
}

function bareName(name: string): string {
  return searchText(name).replace(/^(tinh|thanh pho|tp) /, '');
}
