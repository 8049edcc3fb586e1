import { IconHelp, IconId, IconLock, IconLogout, IconUsers } from '@tabler/icons-react';
import type { SessionView, UserView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { LanguageSwitch } from '../../components/language-switch.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { useStation } from '../../station/session.ts';
import { flushSaves } from '../groups/pending-saves.ts';
import { useDesk } from './desk.ts';
import classes from './top-bar.module.css';

/** Where, who, how many; and what works on every screen: hand over, lock, help, sign out. */
export function TopBar({ user, session }: { user: UserView; session: SessionView }) {
  const t = useT();
  const lock = useCall('session.lock');
  const signOut = useCall('session.signOut');
  async function leave(): Promise<void> {
    if (await flushSaves()) await signOut.call({});
  }
  return (
    <header className={classes.bar}>
      <div className={classes.brand}>
        <IconId size={28} stroke={1.6} aria-hidden="true" />
        <Place session={session} />
      </div>
      <div className={classes.who}>
        <span className={classes.name}>{user.displayName}</span>
        <span className={classes.role}>{t(`role.${user.role}`)}</span>
      </div>
      <div className={classes.acts}>
        {user.role === 'officer' && (
          <ActionButton
            emphasis="quiet"
            hotkey="handOver"
            icon={<IconUsers size={18} aria-hidden="true" />}
            label={t('hand-over.title')}
            onAct={() => useDesk.setState({ handingOver: true })}
          />
        )}
        <ActionButton
          emphasis="quiet"
          hotkey="lock"
          icon={<IconLock size={18} aria-hidden="true" />}
          label={t('lock.lock')}
          onAct={() => void flushSaves().then(() => lock.call({ cause: 'asked' }))}
        />
        <ActionButton
          emphasis="quiet"
          hotkey="help"
          icon={<IconHelp size={18} aria-hidden="true" />}
          label={t('help.short')}
          onAct={() => useDesk.setState(({ helpShown }) => ({ helpShown: !helpShown }))}
        />
        <ActionButton
          emphasis="quiet"
          icon={<IconLogout size={18} aria-hidden="true" />}
          label={t('session.sign-out')}
          onAct={() => void leave()}
        />
        <LanguageSwitch short />
      </div>
    </header>
  );
}

function Place({ session }: { session: SessionView }) {
  const t = useT();
  const formats = useFormats();
  const stationId = useStation()?.stationId ?? '';
  const { shift } = session;
  if (!shift) return <span className={classes.place}>{stationId}</span>;
  return (
    <>
      <span className={classes.place}>
        {t('shift.place', { site: shift.site, line: shift.line, seat: shift.seat })}
      </span>
      <span className={classes.count} title={t('shift.count-meaning')}>
        {t('shift.count', {
          captured: formats.number(shift.capturedToday),
          quota: formats.number(shift.quota),
        })}
      </span>
    </>
  );
}
