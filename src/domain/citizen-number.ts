import provinces from '../../resources/provinces.json' with { type: 'json' };
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/**
 * The 12-digit personal number: `PPP G YY RRRRRR` — code of the province or country of birth
 * registration, century and sex, birth year, six random digits; there is no check digit.
 * Source: Decree 137/2015/NĐ-CP Art. 13; Circular 59/2021/TT-BCA Art. 4.
 */
export interface CitizenNumber {
  readonly text: string;
  /** Province of birth registration, one of the 63 codes in use up to 2025. */
  readonly birthProvince: { readonly code: string; readonly name: string } | undefined;
  readonly sex: Sex;
  readonly birthYear: number;
}

export type Sex = 'male' | 'female';

export type CitizenNumberError = 'empty' | 'not-digits' | 'wrong-length';

/** Deviations that exist in life (births abroad, corrected sex, re-established numbers): a reason overrides. */
export const CITIZEN_NUMBER_WARNINGS = [
  'unknown-province',
  'sex-differs',
  'birth-year-differs',
  'birth-year-in-future',
] as const;
export type CitizenNumberWarning = (typeof CITIZEN_NUMBER_WARNINGS)[number];

const PROVINCES = new Map(provinces.birthRegistrationCodes.map((row) => [row.code, row]));

/** Reads a number as typed; blanks and dots between groups of digits are passed over. */
export function parseCitizenNumber(typed: string): Result<CitizenNumber, CitizenNumberError> {
  const text = typed.replaceAll(/[\s.]/g, '');
  if (text === '') return err('empty');
  if (!/^\d+$/.test(text)) return err('not-digits');
  if (text.length !== 12) return err('wrong-length');
  const province = PROVINCES.get(text.slice(0, 3));
  const centuryAndSex = Number(text[3]);
  return ok({
    text,
    birthProvince: province && { code: province.code, name: province.name },
    sex: centuryAndSex % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + Math.floor(centuryAndSex / 2) * 100 + Number(text.slice(4, 6)),
  });
}

/** Compares a number with what else is known of the citizen. */
export function citizenNumberWarnings(
  number: CitizenNumber,
  known: { sex?: Sex | undefined; birthYear?: number | undefined; thisYear: number },
): CitizenNumberWarning[] {
  const warnings: CitizenNumberWarning[] = [];
  if (!number.birthProvince) warnings.push('unknown-province');
  if (known.sex && known.sex !== number.sex) warnings.push('sex-differs');
  if (known.birthYear !== undefined && known.birthYear !== number.birthYear) {
    warnings.push('birth-year-differs');
  }
  if (number.birthYear > known.thisYear) warnings.push('birth-year-in-future');
  return warnings;
}
