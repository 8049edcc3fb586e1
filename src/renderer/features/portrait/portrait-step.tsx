import type { DossierView } from '../../../contract/views.ts';
import { Notice } from '../../components/notice.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { StepFrame } from '../wizard/step-frame.tsx';
import { LivePortrait } from './live-portrait.tsx';
import { StillPortrait } from './still-portrait.tsx';
import { usePortraitSource } from './use-portrait-source.ts';
import { useStillShutter } from './use-still-shutter.ts';

/** The 3×4 portrait, with the camera that serves for it now. */
export function PortraitStep({ dossier }: { dossier: DossierView }) {
  const t = useT();
  if (dossier.biometricsRequired) return <TakePortrait dossier={dossier} />;
  return (
    <StepFrame dossier={dossier} title={t('portrait.title')}>
      <Notice title={t('portrait.not-required')} />
    </StepFrame>
  );
}

function TakePortrait({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const source = usePortraitSource();
  const still = useStillShutter(dossier.dossierId);
  switch (source?.kind) {
    case 'window':
      return (
        <LivePortrait dossier={dossier} cameraId={source.cameraId} errorBefore={still.error} />
      );
    case 'still':
      return <StillPortrait dossier={dossier} device={source.device} shutter={still} />;
    case undefined:
      return (
        <StepFrame dossier={dossier} title={t('portrait.title')}>
          <Waiting label={t('portrait.opening-camera')} />
        </StepFrame>
      );
  }
}
