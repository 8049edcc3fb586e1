import { IconCamera, IconRefresh } from '@tabler/icons-react';
import type { DeviceView, DossierView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useWindowCameras } from '../cameras/camera-choice.tsx';
import { forgetTroubles } from '../cameras/camera-settings.ts';
import { CaptureImage } from '../fingerprints/capture-image.tsx';
import { FramingGuides } from './framing-guides.tsx';
import { HeadPanel } from './head-panel.tsx';
import { PortraitFrame } from './portrait-frame.tsx';
import type { Progress, StillShutter } from './use-still-shutter.ts';
import classes from './portrait-step.module.css';

/** A portrait with a camera at the station that gives one picture at a time. */
export function StillPortrait({
  dossier,
  device,
  shutter: { take, stop, pending, progress, error },
}: {
  dossier: DossierView;
  device: DeviceView;
  shutter: StillShutter;
}) {
  const t = useT();
  const { portrait } = dossier;
  return (
    <PortraitFrame
      dossier={dossier}
      lead={t('portrait.lead')}
      viewLabel={t('portrait.still-preview')}
      view={
        <>
          {portrait ? (
            <>
              <CaptureImage
                key={portrait.captureId}
                captureId={portrait.captureId}
                alt=""
                className={classes.video}
              />
              <FramingGuides />
            </>
          ) : (
            <span className={classes.still}>
              <IconCamera size={64} stroke={1.3} aria-hidden="true" />
              {!pending && t('portrait.still-none-yet')}
            </span>
          )}
          {pending && <Receiving progress={progress} onStop={stop} />}
        </>
      }
      shutter={{ label: t('portrait.take'), pending, onAct: take }}
      error={error}
    >
      <ServesForWant device={device} />
      <HeadPanel camera={null} />
    </PortraitFrame>
  );
}

/** A picture takes seconds on a serial line: how much has come, and the way out. */
function Receiving({ progress, onStop }: { progress: Progress | null; onStop: () => void }) {
  const t = useT();
  const share = progress === null ? 0 : progress.receivedBytes / progress.totalBytes;
  const percent = Math.round(100 * share);
  return (
    <div className={classes.receiving} role="status">
      <span>{t('portrait.receiving', { percent })}</span>
      <progress className={classes.progress} value={percent} max={100} aria-hidden="true" />
      <ActionButton label={t('portrait.stop')} hotkey="close" onAct={onStop} />
    </div>
  );
}

/** One calm line: why portraits are slow and small now, and how the better camera is had again. */
function ServesForWant({ device }: { device: DeviceView }) {
  const t = useT();
  const cameras = useWindowCameras();
  if (device.driver !== 'vc0706') return null;
  return (
    <>
      <Notice>
        <p>{t('portrait.serial-serves')}</p>
      </Notice>
      {cameras.length > 0 && (
        <ActionButton
          label={t('portrait.try-window-camera')}
          icon={<IconRefresh size={20} aria-hidden="true" />}
          onAct={forgetTroubles}
        />
      )}
    </>
  );
}
