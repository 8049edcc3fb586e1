import type { StationView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { StartFrame } from '../start-up/start-frame.tsx';
import classes from './sign-in-screen.module.css';
import { CredentialsForm } from './credentials-form.tsx';
import { TrainingPeople } from './training-people.tsx';

/** Signing in; the training station shows its people with their passwords. */
export function SignInScreen({ station }: { station: StationView }) {
  const t = useT();
  const { call, pending, error } = useCall('session.signIn');
  const hasPeople = station.trainingUsers.length > 0;
  return (
    <StartFrame
      wide={hasPeople}
      title={t('sign-in.title')}
      lead={hasPeople ? t('sign-in.training-lead') : t('sign-in.lead')}
    >
      <div className={classes.ways} data-two={hasPeople || undefined}>
        {hasPeople && (
          <TrainingPeople
            people={station.trainingUsers}
            autoFocus
            onChoose={(who) => void call(who)}
          />
        )}
        <CredentialsForm
          label={t('sign-in.title')}
          submitLabel={t('sign-in.submit')}
          error={error}
          pending={pending}
          autoFocus={!hasPeople}
          onSubmit={(who) => void call(who)}
        />
      </div>
    </StartFrame>
  );
}
