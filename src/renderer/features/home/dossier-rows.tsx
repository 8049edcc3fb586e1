import { IconChevronRight, IconPrinter } from '@tabler/icons-react';
import type { DossierSummary } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { reasonText } from '../../i18n/reason-text.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { moveByArrow } from '../session/training-people.tsx';
import { canTakeUp } from './take-up.ts';
import { useSlip } from './use-slip.ts';
import classes from './dossier-rows.module.css';

/** Dossiers one under another; arrow keys move, Enter takes one up again or prints its slip again. */
export function DossierRows({
  rows,
  empty,
  opening,
  onOpen,
}: {
  rows: readonly DossierSummary[] | undefined;
  empty: string;
  opening: boolean;
  onOpen: (dossierId: string) => void;
}) {
  const t = useT();
  const slip = useSlip();
  if (rows === undefined) return <Waiting label={t('home.reading')} />;
  if (rows.length === 0) return <p className={classes.empty}>{empty}</p>;
  return (
    <>
      <ErrorNotice error={slip.error} />
      <ul className={classes.rows} onKeyDown={moveByArrow}>
        {rows.map((row) => (
          <li key={row.dossierId}>
            <DossierRow
              row={row}
              disabled={opening || slip.pending}
              onOpen={() => onOpen(row.dossierId)}
              onSlip={() => void slip.print(row.dossierId)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function DossierRow({
  row,
  disabled,
  onOpen,
  onSlip,
}: {
  row: DossierSummary;
  disabled: boolean;
  onOpen: () => void;
  onSlip: () => void;
}) {
  const t = useT();
  const formats = useFormats();
  const canOpen = canTakeUp(row);
  return (
    <button
      type="button"
      className={classes.row}
      onClick={() => {
        if (disabled) return;
        if (canOpen) onOpen();
        else onSlip();
      }}
    >
      <span className={classes.who}>
        <span className={classes.name}>
          {row.fullName === '' ? t('home.no-name-yet') : row.fullName}
        </span>
        <span className={classes.numbers}>
          {row.citizenNumber} · {t(`application-type.${row.applicationType}`)}
        </span>
        {row.reason !== null && <span className={classes.reason}>{reasonText(t, row.reason)}</span>}
      </span>
      <span className={classes.dossier}>
        {row.dossierNumber}
        <br />
        {formats.dateTime(row.updatedAt)}
      </span>
      <StateMark state={row.state} />
      <span className={classes.act}>
        {canOpen ? (
          <>
            {t('home.take-up')} <IconChevronRight size={18} aria-hidden="true" />
          </>
        ) : (
          <>
            <IconPrinter size={18} aria-hidden="true" /> {t('home.slip')}
          </>
        )}
      </span>
    </button>
  );
}
