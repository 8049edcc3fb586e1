import { z } from 'zod';

/** A day of the calendar without time or zone, `YYYY-MM-DD` (ISO 8601 extended format). */
export const calendarDateSchema = z
  .string()
  .refine((text) => isCalendarDate(text), { error: 'date' });
export type CalendarDate = z.infer<typeof calendarDateSchema>;

/** True for a day that exists, in the form `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1800 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
  );
}

/** The station's day in Vietnam (UTC+7 all year) at an instant given as milliseconds since 1970. */
export function vietnameseDate(epochMs: number): CalendarDate {
  return new Date(epochMs + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** `DDMMYYYY` as on identity-card QR codes; undefined when it is no day of the calendar. */
export function fromCompactDate(text: string): CalendarDate | undefined {
  const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (!match) return undefined;
  const date = `${match[3]}-${match[2]}-${match[1]}`;
  return isCalendarDate(date) ? date : undefined;
}

/** `D/M/YYYY` as Vietnamese officers type it (also with `-`, `.` or nothing between). */
export function fromTypedDate(text: string): CalendarDate | undefined {
  const trimmed = text.trim();
  if (isCalendarDate(trimmed)) return trimmed;
  const match = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/.exec(trimmed);
  if (!match) return fromCompactDate(trimmed);
  return fromCompactDate(`${match[1]?.padStart(2, '0')}${match[2]?.padStart(2, '0')}${match[3]}`);
}

/** `DD/MM/YYYY`, the form Vietnamese papers print. */
export function toPrintedDate(date: CalendarDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** Whole years reached on `today` by someone born on `birth`: day, month and year count. */
export function ageOn(birth: CalendarDate, today: CalendarDate): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) >= birth.slice(5) ? years : years - 1;
}
