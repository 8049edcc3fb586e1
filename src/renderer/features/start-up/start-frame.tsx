import { IconId } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../../components/language-switch.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStation } from '../../station/session.ts';
import classes from './start-frame.module.css';

/** The screens before the work: opening, setting up, signing in, locked. */
export function StartFrame({
  title,
  lead,
  wide = false,
  children,
}: {
  title: string;
  lead?: ReactNode;
  /** Room for two columns. */
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  const station = useStation();
  return (
    <main className={classes.start}>
      <div className={classes.brand}>
        <IconId size={56} stroke={1.4} aria-hidden="true" />
        <p className={classes.name}>{t('app.name')}</p>
        {station && (
          <p className={classes.station}>
            {station.stationId !== '' && t('start.station', { stationId: station.stationId })}
            <br />
            {t('start.version', { version: station.version })}
          </p>
        )}
        <p className={classes.promise}>{t('start.promise')}</p>
      </div>
      <div className={classes.work}>
        <div className={classes.language}>
          <LanguageSwitch />
        </div>
        <div className={classes.column} data-wide={wide || undefined}>
          <h1 className={classes.title}>{title}</h1>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
          {children}
        </div>
      </div>
    </main>
  );
}
