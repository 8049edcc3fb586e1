import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capturePlan } from '../../src/domain/capture-plan.ts';
import { missingItems } from '../../src/domain/dossier-completeness.ts';
import { groupErrors } from '../../src/domain/dossier-data.ts';
import { searchText } from '../../src/domain/search-text.ts';
import { parseSlipCode, slipCode } from '../../src/domain/slip-code.ts';

const person = {
  fullName: 'Đặng Thị Ngọc Ánh',
  otherName: '',
  dateOfBirth: '1990-09-05',
  sex: 'female',
  ethnicity: 'Kinh',
  religion: '',
  nationality: 'Việt Nam',
  formerNumber: '',
  maritalStatus: 'single',
  bloodType: 'unknown',
  occupation: '',
  distinguishingMarks: '',
};

describe('the data of the form', () => {
  it('accepts a complete group', () => {
    expect(groupErrors('person', person)).toEqual({});
  });

  it('says of each field what is wrong with it', () => {
    expect(
      groupErrors('person', {
        ...person,
        fullName: 'R2D2',
        dateOfBirth: '31/12',
        formerNumber: '12',
      }),
    ).toEqual({ fullName: 'name', dateOfBirth: 'date', formerNumber: 'former-number' });
    expect(groupErrors('origin', {})).toEqual({
      placeOfBirth: 'required',
      birthRegistrationPlace: 'required',
      hometown: 'required',
    });
  });

  it('asks for phone and consent only when an electronic identity is asked for', () => {
    const none = { level: 'none', phone: '', email: '', consent: false };
    expect(groupErrors('electronicIdentity', none)).toEqual({});
    expect(groupErrors('electronicIdentity', { ...none, level: 'level-2' })).toEqual({
      phone: 'required',
      consent: 'required',
    });
    expect(
      groupErrors('electronicIdentity', {
        level: 'level-1',
        phone: '0912345678',
        email: 'a@b',
        consent: true,
      }),
    ).toEqual({ email: 'email' });
  });

  it('reports an address part by part', () => {
    const errors = groupErrors('residence', {
      permanent: { provinceCode: '', communeCode: '', communeName: '', detail: 'Số 5' },
      currentSameAsPermanent: true,
      current: null,
    });
    expect(errors).toEqual({
      'permanent.provinceCode': 'required',
      'permanent.communeName': 'required',
    });
  });

  it('asks for the current address when it differs from the permanent one', () => {
    const address = { provinceCode: '01', communeCode: '', communeName: 'Ba Đình', detail: '' };
    const group = { permanent: address, currentSameAsPermanent: false, current: null };
    expect(groupErrors('residence', group)).toEqual({
      'current.provinceCode': 'required',
      'current.communeName': 'required',
    });
    expect(groupErrors('residence', { ...group, current: address })).toEqual({});
  });

  it('asks for the representative of a child', () => {
    const plan = capturePlan({
      required: false,
      abilities: [],
      rolledWanted: false,
      attempts: () => [],
      exceptions: new Set(),
      thresholds: { finger: 40, index: 50 },
    });
    const relative = { fullName: '', nationality: '', citizenNumber: '' };
    const missing = missingItems({
      groups: {
        family: { father: relative, mother: relative, spouse: relative, representative: relative },
      },
      plan,
      portraitRequired: false,
      hasPortrait: false,
      representativeRequired: true,
    });
    expect(missing).toContainEqual({ kind: 'representative' });
  });
});

describe('search', () => {
  it('finds Vietnamese text without its diacritics', () => {
    expect(searchText('Phường Đống Đa')).toBe('phuong dong da');
    expect(searchText('  Nguyễn   Thị-Ánh ')).toBe('nguyen thi anh');
    expect(searchText('Nguyễn'.normalize('NFD'))).toBe(searchText('Nguyễn'));
  });
});

describe('the code on a slip', () => {
  const number = 'TRAM01-261122-0007';

  it('names the dossier it was made for', () => {
    expect(parseSlipCode(slipCode(number))).toEqual({ ok: true, value: number });
  });

  it('is refused when one character changed or the end is missing', () => {
    fc.assert(
      fc.property(fc.nat(slipCode(number).length - 1), fc.constantFrom('X', '1', '|'), (at, by) => {
        const text = slipCode(number);
        const changed = text.slice(0, at) + by + text.slice(at + 1);
        if (changed === text) return;
        expect(parseSlipCode(changed).ok).toBe(false);
      }),
    );
    expect(parseSlipCode(slipCode(number).slice(0, -1))).toMatchObject({ error: 'truncated' });
    // U+014D ends in the byte of an M: a check over single bytes does not see it.
    const lookalike = slipCode(number).replace('TRAM01', 'TRA\u014d01');
    expect(parseSlipCode(lookalike)).toMatchObject({ error: 'damaged' });
  });
});
