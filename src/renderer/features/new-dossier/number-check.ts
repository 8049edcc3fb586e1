import { ageRules, ageWarnings } from '../../../domain/age-rules.ts';
import type { AgeRules, AgeWarning } from '../../../domain/age-rules.ts';
import type { CalendarDate } from '../../../domain/calendar-date.ts';
import type {
  CitizenNumber,
  CitizenNumberError,
  CitizenNumberWarning,
} from '../../../domain/citizen-number.ts';
import { citizenNumberWarnings, parseCitizenNumber } from '../../../domain/citizen-number.ts';
import type { IdentityCardQr } from '../../../domain/identity-card-qr.ts';
import type { AgeRange } from './application-choice.ts';
import { ageRange } from './application-choice.ts';

/** What a number says, while it is being typed and when it is whole. */
export type NumberCheck =
  | { readonly kind: 'typing'; readonly digits: number }
  | { readonly kind: 'wrong'; readonly error: CitizenNumberError }
  | {
      readonly kind: 'read';
      readonly number: CitizenNumber;
      readonly warnings: readonly CitizenNumberWarning[];
      readonly age: AgeRange;
      /** By the date of birth of the card; undefined when only the year is known. */
      readonly rules: AgeRules | undefined;
      readonly ageWarnings: readonly AgeWarning[];
    };

export function checkNumber(
  typed: string,
  card: IdentityCardQr | null,
  today: CalendarDate,
): NumberCheck {
  const parsed = parseCitizenNumber(typed);
  if (!parsed.ok) return unfinished(typed, parsed.error);
  const number = parsed.value;
  const birth = card?.dateOfBirth;
  return {
    kind: 'read',
    number,
    warnings: citizenNumberWarnings(number, {
      sex: card?.sex,
      birthYear: birth === undefined ? undefined : Number(birth.slice(0, 4)),
      thisYear: Number(today.slice(0, 4)),
    }),
    age: ageRange({ date: birth, year: number.birthYear }, today),
    rules: birth === undefined ? undefined : ageRules(birth, today),
    ageWarnings: birth === undefined ? [] : ageWarnings(birth, today),
  };
}

/** A number with digits still to come is not wrong yet. */
function unfinished(typed: string, error: CitizenNumberError): NumberCheck {
  const digits = typed.replaceAll(/[\s.]/g, '');
  if (error === 'empty' || (error === 'wrong-length' && digits.length < 12)) {
    return { kind: 'typing', digits: digits.length };
  }
  return { kind: 'wrong', error };
}
