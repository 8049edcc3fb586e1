import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { StackForm } from '../../components/stack-form.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import classes from './set-up-screen.module.css';
import { StartFrame } from './start-frame.tsx';

/** First run in production: the station's name, its key and its first supervisor. */
export function SetUpScreen() {
  const t = useT();
  const { call, pending, error } = useCall('station.setUp');
  const toggle = { 'aria-label': t('sign-in.show-password') };
  const form = useForm({
    initialValues: {
      stationId: '',
      displayName: '',
      login: '',
      password: '',
      passwordAgain: '',
      passphrase: '',
      passphraseAgain: '',
    },
    validate: {
      stationId: (text) => (/^[A-Z0-9]{3,12}$/.test(text) ? null : t('set-up.station-id-rule')),
      displayName: (text) => (text.trim() === '' ? t('field-error.required') : null),
      login: (text) => (text.trim() === '' ? t('field-error.required') : null),
      password: (text) => (text === '' ? t('field-error.required') : null),
      passwordAgain: (text, all) => (text === all.password ? null : t('set-up.not-the-same')),
      passphraseAgain: (text, all) => (text === all.passphrase ? null : t('set-up.not-the-same')),
    },
    transformValues: (values) => ({
      stationId: values.stationId,
      passphrase: values.passphrase,
      supervisor: {
        login: values.login,
        password: values.password,
        displayName: values.displayName,
      },
    }),
  });
  const submit = form.onSubmit(
    (input) => {
      if (!pending) void call(input);
    },
    (errors) => {
      const first = Object.keys(errors)[0];
      if (first !== undefined) form.getInputNode(first)?.focus();
    },
  );
  return (
    <StartFrame wide title={t('set-up.title')} lead={t('set-up.lead')}>
      <StackForm label={t('set-up.title')} onSubmit={() => submit()}>
        <TextInput
          label={t('set-up.station-id')}
          description={t('set-up.station-id-rule')}
          autoFocus
          {...form.getInputProps('stationId')}
          onChange={(event) =>
            form.setFieldValue('stationId', event.currentTarget.value.toUpperCase())
          }
        />
        <div className={classes.pairs}>
          <TextInput label={t('set-up.supervisor-name')} {...form.getInputProps('displayName')} />
          <TextInput label={t('set-up.supervisor-login')} {...form.getInputProps('login')} />
          <PasswordInput
            label={t('set-up.supervisor-password')}
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label={t('set-up.password-again')}
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('passwordAgain')}
          />
          <PasswordInput
            label={t('set-up.passphrase')}
            description={t('set-up.passphrase-meaning')}
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('passphrase')}
          />
          <PasswordInput
            label={t('set-up.passphrase-again')}
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('passphraseAgain')}
          />
        </div>
        <ErrorNotice error={error} />
        <SubmitButton label={t('set-up.submit')} pending={pending} />
      </StackForm>
    </StartFrame>
  );
}
