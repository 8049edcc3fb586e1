import { describe, expect, test } from 'vitest';
import { parseIdentityCardQr } from '../../src/domain/identity-card-qr.ts';
import { checkNumber } from '../../src/renderer/features/new-dossier/number-check.ts';

const TODAY = '2026-11-22';

describe('a number being typed', () => {
  test('is not called wrong before its twelfth digit', () => {
    expect(checkNumber('', null, TODAY)).toEqual({ kind: 'typing', digits: 0 });
    expect(checkNumber('001 090 01', null, TODAY)).toEqual({ kind: 'typing', digits: 8 });
  });

  test('is wrong with a letter or a thirteenth digit', () => {
    expect(checkNumber('00109x', null, TODAY)).toEqual({ kind: 'wrong', error: 'not-digits' });
    expect(checkNumber('0010900123456', null, TODAY)).toEqual({
      kind: 'wrong',
      error: 'wrong-length',
    });
  });

  test('of an unknown province is read with a warning', () => {
    const check = checkNumber('999201004567', null, TODAY);
    expect(check.kind === 'read' && check.warnings).toEqual(['unknown-province']);
  });

  test('is compared with the card it was scanned from', () => {
    const card = parseIdentityCardQr(
      '001201004567|012345678|Nguyễn Thị Bình|15081999|Nữ|Hà Nội|01012022',
    );
    const check = checkNumber('001201004567', card.ok ? card.value : null, TODAY);
    expect(check.kind === 'read' && check.warnings).toEqual(['sex-differs', 'birth-year-differs']);
  });
});
