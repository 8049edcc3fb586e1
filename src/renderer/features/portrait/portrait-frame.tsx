import { IconUser } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { DossierView } from '../../../contract/views.ts';
import type { Action } from '../../components/action-button.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { CaptureImage } from '../fingerprints/capture-image.tsx';
import { StepFrame } from '../wizard/step-frame.tsx';
import { PortraitChecks } from './portrait-checks.tsx';
import classes from './portrait-step.module.css';

/** What every camera's portrait has around it: the guidance, the shutter, and the picture that is kept. */
export function PortraitFrame({
  dossier,
  lead,
  aside,
  shutter,
  view,
  viewLabel,
  children,
  error,
}: {
  dossier: DossierView;
  /** While no portrait is kept. */
  lead: string;
  aside?: ReactNode;
  shutter: Action;
  /** In the 3×4 box at the left. */
  view: ReactNode;
  viewLabel: string;
  /** Under the guidance: what this camera has to say, or to be told. */
  children?: ReactNode;
  /** Of the last picture. */
  error: StationError | null;
}) {
  const t = useT();
  const { portrait } = dossier;
  const isIdle = shutter.disabled !== true && shutter.pending !== true;
  useHotkey('capture', shutter.onAct, !portrait && isIdle);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    // A picture that is kept is replaced on purpose only, never by Enter pressed twice.
    if (event.key.toLowerCase() !== (portrait ? 'r' : 'enter')) return;
    event.preventDefault();
    if (isIdle) shutter.onAct();
  };
  return (
    <StepFrame
      dossier={dossier}
      title={t('portrait.title')}
      lead={portrait ? t('portrait.lead-kept') : lead}
      aside={aside}
      wide
      {...(!portrait && { primary: shutter })}
    >
      <div className={classes.columns}>
        {/* One key stop: Enter takes the picture while the preview has the focus. */}
        <div
          className={classes.preview}
          tabIndex={0}
          role="group"
          aria-label={viewLabel}
          onKeyDown={onKeyDown}
          ref={focusOnce}
        >
          {view}
        </div>
        <div className={classes.guidance}>
          <h2 className={classes.subtitle}>{t('portrait.guidance')}</h2>
          <ol className={classes.rules}>
            <li>{t('portrait.rule-oval')}</li>
            <li>{t('portrait.rule-eyes')}</li>
            <li>{t('portrait.rule-face')}</li>
            <li>{t('portrait.rule-dress')}</li>
          </ol>
          {portrait && (
            <div className={classes.retake}>
              <ActionButton {...shutter} label={t('portrait.retake')} hotkey="retake" />
              <span className={classes.hint}>{t('portrait.retake-note')}</span>
            </div>
          )}
          {children}
        </div>
        <div className={classes.result}>
          <h2 className={classes.subtitle}>{t('portrait.kept')}</h2>
          <ErrorNotice error={error} />
          {portrait ? (
            <KeptPortrait portrait={portrait} />
          ) : (
            <div className={classes.empty}>
              <IconUser size={72} stroke={1.2} aria-hidden="true" />
              <span>{t('portrait.none-yet')}</span>
            </div>
          )}
        </div>
      </div>
    </StepFrame>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

function KeptPortrait({ portrait }: { portrait: NonNullable<DossierView['portrait']> }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <CaptureImage
        captureId={portrait.captureId}
        alt={t('portrait.kept')}
        className={classes.photo}
      />
      <span className={classes.hint}>
        {t('portrait.taken-at', { at: formats.time(portrait.capturedAt) })}
      </span>
      <PortraitChecks checks={portrait.checks} />
    </>
  );
}
