import type { Language } from '../../domain/language.ts';

export interface Formats {
  readonly number: (value: number) => string;
  /** Bytes in the unit that a person reads: `312 kB`, `4,1 MB`. */
  readonly size: (sizeBytes: number) => string;
  /** `07:05`, in Vietnam. */
  readonly time: (epochMs: number) => string;
  /** `22/11/2026`, in Vietnam. */
  readonly date: (epochMs: number) => string;
  /** `07:05 22/11/2026`, in Vietnam. */
  readonly dateTime: (epochMs: number) => string;
}

const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };
const timeZone = 'Asia/Ho_Chi_Minh';

export function formatsOf(language: Language): Formats {
  const locale = LOCALES[language];
  const number = new Intl.NumberFormat(locale);
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  return {
    number: (value) => number.format(value),
    size: (sizeBytes) =>
      sizeBytes < 1_000_000
        ? `${oneDecimal.format(Math.max(sizeBytes / 1000, 0.1))} kB`
        : `${oneDecimal.format(sizeBytes / 1_000_000)} MB`,
    time: (epochMs) => time.format(epochMs),
    date: (epochMs) => date.format(epochMs),
    dateTime: (epochMs) => `${time.format(epochMs)} ${date.format(epochMs)}`,
  };
}
