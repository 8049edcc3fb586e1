import type { CalendarDate } from './calendar-date.ts';
import { fromCompactDate } from './calendar-date.ts';
import type { Sex } from './citizen-number.ts';
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** What the QR code of an identity card says. */
export interface IdentityCardQr {
  readonly citizenNumber: string;
  /** The former 9-digit number, when the card carries one. */
  readonly formerNumber: string | undefined;
  readonly fullName: string;
  readonly dateOfBirth: CalendarDate;
  readonly sex: Sex;
  readonly permanentResidence: string;
  readonly issuedOn: CalendarDate | undefined;
}

export type IdentityCardQrError = 'not-a-card' | 'truncated' | 'damaged';

const SEXES: ReadonlyMap<string, Sex> = new Map([
  ['nam', 'male'],
  ['nữ', 'female'],
]);

/**
 * Reads the QR payload of a chip card (2021–2024): UTF-8, fields parted by `|`:
 * `number|former number|name|DDMMYYYY|Nam or Nữ|residence|DDMMYYYY of issue`. Some readers drop the
 * former number, and newer cards add fields at the end: fields are told apart by content.
 */
export function parseIdentityCardQr(payload: string): Result<IdentityCardQr, IdentityCardQrError> {
  const fields = payload
    .normalize('NFC')
    .trim()
    .split('|')
    .map((field) => field.trim());
  const [citizenNumber = ''] = fields;
  if (!/^\d{12}$/.test(citizenNumber)) return err('not-a-card');
  const second = fields[1] ?? '';
  const hasFormer = second === '' || /^\d{9}$/.test(second);
  const [fullName, birth, sexWord, residence, issued] = fields.slice(hasFormer ? 2 : 1);
  if (!fullName || birth === undefined || sexWord === undefined || residence === undefined) {
    return err('truncated');
  }
  const dateOfBirth = fromCompactDate(birth);
  if (!dateOfBirth) return err(/^\d{8}$/.test(birth) ? 'damaged' : 'truncated');
  const sex = SEXES.get(sexWord.toLowerCase());
  if (!sex) return err('damaged');
  if (issued === undefined || !/^\d{8}$/.test(issued)) return err('truncated');
  return ok({
    citizenNumber,
    formerNumber: hasFormer && second !== '' ? second : undefined,
    fullName,
    dateOfBirth,
    sex,
    permanentResidence: residence,
    issuedOn: fromCompactDate(issued),
  });
}
