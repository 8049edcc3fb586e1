import { Checkbox } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { StateMark } from '../../components/state-mark.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { spacedNumber } from '../review/review-rows.ts';
import { moveByArrow } from '../session/training-people.tsx';
import { reasonWords } from './reason-words.ts';
import { tick, useSupervisorView } from './supervisor-view.ts';
import type { DossierSummary } from './types.ts';
import classes from './dossier-table.module.css';

/** The day's dossiers: arrow keys move, Enter lays one open. Those that wait can be ticked. */
export function DossierTable({
  dossiers,
  narrow,
}: {
  dossiers: readonly DossierSummary[];
  /** A dossier lies open at the side: only the columns that find it stay. */
  narrow: boolean;
}) {
  const t = useT();
  const ticked = useSupervisorView((view) => view.ticked);
  const waiting = dossiers.filter((dossier) => dossier.state === 'captured');
  const allTicked = waiting.length > 0 && waiting.every(({ dossierId }) => ticked.has(dossierId));
  const someTicked = waiting.some(({ dossierId }) => ticked.has(dossierId));
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{t('day.dossiers')}</caption>
      <thead>
        <tr>
          <th className={classes.tick}>
            <Checkbox
              aria-label={t('day.tick-all')}
              checked={allTicked}
              indeterminate={someTicked && !allTicked}
              disabled={waiting.length === 0}
              onChange={(event) =>
                tick(
                  waiting.map(({ dossierId }) => dossierId),
                  event.currentTarget.checked,
                )
              }
            />
          </th>
          <th>{t('slip.number')}</th>
          <th>{t('day.name')}</th>
          {!narrow && <th>{t('day.officer')}</th>}
          {!narrow && <th>{t('step.fingerprints')}</th>}
          {!narrow && <th>{t('day.portrait')}</th>}
          <th>{t('day.state')}</th>
        </tr>
      </thead>
      <tbody onKeyDown={moveByArrow}>
        {dossiers.map((dossier) => (
          <Line
            key={dossier.dossierId}
            dossier={dossier}
            narrow={narrow}
            ticked={ticked.has(dossier.dossierId)}
          />
        ))}
      </tbody>
    </table>
  );
}

function Line({
  dossier,
  narrow,
  ticked,
}: {
  dossier: DossierSummary;
  narrow: boolean;
  ticked: boolean;
}) {
  const t = useT();
  const formats = useFormats();
  const open = useSupervisorView((view) => view.openId === dossier.dossierId);
  const layOpen = (): void => useSupervisorView.setState({ openId: dossier.dossierId });
  return (
    <tr data-open={open || undefined} data-state={dossier.state} onClick={layOpen}>
      <td className={classes.tick} onClick={(event) => event.stopPropagation()}>
        <Checkbox
          aria-label={t('day.tick', { number: dossier.dossierNumber })}
          checked={ticked}
          disabled={dossier.state !== 'captured'}
          onChange={(event) => tick([dossier.dossierId], event.currentTarget.checked)}
        />
      </td>
      <td>
        <button type="button" className={classes.open} aria-pressed={open} data-row>
          {dossier.dossierNumber}
        </button>
        <div className={classes.under}>{formats.time(dossier.updatedAt)}</div>
      </td>
      <td>
        <div className={classes.name}>
          {dossier.fullName === '' ? t('day.no-name') : dossier.fullName}
        </div>
        <div className={classes.under}>{spacedNumber(dossier.citizenNumber)}</div>
      </td>
      {!narrow && <td>{dossier.officer}</td>}
      {!narrow && (
        <td>
          <Fingers dossier={dossier} />
        </td>
      )}
      {!narrow && (
        <td>
          <HasPortrait dossier={dossier} />
        </td>
      )}
      <td>
        <StateMark state={dossier.state} />
        {dossier.reason !== null && (
          <div className={classes.reason}>{reasonWords(t, dossier.reason)}</div>
        )}
      </td>
    </tr>
  );
}

function Fingers({ dossier }: { dossier: DossierSummary }) {
  const t = useT();
  const { weakFingers, missingFingers } = dossier;
  if (weakFingers + missingFingers === 0 && dossier.state === 'draft') {
    return <span>{t('day.fingers-open')}</span>;
  }
  if (weakFingers + missingFingers === 0) return <span>{t('day.fingers-good')}</span>;
  return (
    <span className={classes.fingers}>
      {weakFingers > 0 && <span>{t('day.fingers-weak', { count: weakFingers })}</span>}
      {missingFingers > 0 && <span>{t('day.fingers-missing', { count: missingFingers })}</span>}
    </span>
  );
}

function HasPortrait({ dossier }: { dossier: DossierSummary }) {
  const t = useT();
  return (
    <span className={classes.portrait}>
      {dossier.hasPortrait ? (
        <IconCheck size={18} aria-hidden="true" />
      ) : (
        <IconX size={18} aria-hidden="true" />
      )}
      {t(dossier.hasPortrait ? 'day.portrait-yes' : 'day.portrait-no')}
    </span>
  );
}
