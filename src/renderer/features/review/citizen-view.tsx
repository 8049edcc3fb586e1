import { useEffect, useRef } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { TrainingBand } from '../session/training-band.tsx';
import { ReviewSheet } from './review-sheet.tsx';
import classes from './citizen-view.module.css';

/** The record over the whole window in larger type, for a screen that is turned to the citizen. */
export function CitizenView({ dossier, onClose }: { dossier: DossierView; onClose: () => void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes.view}
      aria-labelledby="citizen-view"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <TrainingBand />
      <header className={classes.head}>
        <h1 className={classes.title} id="citizen-view">
          {t('review.citizen-title')}
        </h1>
        <ActionButton label={t('review.turn-back')} hotkey="close" onAct={onClose} />
      </header>
      <div className={classes.body} tabIndex={0} role="group" aria-labelledby="citizen-view">
        <ReviewSheet dossier={dossier} />
      </div>
    </dialog>
  );
}
