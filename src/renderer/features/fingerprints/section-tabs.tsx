import { IconCheck } from '@tabler/icons-react';
import type { DossierView } from '../../../contract/views.ts';
import type { Impression } from '../../../domain/impression.ts';
import { IMPRESSIONS } from '../../../domain/impression.ts';
import { useT } from '../../i18n/i18n.tsx';
import { finishedCount } from './capture-flow.ts';
import classes from './section-tabs.module.css';

/** Plain prints, then rolled ones: how far each has come, and which of the two is shown. */
export function SectionTabs({
  fingerprints: { steps, targets },
  shown,
  onShow,
}: {
  fingerprints: DossierView['fingerprints'];
  shown: Impression;
  onShow: (impression: Impression) => void;
}) {
  const t = useT();
  return (
    <div className={classes.tabs} role="group" aria-label={t('fingerprints.sections')}>
      {IMPRESSIONS.map((impression) => {
        const own = steps.filter((step) => step.impression === impression);
        const done = finishedCount(own, targets);
        return (
          <button
            key={impression}
            type="button"
            className={classes.tab}
            aria-pressed={impression === shown}
            onClick={() => onShow(impression)}
          >
            {done === own.length && <IconCheck size={18} stroke={3} aria-hidden="true" />}
            {t(`impression.${impression}`)}
            <span className={classes.count}>
              {done}/{own.length}
            </span>
          </button>
        );
      })}
    </div>
  );
}
