import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useStationQuery } from '../../station/hooks.ts';
import { ReviewSheet } from '../review/review-sheet.tsx';
import { neighbourOf } from './day-decisions.ts';
import { useSupervisorView } from './supervisor-view.ts';
import type { DossierSummary } from './types.ts';
import classes from './dossier-side.module.css';

/** One dossier to be judged, read only, beside the list. */
export function DossierSide({
  summary,
  dossiers,
}: {
  summary: DossierSummary;
  dossiers: readonly DossierSummary[];
}) {
  const t = useT();
  const { data: dossier, error } = useStationQuery('dossier.get', {
    dossierId: summary.dossierId,
  });
  const close = (): void => useSupervisorView.setState({ openId: null });
  useHotkey('close', close);
  const step = (by: number): void => {
    const openId = neighbourOf(dossiers, summary.dossierId, by);
    if (openId !== undefined) useSupervisorView.setState({ openId });
  };
  return (
    <aside className={classes.side} aria-label={summary.dossierNumber}>
      <header className={classes.head}>
        <div className={classes.who}>
          <h2 className={classes.name}>{summary.fullName}</h2>
          <span className={classes.number}>{summary.dossierNumber}</span>
        </div>
        <StateMark state={summary.state} />
        <ActionIcon
          variant="default"
          size={40}
          aria-label={t('day.previous')}
          onClick={() => step(-1)}
        >
          <IconChevronUp size={22} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="default" size={40} aria-label={t('day.next')} onClick={() => step(1)}>
          <IconChevronDown size={22} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="default" size={40} aria-label={t('day.close')} onClick={close}>
          <IconX size={22} aria-hidden="true" />
        </ActionIcon>
      </header>
      <div className={classes.body} tabIndex={0} role="group" aria-label={summary.dossierNumber}>
        <ErrorNotice error={error} />
        {dossier?.dossierId === summary.dossierId ? (
          <ReviewSheet dossier={dossier} compact />
        ) : (
          !error && <Waiting label={t('day.opening')} />
        )}
      </div>
    </aside>
  );
}
