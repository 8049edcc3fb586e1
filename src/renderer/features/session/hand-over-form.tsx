import type { UserView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { useStation } from '../../station/session.ts';
import { flushSaves } from '../groups/pending-saves.ts';
import type { Credentials } from './credentials-form.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { useDesk } from './desk.ts';
import { TrainingPeople } from './training-people.tsx';

/** The next officer signs in at the same seat; the open dossier stays open. */
export function HandOverForm({ user }: { user: UserView }) {
  const t = useT();
  const { call, pending, error } = useCall('session.handOver');
  const others = (useStation()?.trainingUsers ?? []).filter(
    (person) => person.login !== user.login && person.role === user.role,
  );
  async function handOver(credentials: Credentials): Promise<void> {
    await flushSaves();
    const answer = await call(credentials);
    if (answer.ok) useDesk.setState({ handingOver: false });
  }
  return (
    <>
      {others.length > 0 && (
        <TrainingPeople people={others} autoFocus={false} onChoose={(who) => void handOver(who)} />
      )}
      <CredentialsForm
        label={t('hand-over.title')}
        submitLabel={t('hand-over.submit')}
        error={error}
        pending={pending}
        autoFocus
        onSubmit={(who) => void handOver(who)}
      />
    </>
  );
}
