import { Checkbox } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { StepFrame } from '../wizard/step-frame.tsx';
import { useStepNavigation } from '../wizard/step-navigation.ts';
import { CapturedScreen } from './captured-screen.tsx';
import { CitizenView } from './citizen-view.tsx';
import { MissingList, stepFor } from './missing-list.tsx';
import { ReviewSheet } from './review-sheet.tsx';
import classes from './review-step.module.css';

/** The citizen checks the record; the officer confirms it; the slip is handed out. */
export function ReviewStep({ dossier }: { dossier: DossierView }) {
  return dossier.state === 'draft' ? (
    <Review dossier={dossier} />
  ) : (
    <CapturedScreen dossier={dossier} />
  );
}

function Review({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const { goTo } = useStepNavigation(dossier);
  const [agreed, setAgreed] = useState(false);
  const [facing, setFacing] = useState(false);
  const { call, pending, error } = useCall('dossier.confirm');
  const [firstMissing] = dossier.missing;
  const complete = firstMissing === undefined;
  const confirm = (): void => {
    if (complete && agreed && !pending) {
      void call({ dossierId: dossier.dossierId, citizenConfirmed: true });
    }
  };
  const agreement = <Agreement agreed={agreed} onAgree={setAgreed} onConfirm={confirm} />;
  return (
    <StepFrame
      dossier={dossier}
      title={t('review.title')}
      lead={t('review.lead')}
      wide
      aside={
        <ActionButton
          label={t('review.turn')}
          hotkey="capture"
          icon={<IconEye size={22} aria-hidden="true" />}
          onAct={() => setFacing(true)}
        />
      }
      {...(complete && { note: agreement })}
      primary={
        firstMissing === undefined
          ? { label: t('review.confirm'), disabled: !agreed, pending, onAct: confirm }
          : {
              label: t('review.complete', { step: t(`step.${stepFor(firstMissing)}`) }),
              onAct: () => goTo(stepFor(firstMissing)),
            }
      }
    >
      <ErrorNotice error={error} />
      <MissingList dossier={dossier} onGoTo={goTo} />
      <div className={classes.sheet}>
        <ReviewSheet dossier={dossier} />
      </div>
      {facing && <CitizenView dossier={dossier} onClose={() => setFacing(false)} />}
    </StepFrame>
  );
}

/** Space or Enter agrees; Enter once more confirms. */
function Agreement({
  agreed,
  onAgree,
  onConfirm,
}: {
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
  onConfirm: () => void;
}) {
  const t = useT();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.repeat) return;
    event.preventDefault();
    if (agreed) onConfirm();
    else onAgree(true);
  };
  return (
    <Checkbox
      className={classes.agreement}
      label={t('review.agreed')}
      checked={agreed}
      autoFocus
      onChange={(event) => onAgree(event.currentTarget.checked)}
      onKeyDown={onKeyDown}
    />
  );
}
