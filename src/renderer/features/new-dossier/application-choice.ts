import type { ApplicationType, LegalReason } from '../../../domain/application.ts';
import { APPLICATION_TYPES, LEGAL_REASONS } from '../../../domain/application.ts';
import { ageOn } from '../../../domain/calendar-date.ts';
import type { CalendarDate } from '../../../domain/calendar-date.ts';
import { RENEWAL_AGES_YEARS } from '../../../domain/age-rules.ts';

/** Age in whole years; a number alone tells the year of birth only, so two ages are possible. */
export interface AgeRange {
  readonly least: number;
  readonly most: number;
}

/** What age a citizen has today, from the date of birth or, without it, from the year in the number. */
export function ageRange(
  born: { readonly date?: CalendarDate | undefined; readonly year: number },
  today: CalendarDate,
): AgeRange {
  if (born.date !== undefined) {
    const age = ageOn(born.date, today);
    return { least: age, most: age };
  }
  const most = Number(today.slice(0, 4)) - born.year;
  return { least: Math.max(most - 1, 0), most: Math.max(most, 0) };
}

export interface ApplicationChoice {
  readonly type: ApplicationType;
  readonly reason: LegalReason;
}

/** The reasons of a type that can hold at this age (Law on Identity Art. 19, 21, 24). */
export function fittingReasons(type: ApplicationType, age: AgeRange): LegalReason[] {
  return LEGAL_REASONS[type].filter((reason) => fits(reason, age));
}

/** The types that have a fitting reason at this age. */
export function fittingTypes(age: AgeRange): ApplicationType[] {
  return APPLICATION_TYPES.filter((type) => fittingReasons(type, age).length > 0);
}

function fits(reason: LegalReason, age: AgeRange): boolean {
  switch (reason) {
    case 'first-under-14':
      return age.least < 14;
    case 'reached-14':
      return age.most >= 14 && age.least < 16;
    case 'first-adult':
      return age.most >= 14;
    case 'age-milestone':
      return age.most >= 14;
    default:
      return true;
  }
}

/**
 * What most citizens of this age ask for: children and those who turn 14 their first card, the renewal
 * ages a renewal, and everybody else the exchange of an older card.
 */
export function likelyChoice(age: AgeRange): ApplicationChoice {
  if (age.most < 14) return { type: 'first-issue', reason: 'first-under-14' };
  if (age.least < 15) return { type: 'first-issue', reason: 'reached-14' };
  const atMilestone = RENEWAL_AGES_YEARS.some(
    (milestone) => age.least <= milestone && age.most >= milestone,
  );
  return { type: 'renewal', reason: atMilestone ? 'age-milestone' : 'old-card-replaced' };
}
