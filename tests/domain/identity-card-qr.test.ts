import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdentityCardQr } from '../../src/domain/identity-card-qr.ts';

const CARD =
  '001085012345|012345678|Nguyễn Văn Ánh|24101985|Nam|Số 5, ngõ 12, Phường Ba Đình, Hà Nội|15052021';

describe('the QR code of an identity card', () => {
  it('gives the fields of a chip card', () => {
    expect(parseIdentityCardQr(CARD)).toEqual({
      ok: true,
      value: {
        citizenNumber: '001085012345',
        formerNumber: '012345678',
        fullName: 'Nguyễn Văn Ánh',
        dateOfBirth: '1985-10-24',
        sex: 'male',
        permanentResidence: 'Số 5, ngõ 12, Phường Ba Đình, Hà Nội',
        issuedOn: '2021-05-15',
      },
    });
  });

  it('reads a card without a former number, whether its field is empty or absent', () => {
    for (const text of [CARD.replace('012345678', ''), CARD.replace('|012345678', '')]) {
      const result = parseIdentityCardQr(text);
      expect(result).toMatchObject({ ok: true, value: { fullName: 'Nguyễn Văn Ánh' } });
      expect(result.ok && result.value.formerNumber).toBeUndefined();
    }
  });

  it('passes over fields that newer cards add', () => {
    expect(parseIdentityCardQr(`${CARD}|Nguyễn Văn Bố|Trần Thị Mẹ`).ok).toBe(true);
  });

  it('accepts names in decomposed Unicode and gives them composed', () => {
    const result = parseIdentityCardQr(CARD.normalize('NFD'));
    expect(result.ok && result.value.fullName).toBe('Nguyễn Văn Ánh'.normalize('NFC'));
  });

  it('never takes a truncated code for a whole one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: CARD.length - 1 }), (length) => {
        const result = parseIdentityCardQr(CARD.slice(0, length));
        expect(result.ok).toBe(false);
      }),
    );
  });

  it('refuses a birth date that is no day, and a sex that is no word for one', () => {
    expect(parseIdentityCardQr(CARD.replace('24101985', '31021985'))).toMatchObject({
      error: 'damaged',
    });
    expect(parseIdentityCardQr(CARD.replace('|Nam|', '|Man|'))).toMatchObject({ error: 'damaged' });
    expect(parseIdentityCardQr('https://example.org')).toMatchObject({ error: 'not-a-card' });
  });
});
