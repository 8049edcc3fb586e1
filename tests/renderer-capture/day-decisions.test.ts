import { describe, expect, test } from 'vitest';
import type { DossierSummary } from '../../src/contract/views.ts';
import type { DossierState } from '../../src/domain/dossier-state.ts';
import { DOSSIER_STATES } from '../../src/domain/dossier-state.ts';
import {
  dossiersToDecide,
  neighbourOf,
  nextAct,
  nextToJudge,
} from '../../src/renderer/features/supervisor/day-decisions.ts';
import type { StateCounts } from '../../src/renderer/features/supervisor/types.ts';

function counts(change: Partial<StateCounts>): StateCounts {
  return {
    draft: 0,
    captured: 0,
    approved: 0,
    sealed: 0,
    sent: 0,
    acknowledged: 0,
    returned: 0,
    purged: 0,
    ...change,
  };
}

function line(dossierId: string, state: DossierState): DossierSummary {
  return {
    dossierId,
    dossierNumber: `HN01-${dossierId}`,
    version: 1,
    state,
    citizenNumber: '001190012345',
    fullName: 'NGUYỄN VĂN AN',
    applicationType: 'renewal',
    officer: 'Cán bộ',
    updatedAt: 0,
    weakFingers: 0,
    missingFingers: 0,
    hasPortrait: true,
    reason: null,
  };
}

describe('the end of the day', () => {
  test('goes from approving to sending to the receipts', () => {
    expect(nextAct(counts({ captured: 1, approved: 4, sent: 2 }))).toBe('approve-all');
    expect(nextAct(counts({ approved: 4, sent: 2 }))).toBe('send');
    expect(nextAct(counts({ sealed: 1 }))).toBe('send');
    expect(nextAct(counts({ sent: 2, acknowledged: 9 }))).toBe('fetch-receipts');
    expect(nextAct(counts({ draft: 3, acknowledged: 9, returned: 1 }))).toBe('none');
  });

  test('only dossiers that wait for approval can be decided on', () => {
    const all = DOSSIER_STATES.map((state) => line(state, state));
    const ticked = new Set(all.map(({ dossierId }) => dossierId));
    expect(dossiersToDecide(all, ticked, null)).toEqual(['captured']);
    expect(dossiersToDecide(all, new Set(), 'sent')).toEqual([]);
  });

  test('what is ticked goes before what lies open', () => {
    const all = [line('a', 'captured'), line('b', 'captured'), line('c', 'captured')];
    expect(dossiersToDecide(all, new Set(['a', 'c']), 'b')).toEqual(['a', 'c']);
    expect(dossiersToDecide(all, new Set(), 'b')).toEqual(['b']);
  });

  test('the open dossier has neighbours up to the ends of the list', () => {
    const all = [line('a', 'captured'), line('b', 'sent')];
    expect(neighbourOf(all, 'a', 1)).toBe('b');
    expect(neighbourOf(all, 'a', -1)).toBeUndefined();
    expect(neighbourOf(all, 'gone', 1)).toBeUndefined();
  });
});

describe('the next dossier to judge', () => {
  const day = [
    line('a', 'captured'),
    line('b', 'approved'),
    line('c', 'captured'),
    line('d', 'captured'),
  ];

  test('is the next one down the list that waits', () => {
    expect(nextToJudge(day, 'a', ['a'])).toBe('c');
  });

  test('is looked for from the top again after the last', () => {
    expect(nextToJudge(day, 'd', ['d'])).toBe('a');
  });

  test('is none of those that were decided together with it', () => {
    expect(nextToJudge(day, 'a', ['a', 'c'])).toBe('d');
  });

  test('is none once all are decided', () => {
    expect(nextToJudge(day, 'c', ['a', 'c', 'd'])).toBeNull();
  });
});
