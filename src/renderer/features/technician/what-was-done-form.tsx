import { Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import classes from './what-was-done-form.module.css';

const LONGEST = 500;

/** What is done most often, to be written with one press. */
const PHRASES = [
  'incident-done.plugged-again',
  'incident-done.other-cable',
  'incident-done.cleaned',
  'incident-done.other-program',
] as const;

/** Closes incidents with what was done about them. */
export function WhatWasDoneForm({
  incidentIds,
  proposed = '',
}: {
  incidentIds: readonly string[];
  /** What the field holds at first. */
  proposed?: string;
}) {
  const t = useT();
  const [text, setText] = useState(proposed);
  const { call, pending, error } = useCall('incidents.resolve');
  const whatWasDone = text.trim();
  const close = async (): Promise<void> => {
    for (const incidentId of incidentIds) {
      const answer = await call({ incidentId, whatWasDone });
      if (!answer.ok) return;
    }
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (whatWasDone !== '') void close();
      }}
    >
      <Textarea
        label={t('incident.what-was-done')}
        description={t('incident.no-names')}
        rows={2}
        required
        value={text}
        maxLength={LONGEST}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.phrases} role="group" aria-label={t('incident.phrases')}>
        {PHRASES.map((phrase) => (
          <button
            key={phrase}
            type="button"
            className={classes.phrase}
            onClick={() => setText(t(phrase))}
          >
            {t(phrase)}
          </button>
        ))}
      </div>
      <ErrorNotice error={error} />
      <ActionButton
        label={t('incident.close', { count: incidentIds.length })}
        hotkey="primary"
        emphasis="primary"
        icon={<IconCheck size={20} aria-hidden="true" />}
        disabled={whatWasDone === ''}
        pending={pending}
        onAct={() => void close()}
      />
    </form>
  );
}
