import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import classes from './send-back-form.module.css';

/** Gives captured dossiers back to the line, with what is to be mended. */
export function SendBackForm({
  dossierIds,
  onDone,
}: {
  dossierIds: readonly string[];
  onDone: (sentBack: boolean) => void;
}) {
  const t = useT();
  const [reason, setReason] = useState('');
  const { call, pending, error } = useCall('day.sendBack');
  const trimmed = reason.trim();
  const send = async (): Promise<void> => {
    const answer = await call({ dossierIds: [...dossierIds], reason: trimmed });
    if (answer.ok) onDone(true);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== '') void send();
      }}
    >
      <Textarea
        className={classes.reason}
        label={t('day.send-back-reason', { count: dossierIds.length })}
        rows={2}
        autoFocus
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <ActionButton
          label={t('day.send-back-cancel')}
          hotkey="close"
          onAct={() => onDone(false)}
        />
        <ActionButton
          label={t('day.send-back')}
          hotkey="primary"
          emphasis="primary"
          disabled={trimmed === ''}
          pending={pending}
          onAct={() => void send()}
        />
      </div>
      <ErrorNotice error={error} />
    </form>
  );
}
