import type { DossierSummary } from '../../contract/views.ts';
import type { DossierSummaryRow, ReadableStore, SummaryQuery } from '../../store/index.ts';

/** Lines of a list, newest first. */
export function dossierSummaries(
  store: ReadableStore,
  query: Omit<SummaryQuery, 'thresholds'>,
): DossierSummary[] {
  const thresholds = store.settings.get('thresholds');
  return store.dossiers.summaries({ ...query, thresholds }).map(summaryView);
}

function summaryView(row: DossierSummaryRow): DossierSummary {
  return {
    dossierId: row.id,
    dossierNumber: row.number,
    version: row.version,
    state: row.state,
    citizenNumber: row.citizenNumber,
    fullName: row.fullName,
    applicationType: row.applicationType,
    officer: row.officer,
    updatedAt: row.updatedAt,
    weakFingers: row.weakFingers,
    missingFingers: row.missingFingers,
    hasPortrait: row.hasPortrait,
    reason: row.outstandingReason ?? row.returnReason?.text ?? row.sentBackReason,
  };
}
