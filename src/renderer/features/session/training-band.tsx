import { IconSchool } from '@tabler/icons-react';
import { useT } from '../../i18n/i18n.tsx';
import { useStation } from '../../station/session.ts';
import classes from './bands.module.css';

/** On every screen of a training station, so that nobody takes it for the real one. */
export function TrainingBand() {
  const t = useT();
  const training = useStation()?.training ?? false;
  if (!training) return null;
  return (
    <aside className={classes.training} aria-label={t('training.band-meaning')}>
      <IconSchool size={20} stroke={1.8} aria-hidden="true" />
      <strong>{t('training.band')}</strong>
      <span>{t('training.band-meaning')}</span>
    </aside>
  );
}
