import { useT } from '../../i18n/i18n.tsx';
import { CameraTrouble } from '../cameras/camera-trouble.tsx';
import { LiveVideo } from '../cameras/live-video.tsx';
import { useCamera } from '../cameras/use-camera.ts';
import classes from './camera-picture.module.css';

/** The own picture of a camera that the window opens itself, for as long as it is shown. */
export function CameraPicture({ cameraId }: { cameraId: string }) {
  const t = useT();
  const opened = useCamera('portrait', cameraId);
  const { camera } = opened;
  if (camera === null) return <CameraTrouble opened={opened} />;
  return (
    <>
      <LiveVideo stream={camera.stream} label={t('live.picture')} className={classes.video} />
      <p className={classes.note}>{t('live.not-kept')}</p>
    </>
  );
}
