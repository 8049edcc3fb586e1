import { IconCircleCheck } from '@tabler/icons-react';
import type { ShiftView } from '../../../contract/views.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import classes from './shift-counter.module.css';

/** The day's dossiers against the quota. */
export function ShiftCounter({ shift }: { shift: ShiftView }) {
  const t = useT();
  const formats = useFormats();
  const { capturedToday, quota } = shift;
  const share = quota === 0 ? 1 : Math.min(capturedToday / quota, 1);
  const left = Math.max(quota - capturedToday, 0);
  return (
    <section className={classes.counter} aria-labelledby="counter-title">
      <h2 className={classes.title} id="counter-title">
        {t('home.today')}
      </h2>
      <p className={classes.figures}>
        <span className={classes.done}>{formats.number(capturedToday)}</span>
        <span className={classes.quota}>
          {t('home.of-quota', { quota: formats.number(quota) })}
        </span>
      </p>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={t('home.today')}
        aria-valuemin={0}
        aria-valuemax={quota}
        aria-valuenow={Math.min(capturedToday, quota)}
      >
        <div className={classes.bar} style={{ width: `${share * 100}%` }} />
      </div>
      <p className={classes.left}>
        {left > 0 ? (
          t('home.left', { left: formats.number(left) })
        ) : (
          <>
            <IconCircleCheck size={20} aria-hidden="true" /> {t('home.quota-reached')}
          </>
        )}
      </p>
      <dl className={classes.place}>
        <dt>{t('shift.site')}</dt>
        <dd>{shift.site}</dd>
        <dt>{t('shift.line')}</dt>
        <dd>{shift.line}</dd>
        <dt>{t('shift.seat')}</dt>
        <dd>{shift.seat}</dd>
        <dt>{t('shift.since')}</dt>
        <dd>{formats.time(shift.startedAt)}</dd>
      </dl>
    </section>
  );
}
