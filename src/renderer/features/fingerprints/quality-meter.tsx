import { useT } from '../../i18n/i18n.tsx';
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
      <svg
        className={classes.bar}
        viewBox="0 0 200 16"
        preserveAspectRatio="none"
        role="meter"
        aria-label={t('fingerprints.quality')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={quality ?? 0}
      >
        <rect className={classes.ground} width="200" height="16" />
        <rect className={classes.fill} width={(quality ?? 0) * 2} height="16" />
        <rect className={classes.mark} x={threshold * 2 - 1} width="2" height="16" />
      </svg>
      <p className={classes.note}>{t('fingerprints.threshold', { threshold })}</p>
    </div>
  );
}
