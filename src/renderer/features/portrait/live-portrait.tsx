import { useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { DossierView } from '../../../contract/views.ts';
import type { UvcCamera } from '../../../devices/drivers/uvc-camera.ts';
import { isFineEnough } from '../../../domain/camera-frame.ts';
import { largestThreeByFour } from '../../../domain/three-by-four.ts';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { useSession } from '../../station/session.ts';
import { CameraChoice } from '../cameras/camera-choice.tsx';
import { CameraTrouble } from '../cameras/camera-trouble.tsx';
import { LiveVideo } from '../cameras/live-video.tsx';
import { useCamera } from '../cameras/use-camera.ts';
import { FramingGuides } from './framing-guides.tsx';
import { HeadPanel } from './head-panel.tsx';
import { PortraitFrame } from './portrait-frame.tsx';
import classes from './portrait-step.module.css';

/** A portrait with a camera of this computer: live picture with framing guides. */
export function LivePortrait({
  dossier,
  cameraId,
  errorBefore,
}: {
  dossier: DossierView;
  cameraId: string | null;
  /** Of the camera that served before this one. */
  errorBefore: StationError | null;
}) {
  const t = useT();
  const locked = useSession()?.locked ?? false;
  const opened = useCamera('portrait', cameraId, !locked);
  const { camera } = opened;
  const { take, pending, error } = useShutter(dossier.dossierId, camera);
  return (
    <PortraitFrame
      dossier={dossier}
      lead={t('portrait.lead')}
      aside={<CameraChoice purpose="portrait" cameraId={camera?.cameraId} />}
      viewLabel={t('portrait.preview')}
      view={
        camera ? (
          <>
            <LiveVideo
              stream={camera.stream}
              label={t('portrait.preview')}
              className={classes.video}
            />
            <FramingGuides />
          </>
        ) : (
          <CameraTrouble opened={opened} />
        )
      }
      shutter={{ label: t('portrait.take'), pending, disabled: camera === null, onAct: take }}
      error={error ?? (camera ? null : errorBefore)}
    >
      {camera && <CameraSize camera={camera} />}
      <HeadPanel camera={camera} />
    </PortraitFrame>
  );
}

/** Takes a picture and saves it at the station, one at a time. */
function useShutter(
  dossierId: string,
  camera: UvcCamera | null,
): { take: () => void; pending: boolean; error: StationError | null } {
  const save = useCall('portrait.save');
  const [taking, setTaking] = useState(false);
  const [noPicture, setNoPicture] = useState(false);
  const take = async (): Promise<void> => {
    if (!camera || taking || save.pending) return;
    setTaking(true);
    const picture = await camera.takePicture(new AbortController().signal);
    setTaking(false);
    setNoPicture(!picture.ok);
    if (!picture.ok) return;
    const { make, model, serialNumber } = camera.info;
    const device = { make, model, serialNumber, deviceId: camera.cameraId, driver: 'uvc' };
    await save.call({ dossierId, bytes: picture.value.bytes, device });
  };
  return {
    take: () => void take(),
    pending: taking || save.pending,
    error: noPicture ? { code: 'device-no-answer' } : save.error,
  };
}

function CameraSize({ camera }: { camera: UvcCamera }) {
  const t = useT();
  const { widthPixels, heightPixels } = camera.info;
  const { width, height } = largestThreeByFour(widthPixels, heightPixels);
  return isFineEnough({ widthPixels, heightPixels }) ? (
    <p className={classes.hint}>{t('portrait.size', { width, height })}</p>
  ) : (
    <Notice tone="warning">
      <p>{t('portrait.size-small', { width, height })}</p>
    </Notice>
  );
}
