import { lazy, Suspense, useEffect } from 'react';
import { Waiting } from '../../components/waiting.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { KeyboardReach } from '../../keyboard/keyboard-reach.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { queryClient } from '../../station/query-client.ts';
import { PassphraseScreen } from '../start-up/passphrase-screen.tsx';
import { SetUpScreen } from '../start-up/set-up-screen.tsx';
import { StartFrame } from '../start-up/start-frame.tsx';
import { LockScreen } from './lock-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import classes from './screens.module.css';

const loadWorkplace = () => import('./workplace.tsx');

/** What is behind the sign-in is read while somebody types the password, not before the first screen. */
const Workplace = lazy(async () => ({ default: (await loadWorkplace()).Workplace }));

/** Which screen is shown follows from what the station says: its phase, who is signed in, the lock. */
export function Screens() {
  const t = useT();
  const station = useStationQuery('station.get', {});
  const session = useStationQuery('session.get', {});
  const userId = session.data?.user?.userId ?? null;
  useForgetOnSignOut(userId);
  useEffect(() => {
    if (!session.data) return undefined;
    const whenIdle = requestIdleCallback(() => void loadWorkplace());
    return () => cancelIdleCallback(whenIdle);
  }, [session.data]);

  // Before the store is open nobody can ask for a session.
  if (station.data?.phase === 'setup') return <SetUpScreen />;
  if (station.data?.phase === 'passphrase') return <PassphraseScreen />;
  if (!station.data || !session.data) {
    return (
      <StartFrame title={t('app.name')}>
        <ErrorNotice error={station.error ?? session.error} />
        {!station.error && <Waiting label={t('start.opening')} />}
      </StartFrame>
    );
  }
  const { user, locked } = session.data;
  if (!user) return <SignInScreen station={station.data} />;
  return (
    <>
      {/* The work stays where it is under the lock, out of sight and out of reach. */}
      <div className={classes.work} hidden={locked} inert={locked}>
        <KeyboardReach active={!locked}>
          <Suspense fallback={<Waiting label={t('start.opening')} />}>
            <Workplace user={user} session={session.data} />
          </Suspense>
        </KeyboardReach>
      </div>
      {locked && <LockScreen user={user} />}
    </>
  );
}

/** What one person read must not be there for the next who signs in. */
function useForgetOnSignOut(userId: string | null): void {
  useEffect(() => {
    if (userId !== null) return;
    queryClient.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'station.get' && queryKey[0] !== 'session.get',
    });
  }, [userId]);
}
