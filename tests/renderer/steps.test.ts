import { describe, expect, test } from 'vitest';
import { neighbours } from '../../src/renderer/features/wizard/step-navigation.ts';
import { readScannedCode } from '../../src/renderer/features/scan/scanned-code.ts';
import { slipCode } from '../../src/domain/slip-code.ts';

describe('the steps of a dossier', () => {
  test('follow one another, with an end at each side', () => {
    expect(neighbours({ step: 'person', biometricsRequired: true })).toEqual({
      nextStep: 'origin',
      previousStep: undefined,
    });
    expect(neighbours({ step: 'documents', biometricsRequired: true }).nextStep).toBe(
      'fingerprints',
    );
    expect(neighbours({ step: 'review', biometricsRequired: true }).nextStep).toBeUndefined();
  });

  test('under 6 lead from the papers straight to the review and back', () => {
    expect(neighbours({ step: 'documents', biometricsRequired: false }).nextStep).toBe('review');
    expect(neighbours({ step: 'review', biometricsRequired: false }).previousStep).toBe(
      'documents',
    );
  });

  test('a step that is left out can still be left when the dossier stands on it', () => {
    expect(neighbours({ step: 'portrait', biometricsRequired: false })).toEqual({
      nextStep: 'review',
      previousStep: 'documents',
    });
  });
});

describe('a scanned code', () => {
  const card = '001201004567|012345678|Nguyễn Văn Bình|15082001|Nam|Hà Nội|01012022';

  test('is told apart by content', () => {
    expect(readScannedCode(card).kind).toBe('card');
    expect(readScannedCode(slipCode('HN01-261122-0001')).kind).toBe('slip');
    expect(readScannedCode('001201004567').kind).toBe('number');
  });

  test('cut short anywhere after its number never passes for a whole card', () => {
    const lengths = Array.from({ length: card.length - 21 }, (_, index) => index + 13);
    const passed = lengths
      .map((length) => card.slice(0, length))
      .filter((cut) => readScannedCode(cut).kind !== 'unreadable');
    expect(passed).toEqual([]);
  });

  test('of something else is unknown, a spoilt slip is damaged', () => {
    expect(readScannedCode('https://example.vn')).toEqual({
      kind: 'unreadable',
      code: 'code-unknown',
    });
    expect(readScannedCode('TRAM|1|HN01-261122-0001|0000')).toEqual({
      kind: 'unreadable',
      code: 'code-damaged',
    });
  });
});
