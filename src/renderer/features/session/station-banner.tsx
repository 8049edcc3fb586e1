import { Loader } from '@mantine/core';
import { useT } from '../../i18n/i18n.tsx';
import { useLink } from '../../station/link.ts';
import classes from './bands.module.css';

/** While the station process is away: what happens, and that nothing is lost. */
export function StationBanner() {
  const t = useT();
  const up = useLink((link) => link.up);
  return (
    <div role="status" aria-live="polite">
      {!up && (
        <div className={classes.down}>
          <Loader size={18} color="var(--warning)" aria-hidden="true" />
          {t('station.restarting')}
        </div>
      )}
    </div>
  );
}
