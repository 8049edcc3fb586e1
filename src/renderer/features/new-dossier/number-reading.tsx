import type { IdentityCardQr } from '../../../domain/identity-card-qr.ts';
import { toPrintedDate } from '../../../domain/calendar-date.ts';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { ageSentence } from './age-sentence.ts';
import type { NumberCheck } from './number-check.ts';
import classes from './number-reading.module.css';

/** What the number (and the card) says, in words, to compare with the person at the desk. */
export function NumberReading({
  check,
  card,
}: {
  check: NumberCheck;
  card: IdentityCardQr | null;
}) {
  const t = useT();
  if (check.kind !== 'read') return null;
  const { number } = check;
  return (
    <div aria-live="polite">
      <dl className={classes.reading}>
        {card && (
          <>
            <dt>{t('field.fullName')}</dt>
            <dd>{card.fullName}</dd>
            <dt>{t('field.dateOfBirth')}</dt>
            <dd>{toPrintedDate(card.dateOfBirth)}</dd>
          </>
        )}
        <dt>{t('new-dossier.birth-province')}</dt>
        <dd>{number.birthProvince?.name ?? t('new-dossier.no-such-province')}</dd>
        <dt>{t('field.sex')}</dt>
        <dd>{t(`sex.${number.sex}`)}</dd>
        {!card && (
          <>
            <dt>{t('new-dossier.birth-year')}</dt>
            <dd>{number.birthYear}</dd>
          </>
        )}
        <dt>{t('new-dossier.age')}</dt>
        <dd>
          {t('new-dossier.age-years', {
            ...check.age,
            certain: check.age.least === check.age.most ? 'yes' : 'no',
          })}
        </dd>
      </dl>
      <p className={classes.rules}>{ageSentence(t, check.age)}</p>
      {check.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          <p>{t(`citizen-number-warning.${warning}`)}</p>
        </Notice>
      ))}
      {check.ageWarnings.map((warning) => (
        <Notice key={warning} tone="warning">
          <p>{t(`age-warning.${warning}`)}</p>
        </Notice>
      ))}
    </div>
  );
}
