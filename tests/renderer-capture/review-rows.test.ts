import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import type { DossierView } from '../../src/contract/views.ts';
import type { Translate } from '../../src/renderer/i18n/i18n.tsx';
import { MESSAGES } from '../../src/renderer/i18n/messages.ts';
import { reviewSections, spacedNumber } from '../../src/renderer/features/review/review-rows.ts';

const intl = createIntl({ locale: 'vi', messages: MESSAGES.vi });
const t: Translate = (key, values) => String(intl.formatMessage({ id: key }, { ...values }));

function dossier(groups: DossierView['groups']): DossierView {
  return {
    dossierId: 'd',
    dossierNumber: 'HN01-1',
    version: 1,
    state: 'draft',
    step: 'review',
    applicationType: 'renewal',
    legalReason: 'age-milestone',
    citizenNumber: '001190012345',
    groups,
    documents: [],
    biometricsRequired: true,
    representativeRequired: false,
    fingerprints: { steps: [], targets: [], next: null, complete: true },
    portrait: null,
    missing: [],
    returnReason: null,
    createdAt: 0,
    updatedAt: 0,
  };
}

function valuesOf(groups: DossierView['groups']): string[] {
  return reviewSections(dossier(groups), t).flatMap(({ rows }) => rows.map(({ value }) => value));
}

describe('what the citizen reads', () => {
  test('is words and printed dates, never codes', () => {
    const values = valuesOf({
      person: { fullName: 'Đỗ Thị Ánh', dateOfBirth: '1990-05-14', sex: 'female', bloodType: 'A' },
      residence: {
        permanent: { provinceCode: '01', communeName: 'Phường Hoàn Kiếm', detail: 'Số 12' },
        currentSameAsPermanent: true,
      },
      electronicIdentity: { level: 'level-2', phone: '0912345678' },
    });
    expect(values).toContain('ĐỖ THỊ ÁNH');
    expect(values).toContain('14/05/1990');
    expect(values).toContain('Nữ');
    expect(values).toContain('A');
    expect(values.some((value) => /^Số 12, Phường Hoàn Kiếm, .*Hà Nội$/.test(value))).toBe(true);
    expect(values).not.toContain('female');
    expect(values).not.toContain('level-2');
  });

  test('keeps the number in groups of three digits', () => {
    expect(spacedNumber('001190012345')).toBe('001 190 012 345');
    expect(spacedNumber('')).toBe('');
  });

  test('of an empty dossier is empty rows, not an error', () => {
    const sections = reviewSections(dossier({}), t);
    expect(sections).toHaveLength(5);
    expect(sections[0]?.rows[0]?.value).toBe('');
  });
});
