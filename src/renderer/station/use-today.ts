import { useEffect, useState } from 'react';
import type { CalendarDate } from '../../domain/calendar-date.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';

const LOOK_EVERY_MS = 30_000;

/** The day in Vietnam; it changes under a screen that stays open past midnight. */
export function useToday(): CalendarDate {
  const [today, setToday] = useState(() => vietnameseDate(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setToday(vietnameseDate(Date.now())), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return today;
}
