import type { CalendarDate } from './calendar-date.ts';
import { ageOn } from './calendar-date.ts';

/**
 * What age asks for. Source: Law on Identity 26/2023/QH15 Art. 19, 21 and 23: a card is obligatory
 * from 14; from 6 to under 14 biometrics are taken with the representative present; under 6 neither
 * features nor biometrics are taken. A card is renewed at 14, 25, 40 and 60; one issued within the
 * two years before such an age is valid to the next.
 */
export interface AgeRules {
  readonly ageYears: number;
  readonly biometrics: boolean;
  readonly representative: boolean;
  readonly cardObligatory: boolean;
}

export const BIOMETRICS_FROM_YEARS = 6;
export const CARD_OBLIGATORY_FROM_YEARS = 14;
export const RENEWAL_AGES_YEARS = [14, 25, 40, 60] as const;

export function ageRules(birth: CalendarDate, today: CalendarDate): AgeRules {
  const ageYears = ageOn(birth, today);
  return {
    ageYears,
    biometrics: ageYears >= BIOMETRICS_FROM_YEARS,
    representative: ageYears < CARD_OBLIGATORY_FROM_YEARS,
    cardObligatory: ageYears >= CARD_OBLIGATORY_FROM_YEARS,
  };
}

/** The day up to which a card issued on `issued` is valid, or undefined: for life (Art. 21). */
export function cardValidUntil(
  birth: CalendarDate,
  issued: CalendarDate,
): CalendarDate | undefined {
  const milestone = RENEWAL_AGES_YEARS.find((age) => ageOn(birth, issued) < age - 2);
  return milestone === undefined ? undefined : birthday(birth, milestone);
}

export type AgeWarning = 'not-yet-born' | 'too-old' | 'under-6-by-representative';

/** What an officer should know before going on; none of it blocks, except a birth in the future. */
export function ageWarnings(birth: CalendarDate, today: CalendarDate): AgeWarning[] {
  const age = ageOn(birth, today);
  if (birth > today) return ['not-yet-born'];
  if (age > 120) return ['too-old'];
  return age < BIOMETRICS_FROM_YEARS ? ['under-6-by-representative'] : [];
}

function birthday(birth: CalendarDate, ageYears: number): CalendarDate {
  const year = Number(birth.slice(0, 4)) + ageYears;
  const leapDay = birth.slice(5) === '02-29' && !isLeapYear(year);
  return `${String(year).padStart(4, '0')}-${leapDay ? '03-01' : birth.slice(5)}`;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
