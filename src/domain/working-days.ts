import type { CalendarDate } from './calendar-date.ts';

/** Working days up to the result: Law on Identity 26/2023/QH15 Art. 26. */
export const WORKING_DAYS_TO_RESULT = 7;

/**
 * The day so many working days after `from`, Saturdays and Sundays left out. Public holidays are not
 * known to the station: an appointment may fall on one and is then kept on the next working day.
 */
export function addWorkingDays(from: CalendarDate, days: number): CalendarDate {
  const day = new Date(`${from}T00:00:00Z`);
  for (let left = days; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}
