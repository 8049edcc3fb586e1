import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { DossierState } from '../../../domain/dossier-state.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useSupervisorView } from './supervisor-view.ts';
import type { DayView, DossierSummary } from './types.ts';
import classes from './day-figures.module.css';

const SHOWN: readonly DossierState[] = [
  'draft',
  'captured',
  'approved',
  'sealed',
  'sent',
  'acknowledged',
  'returned',
];

/** How many dossiers stand in each state; pressing a figure shows only those. */
export function DayFigures({ day }: { day: DayView }) {
  const t = useT();
  const formats = useFormats();
  const filter = useSupervisorView((view) => view.filter);
  return (
    <div className={classes.figures} role="group" aria-label={t('day.figures')}>
      {SHOWN.map((state) => (
        <button
          key={state}
          type="button"
          className={classes.figure}
          aria-pressed={filter === state}
          data-state={state}
          data-some={day.counts[state] > 0 || undefined}
          onClick={() => useSupervisorView.setState({ filter: filter === state ? null : state })}
        >
          <span className={classes.number}>{formats.number(day.counts[state])}</span>
          <span className={classes.word}>{t(`dossier-state.${state}`)}</span>
        </button>
      ))}
    </div>
  );
}

/** Captured = acknowledged + outstanding, said in words; what does not add up is named. */
export function BalanceLine({ day }: { day: DayView }) {
  const t = useT();
  const { balance } = day;
  const { captured, acknowledged, outstanding } = balance;
  const Icon = balance.balanced ? IconCircleCheck : IconCircleX;
  return (
    <div
      className={classes.balance}
      data-balanced={balance.balanced}
      role={balance.balanced ? 'status' : 'alert'}
    >
      <Icon size={22} aria-hidden="true" />
      <span>
        <strong>{t(balance.balanced ? 'day.balanced' : 'day.not-balanced')}</strong>{' '}
        {t('day.balance', { captured, acknowledged, outstanding })}{' '}
        {!balance.balanced &&
          t('day.unaccounted', {
            names: balance.unaccounted.map((id) => nameOf(day.dossiers, id)).join(', '),
          })}
      </span>
    </div>
  );
}

function nameOf(dossiers: readonly DossierSummary[], dossierId: string): string {
  return dossiers.find((one) => one.dossierId === dossierId)?.dossierNumber ?? dossierId;
}
