import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierView } from '../../src/contract/views.ts';
import { DATA_GROUPS, GROUP_SCHEMAS, groupErrors } from '../../src/domain/dossier-data.ts';
import {
  startingData,
  textAt,
  valueAt,
  withValue,
} from '../../src/renderer/features/groups/group-data.ts';
import { rankOf } from '../../src/renderer/features/groups/option-filter.ts';

function dossier(groups: DossierView['groups'] = {}): DossierView {
  return {
    dossierId: 'd',
    dossierNumber: 'HN01-1',
    version: 1,
    state: 'draft',
    step: 'person',
    applicationType: 'renewal',
    legalReason: 'on-request',
    citizenNumber: '001301012345',
    groups,
    documents: [],
    biometricsRequired: true,
    representativeRequired: false,
    fingerprints: { steps: [], targets: [], next: null, complete: false },
    portrait: null,
    missing: [],
    returnReason: null,
    createdAt: 0,
    updatedAt: 0,
  };
}

describe('a group of the form', () => {
  test('starts with exactly the fields that the domain asks for', () => {
    for (const group of DATA_GROUPS) {
      expect(Object.keys(startingData(dossier(), group)).toSorted()).toEqual(
        Object.keys(GROUP_SCHEMAS[group].shape).toSorted(),
      );
    }
  });

  test('family and electronic identity are complete when nothing is asked of them', () => {
    expect(groupErrors('family', startingData(dossier(), 'family'))).toEqual({});
    const identity = startingData(dossier(), 'electronicIdentity');
    expect(groupErrors('electronicIdentity', identity)).toEqual({});
  });

  test('takes sex from the number, and what was saved before anything else', () => {
    expect(textAt(startingData(dossier(), 'person'), 'sex')).toBe('female');
    const saved = startingData(dossier({ person: { sex: 'male', fullName: 'LÊ AN' } }), 'person');
    expect(textAt(saved, 'sex')).toBe('male');
    expect(textAt(saved, 'nationality')).toBe('Việt Nam');
  });

  test('keeps an address part by part when only some of it was saved', () => {
    const saved = dossier({ residence: { permanent: { provinceCode: '01' } } });
    expect(valueAt(startingData(saved, 'residence'), 'permanent')).toEqual({
      provinceCode: '01',
      communeCode: '',
      communeName: '',
      detail: '',
    });
  });

  test('a value put at a path is read back from it and changes nothing beside it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (detail, communeName) => {
        const before = withValue({}, 'permanent.communeName', communeName);
        const after = withValue(before, 'permanent.detail', detail);
        expect(textAt(after, 'permanent.detail')).toBe(detail);
        expect(textAt(after, 'permanent.communeName')).toBe(communeName);
        expect(textAt(before, 'permanent.detail')).toBe('');
      }),
    );
  });
});

test('the whole name comes before the beginning of a word, and that before its middle', () => {
  expect([rankOf('co', 'co'), rankOf('co tu', 'co'), rankOf('bru van coi', 'an')]).toEqual([
    3, 2, 1,
  ]);
  expect(rankOf('kinh', 'tay')).toBe(0);
});
