import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { StackForm } from '../../components/stack-form.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { StartFrame } from './start-frame.tsx';

/** Opens a store whose key the operating system does not keep. */
export function PassphraseScreen() {
  const t = useT();
  const { call, pending, error } = useCall('station.unlock');
  const [passphrase, setPassphrase] = useState('');
  return (
    <StartFrame title={t('passphrase.title')} lead={t('passphrase.lead')}>
      <StackForm
        label={t('passphrase.title')}
        onSubmit={() => {
          if (!pending) void call({ passphrase });
        }}
      >
        <PasswordInput
          label={t('passphrase.field')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show-password') }}
          maxLength={256}
          autoFocus
        />
        <ErrorNotice error={error} />
        <SubmitButton label={t('passphrase.open')} pending={pending} />
      </StackForm>
    </StartFrame>
  );
}
