import { Button, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { DossierStep, DossierView } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import classes from './missing-list.module.css';

type MissingItem = DossierView['missing'][number];

/** The step at which a missing item is made good. */
export function stepFor(item: MissingItem): DossierStep {
  switch (item) {
    case 'representative':
      return 'family';
    case 'number-check':
      return 'person';
    case 'person':
    case 'origin':
    case 'residence':
    case 'family':
    case 'electronicIdentity':
    case 'fingerprints':
    case 'portrait':
      return item;
  }
}

/** What still stands between the dossier and its confirmation, each with the way there. */
export function MissingList({
  dossier,
  onGoTo,
}: {
  dossier: DossierView;
  onGoTo: (step: DossierStep) => void;
}) {
  const t = useT();
  if (dossier.missing.length === 0) return null;
  return (
    <div className={classes.missing}>
      <Notice tone="warning" title={t('review.missing')}>
        <div className={classes.items}>
          {dossier.missing.map((item) => (
            <Button
              key={item}
              variant="default"
              size="md"
              rightSection={<IconArrowRight size={18} aria-hidden="true" />}
              onClick={() => onGoTo(stepFor(item))}
            >
              {t(`review.missing-${item}`)}
            </Button>
          ))}
        </div>
        {dossier.missing.includes('number-check') && <NumberReason dossier={dossier} />}
      </Notice>
    </div>
  );
}

/** The number disagrees with sex or year of birth: correct the data, or say why it is right. */
function NumberReason({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const { call, pending, error } = useCall('dossier.overrideNumber');
  const trimmed = reason.trim();
  return (
    <form
      className={classes.reason}
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== '') void call({ dossierId: dossier.dossierId, reason: trimmed });
      }}
    >
      <TextInput
        className={classes.reasonText}
        label={t('review.number-reason')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" size="md" disabled={trimmed === '' || pending}>
        {t('review.number-keep')}
      </Button>
      <ErrorNotice error={error} />
    </form>
  );
}
