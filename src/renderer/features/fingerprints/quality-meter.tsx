import { useT } from '../../i18n/i18n.tsx';
import { QualityBar } from './quality-bar.tsx';
import classes from './quality-meter.module.css';

/** Quality 0–100 as a number and a bar with the mark that must be reached. */
export function QualityMeter({
  quality,
  threshold,
}: {
  quality: number | null;
  threshold: number;
}) {
  const t = useT();
  const good = quality !== null && quality >= threshold;
  return (
    <div className={classes.meter} data-good={quality === null ? undefined : good}>
      <div className={classes.figures}>
        <span className={classes.name}>{t('fingerprints.quality')}</span>
        <span className={classes.number}>{quality ?? '–'}</span>
        <span className={classes.word}>
          {quality !== null && t(good ? 'fingerprints.quality-good' : 'fingerprints.quality-weak')}
        </span>
      </div>
      <div className={classes.bar}>
        <QualityBar quality={quality} threshold={threshold} label={t('fingerprints.quality')} />
      </div>
      <p className={classes.note}>{t('fingerprints.threshold', { threshold })}</p>
    </div>
  );
}
