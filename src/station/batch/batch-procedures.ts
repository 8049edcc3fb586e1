import type { StationApp } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { Session } from '../people/session.ts';
import { enrolAtMinistry } from './enrolment.ts';
import type { NightlyBatch } from './nightly-batch.ts';
import { renderBatchReport } from './report-paper.ts';

/** The supervisor's hand on the batch: send, fetch receipts, hour, enrolment, report. */
export function registerBatch(
  app: StationApp,
  context: StationContext,
  parts: { batch: NightlyBatch; session: Session },
): void {
  const { batch, session } = parts;
  app.method('sync.status', () => ({ ok: true, value: batch.status() }));
  app.method('sync.sendNow', () => batch.sendNow());
  app.method('sync.fetchReceipts', () => batch.fetchReceipts());

  app.method('sync.setUploadHour', ({ uploadHour }) => {
    const changed = commit(context, (transaction) => {
      transaction.settings.set('uploadHour', uploadHour);
      transaction.audit({ kind: 'settings.changed', detail: { keys: ['uploadHour'] } });
    });
    if (!changed.ok) return changed;
    batch.schedule();
    return { ok: true, value: batch.status() };
  });

  app.method('sync.enrol', async (request) => {
    const enrolled = await enrolAtMinistry(context, request);
    if (!enrolled.ok) return enrolled;
    batch.schedule();
    return { ok: true, value: batch.status() };
  });

  app.method('sync.reportPdf', () => renderBatchReport(context, session.view().language));
}
