import { IconBan, IconCheck, IconExclamationMark } from '@tabler/icons-react';
import type { CaptureStepView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import { CaptureImage } from '../fingerprints/capture-image.tsx';
import classes from './print-grid.module.css';

/** Ten prints in small, each with its sign, name and quality; the rolled ones, where there are any, below. */
export function PrintGrid({ steps }: { steps: readonly CaptureStepView[] }) {
  const t = useT();
  const plain = steps.filter(({ impression }) => impression === 'live-plain');
  const rolled = steps.filter(({ impression }) => impression === 'live-rolled');
  if (rolled.length === 0) return <Prints steps={plain} label={t('step.fingerprints')} />;
  return (
    <div>
      <h2 className={classes.heading}>{t('impression.live-plain')}</h2>
      <Prints steps={plain} label={t('impression.live-plain')} />
      <h2 className={classes.heading}>{t('impression.live-rolled')}</h2>
      <Prints steps={rolled} label={t('impression.live-rolled')} />
    </div>
  );
}

function Prints({ steps, label }: { steps: readonly CaptureStepView[]; label: string }) {
  const t = useT();
  return (
    <ul className={classes.grid} aria-label={label}>
      {steps.map((step) => (
        <li key={step.position} className={classes.cell} data-state={step.state}>
          <span className={classes.frame}>
            {step.bestCaptureId !== null && !step.exception ? (
              <CaptureImage
                captureId={step.bestCaptureId}
                alt={t(`finger.${step.position}`)}
                className={classes.image}
              />
            ) : (
              <span className={classes.blank} />
            )}
            <span className={classes.sign}>
              <Sign state={step.state} />
            </span>
          </span>
          <span className={classes.name}>{t(`finger.${step.position}`)}</span>
          <span className={classes.fact}>
            {step.exception
              ? t(`finger-exception.${step.exception.reason}`)
              : step.bestQuality === null
                ? t('capture-state.open')
                : `${step.bestQuality} · ${t(`capture-state.${step.state}`)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Sign({ state }: { state: CaptureStepView['state'] }) {
  switch (state) {
    case 'done':
      return <IconCheck size={14} stroke={3.5} aria-hidden="true" />;
    case 'weak':
      return <IconExclamationMark size={14} stroke={3.5} aria-hidden="true" />;
    case 'missing':
      return <IconBan size={14} stroke={3} aria-hidden="true" />;
    case 'open':
      return null;
  }
}
