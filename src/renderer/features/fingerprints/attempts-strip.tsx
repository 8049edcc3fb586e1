import { IconStarFilled } from '@tabler/icons-react';
import type { CaptureStepView } from '../../../contract/views.ts';
import { ATTEMPTS_PER_FINGER } from '../../../domain/capture-plan.ts';
import { useT } from '../../i18n/i18n.tsx';
import { attemptSlots } from './attempt-slots.ts';
import { CaptureImage } from './capture-image.tsx';
import type { Attempt } from './use-capture-flow.ts';
import classes from './attempts-strip.module.css';

/** Attempts 1–3 of a finger: picture, quality, and which one is kept. */
export function AttemptsStrip({
  step,
  attempts,
}: {
  step: CaptureStepView;
  /** Those of this visit, oldest first. */
  attempts: readonly Attempt[];
}) {
  const t = useT();
  return (
    <ol
      className={classes.strip}
      aria-label={t('fingerprints.attempts', { done: step.attempts, most: ATTEMPTS_PER_FINGER })}
    >
      {attemptSlots(step, attempts).map((slot, index) => (
        <li key={index} className={classes.slot} data-best={slot.best || undefined}>
          <span className={classes.frame}>
            {slot.captureId === null ? (
              <span className={classes.number} aria-hidden="true">
                {index + 1}
              </span>
            ) : (
              <CaptureImage
                captureId={slot.captureId}
                alt={t('fingerprints.attempt', { number: index + 1 })}
                className={classes.image}
              />
            )}
          </span>
          <span className={classes.caption}>
            {slot.best && <IconStarFilled size={13} aria-hidden="true" />}
            {slot.quality ?? (slot.used ? t('fingerprints.attempt-used') : '–')}
            {slot.best && <span>{t('fingerprints.best')}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
