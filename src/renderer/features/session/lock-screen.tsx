import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { UserView } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { StackForm } from '../../components/stack-form.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { HOTKEYS } from '../../keyboard/hotkeys.ts';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useCall } from '../../station/hooks.ts';
import { useStation } from '../../station/session.ts';
import { StartFrame } from '../start-up/start-frame.tsx';
import { HandOverForm } from './hand-over-form.tsx';
import classes from './lock-screen.module.css';

/** The locked window: the same person unlocks it, or the next one takes the seat over. */
export function LockScreen({ user }: { user: UserView }) {
  const t = useT();
  const [handingOver, setHandingOver] = useState(false);
  const signOut = useCall('session.signOut');
  useHotkey('handOver', () => setHandingOver(true));
  useHotkey('close', () => setHandingOver(false), handingOver);
  return (
    <StartFrame
      title={handingOver ? t('hand-over.title') : t('lock.title')}
      lead={t('lock.lead', { name: user.displayName })}
    >
      {handingOver ? <HandOverForm user={user} /> : <UnlockForm user={user} />}
      <div className={classes.others}>
        <Button
          size="md"
          variant="default"
          onClick={() => setHandingOver(!handingOver)}
          rightSection={<KeyHint keys={handingOver ? HOTKEYS.close.keys : HOTKEYS.handOver.keys} />}
        >
          {handingOver ? t('lock.back') : t('hand-over.title')}
        </Button>
        <Button size="md" variant="subtle" onClick={() => void signOut.call({})}>
          {t('session.sign-out')}
        </Button>
      </div>
      <ErrorNotice error={signOut.error} />
    </StartFrame>
  );
}

function UnlockForm({ user }: { user: UserView }) {
  const t = useT();
  const { call, pending, error } = useCall('session.unlock');
  const [password, setPassword] = useState('');
  const trainingPassword = useStation()?.trainingUsers.find(
    (person) => person.login === user.login,
  )?.password;
  async function unlock(): Promise<void> {
    if (pending) return;
    await call({ password });
    setPassword('');
  }
  return (
    <StackForm label={t('lock.title')} onSubmit={() => void unlock()}>
      <PasswordInput
        label={t('sign-in.password')}
        description={
          trainingPassword === undefined
            ? undefined
            : t('lock.training-password', { password: trainingPassword })
        }
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show-password') }}
        maxLength={256}
        autoFocus
      />
      <ErrorNotice error={error} />
      <SubmitButton label={t('lock.unlock')} pending={pending} />
    </StackForm>
  );
}
