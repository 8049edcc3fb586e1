import type { DossierView } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { DocumentsStep } from '../documents/documents-step.tsx';
import { FingerprintsStep } from '../fingerprints/fingerprints-step.tsx';
import { GroupStep } from '../groups/group-step.tsx';
import { PortraitStep } from '../portrait/portrait-step.tsx';
import { ReviewStep } from '../review/review-step.tsx';
import { WizardRail } from './wizard-rail.tsx';

/** An open dossier: rail of steps and the step on which it stands, as the station remembers it. */
export function Wizard({ dossierId }: { dossierId: string }) {
  const t = useT();
  const { data: dossier, error } = useStationQuery('dossier.get', { dossierId });
  if (!dossier) {
    return (
      <PageFrame title={t('wizard.opening')}>
        <ErrorNotice error={error} />
        {!error && <Waiting label={t('wizard.opening')} />}
      </PageFrame>
    );
  }
  return (
    <>
      <WizardRail dossier={dossier} />
      <Step dossier={dossier} />
    </>
  );
}

function Step({ dossier }: { dossier: DossierView }) {
  switch (dossier.step) {
    case 'documents':
      return <DocumentsStep dossier={dossier} />;
    case 'fingerprints':
      return <FingerprintsStep dossier={dossier} />;
    case 'portrait':
      return <PortraitStep dossier={dossier} />;
    case 'review':
      return <ReviewStep dossier={dossier} />;
    case 'person':
    case 'origin':
    case 'residence':
    case 'family':
    case 'electronicIdentity':
      return <GroupStep key={dossier.step} dossier={dossier} group={dossier.step} />;
  }
}
