import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageRules, ageWarnings, cardValidUntil } from '../../src/domain/age-rules.ts';
import {
  ageOn,
  fromCompactDate,
  fromTypedDate,
  isCalendarDate,
  toPrintedDate,
  vietnameseDate,
} from '../../src/domain/calendar-date.ts';

describe('dates', () => {
  it('are days that exist', () => {
    expect(isCalendarDate('2024-02-29')).toBe(true);
    expect(isCalendarDate('2023-02-29')).toBe(false);
    expect(isCalendarDate('2023-13-01')).toBe(false);
    expect(isCalendarDate('23-01-01')).toBe(false);
  });

  it.each(['5/9/1990', '05-09-1990', '05.09.1990', '5 9 1990', '05091990', '1990-09-05'])(
    'are read as officers type them: %s',
    (typed) => expect(fromTypedDate(typed)).toBe('1990-09-05'),
  );

  it.each(['', '31/2/1990', '5/9', '1990', 'abc', '5/9/90'])('refuse %j', (typed) =>
    expect(fromTypedDate(typed)).toBeUndefined(),
  );

  it('read back what was printed', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }),
        (day) => {
          const date = day.toISOString().slice(0, 10);
          expect(fromTypedDate(toPrintedDate(date))).toBe(date);
          expect(fromCompactDate(toPrintedDate(date).replaceAll('/', ''))).toBe(date);
        },
      ),
    );
  });

  it("change at midnight in Vietnam, not at Greenwich's", () => {
    expect(vietnameseDate(Date.UTC(2026, 10, 22, 16, 59, 59))).toBe('2026-11-22');
    expect(vietnameseDate(Date.UTC(2026, 10, 22, 17, 0, 0))).toBe('2026-11-23');
  });
});

describe('age rules', () => {
  it('count full years: day, month and year reached', () => {
    expect(ageOn('2012-11-22', '2026-11-21')).toBe(13);
    expect(ageOn('2012-11-22', '2026-11-22')).toBe(14);
  });

  it.each([
    ['2021-01-01', { biometrics: false, representative: true, cardObligatory: false }],
    ['2016-01-01', { biometrics: true, representative: true, cardObligatory: false }],
    ['2000-01-01', { biometrics: true, representative: false, cardObligatory: true }],
  ])('say what is taken of someone born on %s', (birth, rules) => {
    expect(ageRules(birth, '2026-11-22')).toMatchObject(rules);
  });

  it.each([
    ['2012-05-01', '2026-06-01', '2037-05-01'],
    ['2001-05-01', '2025-06-01', '2041-05-01'],
    ['2002-05-01', '2022-06-01', '2027-05-01'],
    ['1960-05-01', '2026-06-01', undefined],
    ['2000-02-29', '2010-01-01', '2014-03-01'],
  ])('a card for someone born on %s, issued on %s, is valid until %s', (birth, issued, until) => {
    expect(cardValidUntil(birth, issued)).toBe(until);
  });

  it('warn of a birth in the future and of an age nobody reaches', () => {
    expect(ageWarnings('2027-01-01', '2026-11-22')).toEqual(['not-yet-born']);
    expect(ageWarnings('1890-01-01', '2026-11-22')).toEqual(['too-old']);
    expect(ageWarnings('2022-01-01', '2026-11-22')).toEqual(['under-6-by-representative']);
    expect(ageWarnings('1990-01-01', '2026-11-22')).toEqual([]);
  });
});
