import { useState } from 'react';
import { ActionBar } from '../../components/action-bar.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { CameraChoice, useChosenCamera, useWindowCameras } from '../cameras/camera-choice.tsx';
import { CameraTrouble } from '../cameras/camera-trouble.tsx';
import { LiveVideo } from '../cameras/live-video.tsx';
import { useCamera } from '../cameras/use-camera.ts';
import classes from './paper-camera.module.css';

/** Photographs a paper with a camera of this computer. */
export function PaperCamera({
  onTaken,
  onCancel,
}: {
  onTaken: (bytes: Uint8Array<ArrayBuffer>) => void;
  onCancel: () => void;
}) {
  const t = useT();
  const opened = useCamera('papers', usePaperCameraId());
  const [taking, setTaking] = useState(false);
  const [failed, setFailed] = useState(false);
  const { camera } = opened;
  const take = async (): Promise<void> => {
    if (!camera) return;
    setTaking(true);
    const picture = await camera.takePicture(new AbortController().signal);
    setTaking(false);
    setFailed(!picture.ok);
    if (picture.ok) onTaken(picture.value.bytes);
  };
  return (
    <PageFrame
      title={t('documents.photograph')}
      lead={t('documents.photograph-lead')}
      aside={<CameraChoice purpose="papers" cameraId={camera?.cameraId} />}
      wide
      actions={
        <ActionBar
          back={{ label: t('documents.discard'), hotkey: 'close', onAct: onCancel }}
          primary={{
            label: t('portrait.take'),
            disabled: camera === null,
            pending: taking,
            onAct: () => void take(),
          }}
        />
      }
    >
      <ErrorNotice error={failed ? { code: 'device-no-answer' } : null} />
      <div className={classes.room}>
        {camera ? (
          <LiveVideo
            stream={camera.stream}
            label={t('portrait.preview')}
            className={classes.video}
          />
        ) : (
          <CameraTrouble opened={opened} />
        )}
      </div>
    </PageFrame>
  );
}

/** A desk with two cameras has one of them above the papers: the one that does not serve for portraits. */
function usePaperCameraId(): string | null {
  const chosen = useChosenCamera('papers');
  const beside = useWindowCameras().find(({ state, serving }) => state === 'ready' && !serving);
  return chosen ?? beside?.deviceId ?? null;
}
