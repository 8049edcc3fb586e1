import provinces from '../../../resources/provinces.json' with { type: 'json' };
import type { ApplicationType, LegalReason } from '../../domain/application.ts';
import { ageRules } from '../../domain/age-rules.ts';
import type { CalendarDate } from '../../domain/calendar-date.ts';
import type { Sex } from '../../domain/citizen-number.ts';
import type { DossierData } from '../../domain/dossier-data.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';

/** An invented citizen of training and unattended days: the same seed gives the same person. */
export interface SyntheticCitizen {
  readonly seed: number;
  readonly citizenNumber: string;
  /** What the QR code of this citizen's card says. */
  readonly cardQr: string;
  readonly sex: Sex;
  readonly applicationType: ApplicationType;
  readonly legalReason: LegalReason;
  readonly data: DossierData;
}

const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Vũ', 'Đặng', 'Bùi', 'Đỗ'];
const MIDDLE_NAMES = {
  male: ['Văn', 'Hữu', 'Đức', 'Công', 'Quang', 'Minh'],
  female: ['Thị', 'Ngọc', 'Thu', 'Phương', 'Khánh', 'Mỹ'],
};
const GIVEN_NAMES = {
  male: ['Anh', 'Bình', 'Cường', 'Dũng', 'Hải', 'Khôi', 'Long', 'Sơn', 'Tuấn', 'Vượng'],
  female: ['Ánh', 'Bích', 'Diễm', 'Hạnh', 'Hương', 'Lan', 'Ngân', 'Oanh', 'Trang', 'Yến'],
};
const OCCUPATIONS = ['Nông dân', 'Giáo viên', 'Công nhân', 'Buôn bán', 'Sinh viên', 'Lái xe'];
const COMMUNES = ['Phường Trung Tâm', 'Xã Hòa Bình', 'Phường Bến Nghé', 'Xã Tân Lập', 'Xã An Phú'];

/** @param today the day of the application; everybody is between 14 and 85 on it */
export function syntheticCitizen(seed: number, today: CalendarDate): SyntheticCitizen {
  const random = seededRandom(seed);
  const sex: Sex = random.chance(0.5) ? 'male' : 'female';
  const dateOfBirth = birthDate(random, today);
  const province = random.pick(provinces.birthRegistrationCodes);
  const citizenNumber = numberFor(random, province.code, sex, dateOfBirth);
  const fullName = nameFor(random, sex);
  const provinceName = nameOfProvince(province.provinceCode);
  const commune = random.pick(COMMUNES);
  const house = `Số ${random.integer(1, 300)}`;
  const first = ageRules(dateOfBirth, today).ageYears === 14;
  return {
    seed,
    citizenNumber,
    sex,
    applicationType: first ? 'first-issue' : 'renewal',
    legalReason: first ? 'reached-14' : 'old-card-replaced',
    cardQr: [
      citizenNumber,
      '',
      fullName,
      compactDate(dateOfBirth),
      sex === 'male' ? 'Nam' : 'Nữ',
      `${house}, ${commune}, ${provinceName}`,
      '15052021',
    ].join('|'),
    data: {
      person: {
        fullName,
        otherName: '',
        dateOfBirth,
        sex,
        ethnicity: 'Kinh',
        religion: 'Không',
        nationality: 'Việt Nam',
        formerNumber: '',
        maritalStatus: first ? 'single' : random.pick(['single', 'married'] as const),
        bloodType: random.pick(['A', 'B', 'AB', 'O', 'unknown'] as const),
        occupation: first ? 'Học sinh' : random.pick(OCCUPATIONS),
        distinguishingMarks: 'Nốt ruồi cách 1 cm trên sau mép trái',
      },
      origin: {
        placeOfBirth: province.name,
        birthRegistrationPlace: province.name,
        hometown: province.name,
      },
      residence: {
        permanent: {
          provinceCode: province.provinceCode,
          communeCode: '',
          communeName: commune,
          detail: house,
        },
        currentSameAsPermanent: true,
        current: null,
      },
      family: {
        father: relative(nameFor(random, 'male')),
        mother: relative(nameFor(random, 'female')),
        spouse: relative(''),
        representative: relative(''),
        representativeRelation: '',
      },
      electronicIdentity: {
        level: 'level-2',
        phone: `09${String(random.integer(0, 99_999_999)).padStart(8, '0')}`,
        email: '',
        consent: true,
      },
    },
  };
}

function relative(fullName: string): DossierData['family']['father'] {
  return { fullName, nationality: fullName === '' ? '' : 'Việt Nam', citizenNumber: '' };
}

function nameFor(random: Random, sex: Sex): string {
  return [
    random.pick(FAMILY_NAMES),
    random.pick(MIDDLE_NAMES[sex]),
    random.pick(GIVEN_NAMES[sex]),
  ].join(' ');
}

function birthDate(random: Random, today: CalendarDate): CalendarDate {
  const year = Number(today.slice(0, 4)) - random.integer(15, 85);
  const month = String(random.integer(1, 12)).padStart(2, '0');
  const day = String(random.integer(1, 28)).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

function numberFor(random: Random, province: string, sex: Sex, birth: CalendarDate): string {
  const century = (Number(birth.slice(0, 2)) - 19) * 2 + (sex === 'male' ? 0 : 1);
  const digits = String(random.integer(0, 999_999)).padStart(6, '0');
  return `${province}${century}${birth.slice(2, 4)}${digits}`;
}

function compactDate(date: CalendarDate): string {
  return date.slice(8, 10) + date.slice(5, 7) + date.slice(0, 4);
}

function nameOfProvince(code: string): string {
  return provinces.provinces.find((province) => province.code === code)?.name ?? code;
}
