import type { Answer } from '../../contract/channel.ts';
import type { DossierView } from '../../contract/views.ts';
import type { CaptureId, DocumentId } from '../../domain/ids.ts';
import { processDocument } from '../../imaging/document.ts';
import { PORTRAIT_MINIMUM } from '../../imaging/portrait.ts';
import type { DossierRow } from '../../store/index.ts';
import { DONE, fail } from '../app.ts';
import type { StationApp } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { changeDraft } from '../dossier/dossier-procedures.ts';
import { findDraft } from '../dossier/dossier-access.ts';
import { dossierView } from '../dossier/dossier-view.ts';
import { documentFailure } from './image-failures.ts';
import type { FingerprintCapture } from './fingerprint-capture.ts';
import type { HeadControl } from './head-control.ts';
import type { PortraitCapture } from './portrait-capture.ts';
import { savePortrait } from './save-portrait.ts';

/** A camera that the page cannot name. */
const UNNAMED_CAMERA = { make: '', model: 'camera', serialNumber: '', deviceId: '', driver: '' };

/** Samples and papers of a dossier; each is saved when it is made. */
export function registerCapture(
  app: StationApp,
  context: StationContext,
  {
    fingerprints,
    portraits,
    head,
  }: { fingerprints: FingerprintCapture; portraits: PortraitCapture; head: HeadControl },
): void {
  const { store } = context;
  const view = (answer: Answer<DossierRow>): Answer<DossierView> =>
    answer.ok ? { ok: true, value: dossierView(context, answer.value) } : answer;

  app.method('fingerprint.capture', ({ dossierId, target }) =>
    fingerprints.take(dossierId, target),
  );
  app.method('fingerprint.cancel', () => {
    fingerprints.cancel();
    return DONE;
  });

  app.method('fingerprint.setException', ({ dossierId, position, reason, comment }) =>
    view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        transaction.fingerExceptions.set(dossier.id, { position, reason, comment });
        const detail = { dossierId: dossier.id, position, reason };
        transaction.audit({ kind: 'dossier.finger-exception-set', detail });
      }),
    ),
  );

  app.method('fingerprint.clearException', ({ dossierId, position }) =>
    view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        transaction.fingerExceptions.clear(dossier.id, position);
        const detail = { dossierId: dossier.id, position };
        transaction.audit({ kind: 'dossier.finger-exception-cleared', detail });
      }),
    ),
  );

  app.method('fingerprint.settings', () => {
    return { ok: true, value: { rolledPrints: store.settings.get('rolledPrints') } };
  });
  app.method('fingerprint.setRolledPrints', ({ rolledPrints }) =>
    commit(context, (transaction) => {
      transaction.settings.set('rolledPrints', rolledPrints);
      transaction.audit({ kind: 'settings.changed', detail: { keys: ['rolledPrints'] } });
      return { rolledPrints };
    }),
  );

  app.method('portrait.save', ({ dossierId, bytes, device = UNNAMED_CAMERA }) =>
    savePortrait(context, dossierId, { bytes, device, minimum: PORTRAIT_MINIMUM }),
  );
  app.method('portrait.take', ({ dossierId }) => portraits.take(dossierId));
  app.method('portrait.cancel', () => {
    portraits.cancel();
    return DONE;
  });

  app.method('head.position', () => head.position());
  app.method('head.move', (turn) => head.move(turn));
  app.method('head.zoom', ({ zoom }) => head.zoom(zoom));
  app.method('head.stop', () => head.stop());
  app.method('head.centre', ({ picture, turnsDone }) => head.centre(picture, turnsDone));

  app.method('capture.image', ({ captureId }) => {
    const stored = store.captures.image(captureId as CaptureId);
    if (!stored) return fail('not-found');
    return { ok: true, value: { mediaType: stored.mediaType, bytes: stored.image } };
  });

  app.method('document.add', async ({ dossierId, kind, bytes, crop }) => {
    const draft = findDraft(store, dossierId);
    if (!draft.ok) return draft;
    const processed = await processDocument(bytes, crop ?? undefined);
    if (!processed.ok) return documentFailure(processed.error);
    const { mediaType, bytes: content, pages } = processed.value;
    const thumbnail = 'thumbnailJpeg' in processed.value ? processed.value.thumbnailJpeg : null;
    return view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        const paper = { dossierId: dossier.id, kind, mediaType, pages, content, thumbnail };
        const { id: documentId, sha256 } = transaction.documents.add(paper);
        const detail = { dossierId: dossier.id, documentId, sha256 };
        transaction.audit({ kind: 'dossier.document-added', detail });
      }),
    );
  });

  app.method('document.remove', ({ dossierId, documentId }) =>
    view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        if (!transaction.documents.remove(dossier.id, documentId as DocumentId)) return;
        const detail = { dossierId: dossier.id, documentId };
        transaction.audit({ kind: 'dossier.document-removed', detail });
      }),
    ),
  );

  app.method('document.get', ({ documentId }) => {
    const stored = store.documents.content(documentId as DocumentId);
    if (!stored) return fail('not-found');
    return { ok: true, value: { mediaType: stored.mediaType, bytes: stored.content } };
  });
}
