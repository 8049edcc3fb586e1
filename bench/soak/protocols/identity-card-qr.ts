import { parseIdentityCardQr } from '../../../src/domain/identity-card-qr.ts';
import type { IdentityCardQr } from '../../../src/domain/identity-card-qr.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { firstNotInOrder } from '../bytes.ts';
import type { Frame, Protocol } from '../protocol.ts';
import { scanned } from './hid-pos.ts';

const NAMES = ['Nguyễn Văn Ánh', 'Trần Thị Bích Ngọc', 'Lê Hữu Đạt', 'Phạm Thuỳ Dương'] as const;
const RESIDENCES = [
  'Số 5, ngõ 12, Phường Ba Đình, Hà Nội',
  'Thôn Đoài, xã Yên Thường, Hà Nội',
] as const;

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.integer(0, 9)).join('');

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function compactDate(random: Random, firstYear: number, lastYear: number): string {
  const day = twoDigits(random.integer(1, 28));
  return `${day}${twoDigits(random.integer(1, 12))}${random.integer(firstYear, lastYear)}`;
}

function card(random: Random): Frame {
  const text = [
    digits(random, 12),
    random.chance(0.5) ? digits(random, 9) : '',
    random.pick(NAMES),
    compactDate(random, 1930, 2020),
    random.pick(['Nam', 'Nữ']),
    random.pick(RESIDENCES),
    compactDate(random, 2021, 2024),
  ].join('|');
  return { pieces: [new TextEncoder().encode(text)], meaning: text };
}

/** A day as the card has it: DDMMYYYY. */
function asOnCard(date: string): string {
  return date.split('-').toReversed().join('');
}

function textOf(card: IdentityCardQr): string {
  return [
    card.citizenNumber,
    card.formerNumber ?? '',
    card.fullName,
    asOnCard(card.dateOfBirth),
    card.sex === 'male' ? 'Nam' : 'Nữ',
    card.permanentResidence,
    card.issuedOn === undefined ? '' : asOnCard(card.issuedOn),
  ].join('|');
}

const SEX_AT = 4;

export const identityCardQr: Protocol = {
  name: 'identity-card-qr',
  carrier: 'messages',
  frames: (random, count) => Array.from({ length: count }, () => card(random)),
  regroup: (frames, sizes) => frames.map(({ meaning }) => scanned(meaning, sizes)),
  reader: () => ({
    keptBytes: 0,
    read: (bytes) => {
      const read = parseIdentityCardQr(Buffer.from(bytes).toString());
      return read.ok ? [textOf(read.value)] : [];
    },
  }),
  invented: (understood, { pieces }) => {
    const whole = pieces.map((piece) => Buffer.from(piece).toString().normalize('NFC')).join('\n');
    return understood.find((text) => {
      const fields = text.split('|');
      const isNumber = /^\d{12}$/.test(fields[0] ?? '');
      // The word for the sex may be written otherwise; everything else is taken from the card.
      const said = fields.filter((_, at) => at !== SEX_AT);
      return !isNumber || firstNotInOrder(said, whole) !== undefined;
    });
  },
  limits: { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 2_000 },
};
