import type { DossierView } from '../../../contract/views.ts';
import { isCalendarDate, toPrintedDate } from '../../../domain/calendar-date.ts';
import type { DataGroup } from '../../../domain/dossier-data.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { isMessageKey } from '../../i18n/messages.ts';
import { textAt, valueAt } from '../groups/group-data.ts';
import { PROVINCE_OPTIONS } from '../groups/provinces.ts';

export interface ReviewRow {
  readonly label: string;
  /** Empty when nothing was entered. */
  readonly value: string;
}

export interface ReviewSection {
  readonly group: DataGroup;
  readonly rows: readonly ReviewRow[];
}

/** Everything that was entered, as the citizen reads it: codes as words, dates as papers print them. */
export function reviewSections(dossier: DossierView, t: Translate): ReviewSection[] {
  return [
    { group: 'person', rows: personRows(dossier, t) },
    { group: 'origin', rows: originRows(dossier, t) },
    { group: 'residence', rows: residenceRows(dossier, t) },
    { group: 'family', rows: familyRows(dossier, t) },
    { group: 'electronicIdentity', rows: electronicIdentityRows(dossier, t) },
  ];
}

function personRows(dossier: DossierView, t: Translate): ReviewRow[] {
  const text = (key: string): string => textAt(dossier.groups, `person.${key}`);
  const coded = (prefix: string, key: string): string => wordFor(t, prefix, text(key));
  return [
    { label: t('field.fullName'), value: text('fullName').toLocaleUpperCase('vi') },
    { label: t('slip.citizen-number'), value: spacedNumber(dossier.citizenNumber) },
    { label: t('field.dateOfBirth'), value: printedDate(text('dateOfBirth')) },
    { label: t('field.sex'), value: coded('sex', 'sex') },
    ...filled([{ label: t('field.otherName'), value: text('otherName') }]),
    { label: t('field.ethnicity'), value: text('ethnicity') },
    { label: t('field.religion'), value: text('religion') },
    { label: t('field.nationality'), value: text('nationality') },
    ...filled([{ label: t('field.formerNumber'), value: text('formerNumber') }]),
    { label: t('field.maritalStatus'), value: coded('marital-status', 'maritalStatus') },
    { label: t('field.bloodType'), value: coded('blood-type', 'bloodType') },
    { label: t('field.occupation'), value: text('occupation') },
    { label: t('field.distinguishingMarks'), value: text('distinguishingMarks') },
  ];
}

function originRows(dossier: DossierView, t: Translate): ReviewRow[] {
  return [
    { label: t('field.placeOfBirth'), value: textAt(dossier.groups, 'origin.placeOfBirth') },
    {
      label: t('field.birthRegistrationPlace'),
      value: textAt(dossier.groups, 'origin.birthRegistrationPlace'),
    },
    { label: t('field.hometown'), value: textAt(dossier.groups, 'origin.hometown') },
  ];
}

function residenceRows(dossier: DossierView, t: Translate): ReviewRow[] {
  const permanent = { label: t('residence.permanent'), value: address(dossier, 'permanent') };
  const same = valueAt(dossier.groups, 'residence.currentSameAsPermanent') === true;
  const current = same ? t('residence.same') : address(dossier, 'current');
  return [permanent, { label: t('residence.current'), value: current }];
}

function familyRows(dossier: DossierView, t: Translate): ReviewRow[] {
  const rows = (['father', 'mother', 'spouse', 'representative'] as const).map((relative) => {
    const name = textAt(dossier.groups, `family.${relative}.fullName`).toLocaleUpperCase('vi');
    const number = spacedNumber(textAt(dossier.groups, `family.${relative}.citizenNumber`));
    const relation =
      relative === 'representative' ? textAt(dossier.groups, 'family.representativeRelation') : '';
    return {
      label: t(`relative.${relative}`),
      value: [name, relation, number].filter((part) => part !== '').join(' · '),
    };
  });
  const [father, mother, ...others] = rows;
  return [...(father ? [father] : []), ...(mother ? [mother] : []), ...filled(others)];
}

function electronicIdentityRows(dossier: DossierView, t: Translate): ReviewRow[] {
  const text = (key: string): string => textAt(dossier.groups, `electronicIdentity.${key}`);
  return [
    { label: t('field.electronic-level'), value: wordFor(t, 'electronic-level', text('level')) },
    ...filled([
      { label: t('field.phone'), value: text('phone') },
      { label: t('field.email'), value: text('email') },
    ]),
  ];
}

function address(dossier: DossierView, which: 'permanent' | 'current'): string {
  const text = (key: string): string => textAt(dossier.groups, `residence.${which}.${key}`);
  const province = PROVINCE_OPTIONS.find(({ value }) => value === text('provinceCode'));
  return [text('detail'), text('communeName'), province?.label ?? '']
    .filter((part) => part !== '')
    .join(', ');
}

/** The word for a code; the code itself where the messages have none (blood type `A`). */
function wordFor(t: Translate, prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return isMessageKey(key) ? t(key satisfies MessageKey) : code;
}

function printedDate(text: string): string {
  return isCalendarDate(text) ? toPrintedDate(text) : text;
}

/** Twelve digits in groups of three, to be compared with a card. */
export function spacedNumber(number: string): string {
  return number.replaceAll(/(\d{3})(?=\d)/g, '$1 ');
}

function filled(rows: readonly ReviewRow[]): ReviewRow[] {
  return rows.filter(({ value }) => value !== '');
}
