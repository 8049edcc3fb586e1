import type { Answer } from '../../contract/channel.ts';
import type { DayView } from '../../contract/views.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import type { DossierId } from '../../domain/ids.ts';
import { daySpan, storeBalance } from '../../store/index.ts';
import type { ReadableStore } from '../../store/index.ts';
import type { StationApp } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { dossierSummaries } from '../dossier/dossier-summary.ts';

/** More than a week of a busy point; the list is for people, the counts are always whole. */
const MOST_DOSSIERS_SHOWN = 5000;

/** The supervisor's end of day: every dossier in its state, approved or sent back. */
export function registerDay(app: StationApp, context: StationContext): void {
  const { store } = context;
  const answer = (): Answer<DayView> => ({ ok: true, value: dayView(store) });

  app.method('day.get', answer);

  app.method('day.approve', ({ dossierIds }) => {
    const approved = commit(context, (transaction) => {
      for (const dossierId of dossierIds) {
        // One that is no longer captured is left as it is: the answer shows where it stands.
        transaction.moveDossier(dossierId as DossierId, 'approve');
      }
    });
    return approved.ok ? answer() : approved;
  });

  app.method('day.sendBack', ({ dossierIds, reason }) => {
    const sentBack = commit(context, (transaction) => {
      for (const dossierId of dossierIds) {
        transaction.moveDossier(dossierId as DossierId, 'sendBack', { reason });
      }
    });
    return sentBack.ok ? answer() : sentBack;
  });
}

function dayView(store: ReadableStore): DayView {
  const date = vietnameseDate(Date.now());
  const today = daySpan(date);
  const balance = storeBalance(store);
  return {
    date,
    counts: store.dossiers.countsByState(),
    capturedToday: store.dossiers.countCaptured(today),
    quota: store.shifts.last()?.quota ?? 0,
    balance: { ...balance, unaccounted: [...balance.unaccounted] },
    dossiers: dossierSummaries(store, {
      settledSince: today.from,
      limit: MOST_DOSSIERS_SHOWN,
    }),
  };
}
