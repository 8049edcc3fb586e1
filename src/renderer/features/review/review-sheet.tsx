import { IconUser } from '@tabler/icons-react';
import type { DossierView } from '../../../contract/views.ts';
import { DOCUMENT_KINDS } from '../../../domain/document-kind.ts';
import { useT } from '../../i18n/i18n.tsx';
import { CaptureImage } from '../fingerprints/capture-image.tsx';
import { PortraitChecks } from '../portrait/portrait-checks.tsx';
import { PrintGrid } from './print-grid.tsx';
import { reviewSections } from './review-rows.ts';
import classes from './review-sheet.module.css';

/** A whole dossier to be read: data in large type, portrait, prints and papers beside it. */
export function ReviewSheet({
  dossier,
  compact = false,
}: {
  dossier: DossierView;
  /** One column, for a panel at the side. */
  compact?: boolean;
}) {
  const t = useT();
  return (
    <div className={classes.sheet} data-compact={compact || undefined}>
      <div className={classes.data}>
        {reviewSections(dossier, t).map(({ group, rows }) => (
          <section key={group} className={classes.section}>
            <h2 className={classes.heading}>{t(`step.${group}`)}</h2>
            <dl className={classes.rows}>
              {rows.map(({ label, value }) => (
                <div key={label} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>{value === '' ? <span className={classes.none}>–</span> : value}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <aside className={classes.samples} aria-label={t('review.samples')}>
        <Portrait dossier={dossier} />
        {dossier.biometricsRequired && <PrintGrid steps={dossier.fingerprints.steps} />}
        {/* What is weak in the portrait is for who judges the dossier, not for the citizen. */}
        {compact && <WeakPortrait dossier={dossier} />}
        <Papers dossier={dossier} />
      </aside>
    </div>
  );
}

function Portrait({ dossier }: { dossier: DossierView }) {
  const t = useT();
  if (!dossier.biometricsRequired) return null;
  if (!dossier.portrait) {
    return (
      <span className={classes.noPortrait}>
        <IconUser size={48} stroke={1.3} aria-hidden="true" />
        {t('portrait.none-yet')}
      </span>
    );
  }
  return (
    <CaptureImage
      captureId={dossier.portrait.captureId}
      alt={t('step.portrait')}
      className={classes.portrait}
    />
  );
}

function WeakPortrait({ dossier }: { dossier: DossierView }) {
  const checks = dossier.portrait?.checks ?? [];
  if (!dossier.biometricsRequired || checks.length === 0) return null;
  return (
    <div className={classes.weak}>
      <PortraitChecks checks={checks} />
    </div>
  );
}

function Papers({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const counts = DOCUMENT_KINDS.map((kind) => ({
    kind,
    count: dossier.documents.filter((document) => document.kind === kind).length,
  })).filter(({ count }) => count > 0);
  return (
    <div>
      <h2 className={classes.heading}>{t('step.documents')}</h2>
      {counts.length === 0 ? (
        <p className={classes.papers}>{t('documents.none-yet')}</p>
      ) : (
        <ul className={classes.papers}>
          {counts.map(({ kind, count }) => (
            <li key={kind}>{t('review.papers', { kind: t(`document-kind.${kind}`), count })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
