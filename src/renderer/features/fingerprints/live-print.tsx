import { IconFingerprint } from '@tabler/icons-react';
import { useT } from '../../i18n/i18n.tsx';
import type { Progress } from './use-capture-flow.ts';
import { CaptureImage } from './capture-image.tsx';
import { GrowingPrint } from './growing-print.tsx';
import { LiveJpeg } from './live-jpeg.tsx';
import classes from './live-print.module.css';

/** The print as it comes from the scanner; else the kept one, else an empty window. */
export function LivePrint({
  progress,
  keptCaptureId,
  label,
}: {
  progress: Progress | null;
  keptCaptureId: string | null;
  /** Name of the finger. */
  label: string;
}) {
  const t = useT();
  return (
    <div className={classes.window} data-phase={progress?.phase}>
      {progress && hasPicture(progress) ? (
        <LivePicture progress={progress} label={label} />
      ) : keptCaptureId !== null && progress === null ? (
        <CaptureImage
          captureId={keptCaptureId}
          alt={t('fingerprints.kept-image', { finger: label })}
          className={classes.image}
        />
      ) : (
        <IconFingerprint
          className={classes.empty}
          size={96}
          stroke={1.2}
          aria-hidden="true"
          data-waiting={progress?.phase === 'waiting-for-finger' || undefined}
        />
      )}
    </div>
  );
}

export function hasPicture({ pixels, jpeg }: Progress): boolean {
  return pixels !== null || jpeg !== null;
}

/** What the scanner sees now: a streaming one picture after picture, another row by row. */
export function LivePicture({ progress, label }: { progress: Progress; label: string }) {
  const t = useT();
  const name = t('fingerprints.live-image', { finger: label });
  return progress.jpeg ? (
    <LiveJpeg jpeg={progress.jpeg} label={name} className={classes.image} />
  ) : (
    <GrowingPrint picture={progress} label={name} className={classes.image} />
  );
}
