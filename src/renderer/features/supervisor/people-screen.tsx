import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UserView } from '../../../contract/views.ts';
import type { Role } from '../../../domain/role.ts';
import { ROLES } from '../../../domain/role.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import classes from './people-screen.module.css';

/** Who may sign in at this station. */
export function PeopleScreen() {
  const t = useT();
  const { data: people, error } = useStationQuery('users.list', {});
  return (
    <PageFrame title={t('supervisor.people')} wide>
      <ErrorNotice error={error} />
      <div className={classes.columns}>
        <Panel title={t('people.list')}>
          {!people && !error && <Waiting label={t('people.reading')} />}
          {people && <PeopleTable people={people} />}
        </Panel>
        <div>
          <NewPerson />
        </div>
      </div>
    </PageFrame>
  );
}

function PeopleTable({ people }: { people: readonly UserView[] }) {
  const t = useT();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{t('people.name')}</th>
          <th>{t('people.login')}</th>
          <th>{t('people.role')}</th>
          <th>{t('people.acts')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Person key={person.userId} person={person} />
        ))}
      </tbody>
    </table>
  );
}

type Asked = 'password' | 'disable' | null;

function Person({ person }: { person: UserView }) {
  const t = useT();
  const [asked, setAsked] = useState<Asked>(null);
  return (
    <>
      <tr data-disabled={person.disabled || undefined}>
        <td className={classes.name}>{person.displayName}</td>
        <td>{person.login}</td>
        <td>{t(`role.${person.role}`)}</td>
        <td>
          {person.disabled ? (
            t('people.disabled')
          ) : (
            <div className={classes.acts}>
              <Button variant="default" size="sm" onClick={() => setAsked('password')}>
                {t('people.set-password')}
              </Button>
              <Button variant="default" size="sm" onClick={() => setAsked('disable')}>
                {t('people.disable')}
              </Button>
            </div>
          )}
        </td>
      </tr>
      {asked !== null && (
        <tr>
          <td colSpan={4} className={classes.asked}>
            {asked === 'password' ? (
              <NewPassword person={person} onDone={() => setAsked(null)} />
            ) : (
              <Disable person={person} onDone={() => setAsked(null)} />
            )}
          </td>
        </tr>
      )}
    </>
  );
}

function NewPassword({ person, onDone }: { person: UserView; onDone: () => void }) {
  const t = useT();
  const [password, setPassword] = useState('');
  const { call, pending, error } = useCall('users.setPassword');
  const save = async (): Promise<void> => {
    const answer = await call({ userId: person.userId, password });
    if (answer.ok) onDone();
  };
  return (
    <form
      className={classes.line}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PasswordInput
        className={classes.grow}
        label={t('people.new-password', { name: person.displayName })}
        value={password}
        autoComplete="new-password"
        autoFocus
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ActionButton label={t('people.leave')} hotkey="close" onAct={onDone} />
      <ActionButton
        label={t('connection.save')}
        emphasis="primary"
        disabled={password === ''}
        pending={pending}
        onAct={() => void save()}
      />
      <ErrorNotice error={error} />
    </form>
  );
}

function Disable({ person, onDone }: { person: UserView; onDone: () => void }) {
  const t = useT();
  const { call, pending, error } = useCall('users.disable');
  const disable = async (): Promise<void> => {
    const answer = await call({ userId: person.userId });
    if (answer.ok) onDone();
  };
  return (
    <div className={classes.line}>
      <p className={classes.grow}>{t('people.disable-sure', { name: person.displayName })}</p>
      <ActionButton label={t('people.leave')} hotkey="close" onAct={onDone} />
      <ActionButton
        label={t('people.disable-now')}
        emphasis="danger"
        pending={pending}
        onAct={() => void disable()}
      />
      <ErrorNotice error={error} />
    </div>
  );
}

const EMPTY = { displayName: '', login: '', password: '' };

function NewPerson() {
  const t = useT();
  const [person, setPerson] = useState(EMPTY);
  const [role, setRole] = useState<Role>('officer');
  const { call, pending, error } = useCall('users.create');
  const complete =
    person.displayName.trim() !== '' && person.login.trim() !== '' && person.password !== '';
  const create = async (): Promise<void> => {
    if (!complete) return;
    const answer = await call({ ...person, role });
    if (answer.ok) setPerson(EMPTY);
  };
  return (
    <Panel title={t('people.new')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <TextInput
          label={t('people.name')}
          value={person.displayName}
          maxLength={100}
          onChange={(event) => setPerson({ ...person, displayName: event.currentTarget.value })}
        />
        <TextInput
          label={t('people.login')}
          value={person.login}
          maxLength={64}
          onChange={(event) => setPerson({ ...person, login: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('people.password')}
          value={person.password}
          autoComplete="new-password"
          onChange={(event) => setPerson({ ...person, password: event.currentTarget.value })}
        />
        <NativeSelect
          size="md"
          label={t('people.role')}
          value={role}
          onChange={(event) => {
            const chosen = ROLES.find((one) => one === event.currentTarget.value);
            if (chosen) setRole(chosen);
          }}
          data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
        />
        <ErrorNotice error={error} />
        <ActionButton
          label={t('people.create')}
          emphasis="primary"
          disabled={!complete}
          pending={pending}
          onAct={() => void create()}
        />
      </form>
    </Panel>
  );
}
