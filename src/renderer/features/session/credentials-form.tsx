import { PasswordInput, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { StackForm } from '../../components/stack-form.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useT } from '../../i18n/i18n.tsx';

export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** Name and password, to sign in or to take a seat over. */
export function CredentialsForm({
  label,
  submitLabel,
  error,
  pending,
  autoFocus,
  onSubmit,
}: {
  label: string;
  submitLabel: string;
  error: StationError | null;
  pending: boolean;
  autoFocus: boolean;
  onSubmit: (credentials: Credentials) => void;
}) {
  const t = useT();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  function submit(): void {
    if (pending) return;
    if (password === '') passwordField.current?.focus();
    else onSubmit({ login, password });
  }
  return (
    <StackForm label={label} onSubmit={submit}>
      <TextInput
        label={t('sign-in.login')}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        autoCapitalize="none"
        maxLength={64}
      />
      <PasswordInput
        ref={passwordField}
        label={t('sign-in.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show-password') }}
        maxLength={256}
      />
      <ErrorNotice error={error} />
      <SubmitButton label={submitLabel} pending={pending} />
    </StackForm>
  );
}
