import { isCalendarDate } from './calendar-date.ts';
import type { CitizenNumberWarning } from './citizen-number.ts';
import { citizenNumberWarnings, parseCitizenNumber } from './citizen-number.ts';

/** Where the citizen number disagrees with sex and birth date as typed so far. */
export function numberDisagreements(
  citizenNumber: string,
  person: Readonly<Record<string, unknown>> | undefined,
): CitizenNumberWarning[] {
  const number = parseCitizenNumber(citizenNumber);
  if (!number.ok || !person) return [];
  const { sex, dateOfBirth } = person;
  const knownBirth = typeof dateOfBirth === 'string' && isCalendarDate(dateOfBirth);
  return citizenNumberWarnings(number.value, {
    sex: sex === 'male' || sex === 'female' ? sex : undefined,
    birthYear: knownBirth ? Number(dateOfBirth.slice(0, 4)) : undefined,
    thisYear: Infinity,
  }).filter((warning) => warning === 'sex-differs' || warning === 'birth-year-differs');
}
