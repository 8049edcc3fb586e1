import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import provinces from '../../resources/provinces.json' with { type: 'json' };
import { citizenNumberWarnings, parseCitizenNumber } from '../../src/domain/citizen-number.ts';

const parsed = (text: string) => {
  const result = parseCitizenNumber(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('the citizen number', () => {
  it('tells province of birth registration, sex and birth year', () => {
    expect(parsed('001 085 012 345')).toEqual({
      text: '001085012345',
      birthProvince: { code: '001', name: 'Hà Nội' },
      sex: 'male',
      birthYear: 1985,
    });
    expect(parsed('038307000001')).toMatchObject({ sex: 'female', birthYear: 2007 });
    expect(parsed('079200000001')).toMatchObject({ sex: 'male', birthYear: 2000 });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['00108501234', 'wrong-length'],
    ['0010850123456', 'wrong-length'],
    ['00108501234O', 'not-digits'],
    ['１２３４５６７８９０１２', 'not-digits'],
  ])('refuses %j as %s', (text, error) => {
    expect(parseCitizenNumber(text)).toEqual({ ok: false, error });
  });

  it('knows all 63 codes of birth registration, each in one of the 34 provinces of today', () => {
    expect(provinces.birthRegistrationCodes).toHaveLength(63);
    expect(provinces.provinces).toHaveLength(34);
    const today = new Set(provinces.provinces.map((province) => province.code));
    for (const row of provinces.birthRegistrationCodes) {
      expect(parsed(`${row.code}085012345`).birthProvince?.name).toBe(row.name);
      expect(today.has(row.provinceCode), row.name).toBe(true);
    }
  });

  it('warns of what does not fit, and of nothing else', () => {
    const number = parsed('001085012345');
    const thisYear = 2026;
    expect(citizenNumberWarnings(number, { thisYear })).toEqual([]);
    expect(citizenNumberWarnings(number, { sex: 'male', birthYear: 1985, thisYear })).toEqual([]);
    expect(citizenNumberWarnings(number, { sex: 'female', birthYear: 1986, thisYear })).toEqual([
      'sex-differs',
      'birth-year-differs',
    ]);
    expect(citizenNumberWarnings(parsed('999285012345'), { thisYear })).toEqual([
      'unknown-province',
      'birth-year-in-future',
    ]);
  });

  it('reads the century and the sex of every digit as the decree lists them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 99 }),
        (digit, year) => {
          const number = parsed(`001${digit}${String(year).padStart(2, '0')}000000`);
          expect(number.birthYear).toBe(1900 + Math.trunc(digit / 2) * 100 + year);
          expect(number.sex).toBe(['male', 'female'][digit % 2]);
        },
      ),
    );
  });
});
