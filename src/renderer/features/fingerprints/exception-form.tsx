import { Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FingerExceptionReason } from '../../../domain/finger-exception.ts';
import { FINGER_EXCEPTION_REASONS } from '../../../domain/finger-exception.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { PrintTarget } from '../../../domain/print-target.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import classes from './exception-form.module.css';

/** Why a finger cannot be taken, in place of its live picture. Nothing else is blocked. */
export function ExceptionForm({
  dossierId,
  position,
  formId,
  onDone,
}: {
  dossierId: string;
  position: FingerPosition;
  /** Names the form for the button in the action bar. */
  formId: string;
  /** With the capture that the plan names next, if any is left. */
  onDone: (next: PrintTarget | null) => void;
}) {
  const t = useT();
  const [reason, setReason] = useState<FingerExceptionReason>('amputated');
  const [comment, setComment] = useState('');
  const { call, error } = useCall('fingerprint.setException');
  const save = async (): Promise<void> => {
    const answer = await call({ dossierId, position, reason, comment: comment.trim() });
    if (answer.ok) onDone(answer.value.fingerprints.next);
  };
  return (
    <form
      id={formId}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Radio.Group
        value={reason}
        onChange={(value) => {
          const chosen = FINGER_EXCEPTION_REASONS.find((one) => one === value);
          if (chosen) setReason(chosen);
        }}
        aria-label={t('fingerprints.exception-reason')}
      >
        <div className={classes.reasons}>
          {FINGER_EXCEPTION_REASONS.map((one, index) => (
            <Radio
              key={one}
              value={one}
              label={t(`finger-exception.${one}`)}
              autoFocus={index === 0}
            />
          ))}
        </div>
      </Radio.Group>
      <TextInput
        label={t('fingerprints.exception-comment')}
        value={comment}
        maxLength={500}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <ErrorNotice error={error} />
    </form>
  );
}
