import type { DossierView } from '../../../contract/views.ts';
import { isCalendarDate, toPrintedDate, vietnameseDate } from '../../../domain/calendar-date.ts';
import { slipCode } from '../../../domain/slip-code.ts';
import { WORKING_DAYS_TO_RESULT, addWorkingDays } from '../../../domain/working-days.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useStation } from '../../station/session.ts';
import { textAt } from '../groups/group-data.ts';
import { QrCode } from './qr-code.tsx';
import { spacedNumber } from './review-rows.ts';
import classes from './slip-preview.module.css';

/** The slip as the citizen takes it home, in short; the paper itself is the PDF. */
export function SlipPreview({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const training = useStation()?.training ?? false;
  const birth = textAt(dossier.groups, 'person.dateOfBirth');
  const received = vietnameseDate(dossier.updatedAt);
  const rows = [
    [t('slip.number'), dossier.dossierNumber],
    [t('slip.full-name'), textAt(dossier.groups, 'person.fullName').toLocaleUpperCase('vi')],
    [t('slip.date-of-birth'), isCalendarDate(birth) ? toPrintedDate(birth) : birth],
    [t('slip.citizen-number'), spacedNumber(dossier.citizenNumber)],
    [t('slip.application'), t(`application-type.${dossier.applicationType}`)],
    [t('slip.received-at'), toPrintedDate(received)],
  ] as const;
  return (
    <article className={classes.slip} aria-label={t('slip.title')}>
      <header className={classes.head}>
        <p className={classes.authority}>{t('slip.authority')}</p>
        <h2 className={classes.title}>{t('slip.title')}</h2>
        <p className={classes.subtitle}>{t('slip.subtitle')}</p>
        {training && <p className={classes.training}>{t('slip.training-mark')}</p>}
      </header>
      <div className={classes.body}>
        <dl className={classes.rows}>
          {rows.map(([label, value]) => (
            <div key={label} className={classes.row}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div className={classes.due}>
            <dt>{t('slip.due')}</dt>
            <dd>{toPrintedDate(addWorkingDays(received, WORKING_DAYS_TO_RESULT))}</dd>
          </div>
        </dl>
        <figure className={classes.code}>
          <QrCode text={slipCode(dossier.dossierNumber)} label={t('slip.scan')} />
          <figcaption>{t('slip.scan')}</figcaption>
        </figure>
      </div>
    </article>
  );
}
