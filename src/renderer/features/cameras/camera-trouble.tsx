import { IconCameraOff } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import type { OpenCamera } from './use-camera.ts';
import classes from './camera-trouble.module.css';

/** In the place of a live picture: why there is none, and what to do. */
export function CameraTrouble({ opened }: { opened: OpenCamera }) {
  const t = useT();
  if (opened.trouble === null) return <Waiting label={t('portrait.opening-camera')} />;
  return (
    <div className={classes.trouble} role="alert" data-trouble={opened.trouble}>
      <IconCameraOff size={64} stroke={1.4} aria-hidden="true" />
      <p className={classes.what}>{t(`camera.${opened.trouble}`)}</p>
      <p>{t(`camera.${opened.trouble}-todo`)}</p>
      <ActionButton label={t('camera.try-again')} onAct={opened.tryAgain} />
    </div>
  );
}
