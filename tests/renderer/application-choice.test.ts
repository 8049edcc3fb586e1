import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageRange,
  fittingReasons,
  fittingTypes,
  likelyChoice,
} from '../../src/renderer/features/new-dossier/application-choice.ts';

const TODAY = '2026-11-22';
const exactly = (age: number) => ({ least: age, most: age });

describe('the application that a new dossier begins with', () => {
  test('at any age the preselected reason is one that fits it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.boolean(), (age, yearOnly) => {
        const range = yearOnly ? { least: Math.max(age - 1, 0), most: age } : exactly(age);
        const { type, reason } = likelyChoice(range);
        expect(fittingTypes(range)).toContain(type);
        expect(fittingReasons(type, range)).toContain(reason);
      }),
    );
  });

  test('a child of 8 gets a first card on request and nothing that is for adults', () => {
    expect(likelyChoice(exactly(8))).toEqual({ type: 'first-issue', reason: 'first-under-14' });
    expect(fittingReasons('first-issue', exactly(8))).toEqual(['first-under-14']);
    expect(fittingReasons('renewal', exactly(8))).not.toContain('age-milestone');
  });

  test('at 14 the first card is due; at 25, 40 and 60 the renewal', () => {
    expect(likelyChoice(exactly(14)).reason).toBe('reached-14');
    for (const age of [25, 40, 60]) expect(likelyChoice(exactly(age)).reason).toBe('age-milestone');
  });

  test('between the renewal ages an older card is exchanged', () => {
    expect(likelyChoice(exactly(33))).toEqual({ type: 'renewal', reason: 'old-card-replaced' });
  });

  test('a number alone leaves two ages open, a date of birth one', () => {
    expect(ageRange({ year: 2001 }, TODAY)).toEqual({ least: 24, most: 25 });
    expect(ageRange({ year: 2001, date: '2001-11-23' }, TODAY)).toEqual(exactly(24));
  });
});
