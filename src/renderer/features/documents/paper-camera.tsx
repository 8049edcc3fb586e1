import { useRef } from 'react';
import { ActionBar } from '../../components/action-bar.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { grabFrame } from '../portrait/grab-frame.ts';
import { LiveVideo } from '../portrait/live-video.tsx';
import { useCamera } from '../portrait/use-camera.ts';
import classes from './paper-camera.module.css';

/** Photographs a paper with the station's camera. */
export function PaperCamera({
  onTaken,
  onCancel,
}: {
  onTaken: (bytes: Uint8Array<ArrayBuffer>) => void;
  onCancel: () => void;
}) {
  const t = useT();
  const camera = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const take = async (): Promise<void> => {
    if (!video.current) return;
    const bytes = await grabFrame(video.current, (width, height) => ({
      x: 0,
      y: 0,
      width,
      height,
    }));
    if (bytes) onTaken(bytes);
  };
  return (
    <PageFrame
      title={t('documents.photograph')}
      lead={t('documents.photograph-lead')}
      wide
      actions={
        <ActionBar
          back={{ label: t('documents.discard'), hotkey: 'close', onAct: onCancel }}
          primary={{
            label: t('portrait.take'),
            disabled: camera.stream === null,
            onAct: () => void take(),
          }}
        />
      }
    >
      <div className={classes.room}>
        {camera.stream ? (
          <LiveVideo
            stream={camera.stream}
            label={t('portrait.preview')}
            className={classes.video}
            videoRef={video}
          />
        ) : camera.problem === null ? (
          <Waiting label={t('portrait.opening-camera')} />
        ) : (
          <div role="alert">
            <p className={classes.problem}>{t(`camera.${camera.problem}`)}</p>
            <p>{t(`camera.${camera.problem}-todo`)}</p>
          </div>
        )}
      </div>
    </PageFrame>
  );
}
