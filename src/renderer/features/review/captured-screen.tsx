import { IconDeviceFloppy, IconPrinter } from '@tabler/icons-react';
import type { DossierView } from '../../../contract/views.ts';
import { ActionBar } from '../../components/action-bar.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useCall } from '../../station/hooks.ts';
import { useSession } from '../../station/session.ts';
import { useDesk } from '../session/desk.ts';
import { SlipPreview } from './slip-preview.tsx';
import { usePdfDelivery } from './use-pdf-delivery.ts';
import classes from './captured-screen.module.css';

/** The dossier is confirmed and safe: hand out the slip, then the next citizen. */
export function CapturedScreen({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const shift = useSession()?.shift;
  const close = useCall('dossier.close');
  const slip = usePdfDelivery('dossier.slip', { dossierId: dossier.dossierId });
  const nextCitizen = (): void => {
    if (close.pending) return;
    void close.call({}).then((answer) => {
      if (answer.ok) useDesk.setState({ newDossier: { scanned: null } });
    });
  };
  useHotkey('primary', nextCitizen);
  return (
    <PageFrame
      title={t('review.captured')}
      lead={t('review.captured-lead')}
      aside={<StateMark state={dossier.state} />}
      actions={
        <ActionBar
          primary={{
            label: t('review.next-citizen'),
            hotkey: 'newDossier',
            pending: close.pending,
            onAct: nextCitizen,
          }}
          note={shift && t('review.captured-today', { count: shift.capturedToday })}
        />
      }
    >
      <div className={classes.columns}>
        <div className={classes.facts}>
          <p className={classes.label}>{t('slip.number')}</p>
          <p className={classes.number} data-dossier-number={dossier.dossierNumber}>
            {dossier.dossierNumber}
          </p>
          <ActionButton
            label={t('review.print-slip')}
            hotkey="print"
            large
            icon={<IconPrinter size={24} aria-hidden="true" />}
            pending={slip.pending}
            onAct={() => slip.deliver('print')}
          />
          <ActionButton
            label={t('review.save-slip')}
            icon={<IconDeviceFloppy size={22} aria-hidden="true" />}
            pending={slip.pending}
            onAct={() => slip.deliver('save')}
          />
          <ErrorNotice error={slip.error ?? close.error} />
          {slip.delivered && (
            <Notice tone="good">
              <p>{t(`review.slip-delivered-${slip.delivered}`)}</p>
            </Notice>
          )}
        </div>
        <SlipPreview dossier={dossier} />
      </div>
    </PageFrame>
  );
}
