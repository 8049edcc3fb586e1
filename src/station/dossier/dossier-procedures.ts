import type { Answer } from '../../contract/channel.ts';
import type { DossierView } from '../../contract/views.ts';
import type { DossierTransition } from '../../domain/dossier-state.ts';
import { parseSlipCode } from '../../domain/slip-code.ts';
import type { DossierRow, WritableTransaction } from '../../store/index.ts';
import { DONE, fail } from '../app.ts';
import type { StationApp } from '../app.ts';
import { attempt, commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { Session } from '../people/session.ts';
import { createDossier } from './create-dossier.ts';
import { findDossier, findDraft } from './dossier-access.ts';
import { dossierSummaries } from './dossier-summary.ts';
import { dossierView, missingOf, openNumberWarnings, readWholeDossier } from './dossier-view.ts';
import { renderDossierSlip } from './slip.ts';

/** A dossier at the line, from the number to the slip. */
export function registerDossier(app: StationApp, context: StationContext, session: Session): void {
  const { store } = context;
  const view = (answer: Answer<DossierRow>): Answer<DossierView> =>
    answer.ok ? { ok: true, value: dossierView(context, answer.value) } : answer;
  const opened = (answer: Answer<DossierRow>): Answer<DossierView> => {
    if (answer.ok) context.events.emit('session.changed', session.view());
    return view(answer);
  };

  app.method('dossier.create', (input) => opened(createDossier(context, session, input)));
  app.method('dossier.open', ({ dossierId }) => opened(openDossier(context, session, dossierId)));
  app.method('dossier.get', ({ dossierId }) => view(findDossier(store, dossierId)));

  app.method('dossier.close', () => {
    const closed = commit(context, (transaction) => {
      transaction.sessions.put({ ...session.record(), openDossierId: null });
    });
    if (!closed.ok) return closed;
    context.events.emit('session.changed', session.view());
    return DONE;
  });

  app.method('dossier.list', (query) => ({ ok: true, value: dossierSummaries(store, query) }));

  app.method('dossier.findBySlip', ({ text }) => {
    const number = parseSlipCode(text);
    if (!number.ok) return fail(SLIP_ERRORS[number.error]);
    const [summary] = dossierSummaries(store, { query: number.value, states: [], limit: 1 });
    return summary?.dossierNumber === number.value
      ? { ok: true, value: summary }
      : fail('slip-not-found');
  });

  app.method('dossier.goTo', ({ dossierId, step }) =>
    view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        transaction.dossiers.setStep(dossier.id, step);
      }),
    ),
  );

  app.method('dossier.saveGroup', ({ dossierId, group, data }) =>
    view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        transaction.dossiers.saveGroup(dossier.id, group, data);
        const detail = { dossierId: dossier.id, group };
        transaction.audit({ kind: 'dossier.group-saved', detail });
      }),
    ),
  );

  app.method('dossier.overrideNumber', ({ dossierId, reason }) =>
    view(
      changeDraft(context, dossierId, (transaction, dossier) => {
        const whole = readWholeDossier(context, dossier);
        const before = dossier.numberOverride;
        const warnings = [...(before?.warnings ?? []), ...openNumberWarnings(whole)];
        const reasons = before ? `${before.reason}; ${reason}` : reason;
        transaction.dossiers.setNumberOverride(dossier.id, { warnings, reason: reasons });
        const detail = { dossierId: dossier.id, warnings };
        transaction.audit({ kind: 'dossier.number-overridden', detail });
      }),
    ),
  );

  // The counter of the day stands in the session.
  app.method('dossier.confirm', ({ dossierId }) => opened(confirmDossier(context, dossierId)));

  app.method('dossier.slip', async ({ dossierId }) => {
    const found = findDossier(store, dossierId);
    if (!found.ok) return found;
    if (found.value.state === 'draft') return fail('wrong-state', { state: 'draft' });
    const slip = await renderDossierSlip(context, found.value, session.view().language);
    const audited = commit(context, (transaction) => {
      transaction.audit({ kind: 'slip.rendered', detail: { dossierId: found.value.id } });
    });
    return audited.ok ? { ok: true, value: slip } : audited;
  });
}

const SLIP_ERRORS = {
  'not-a-slip': 'code-unknown',
  truncated: 'code-truncated',
  damaged: 'code-damaged',
} as const;

/** Changes a draft in one transaction; a dossier in another state is left as it is. */
export function changeDraft(
  context: StationContext,
  dossierId: string,
  change: (transaction: WritableTransaction, dossier: DossierRow) => void,
): Answer<DossierRow> {
  return attempt(context, (transaction) => {
    const draft = findDraft(transaction, dossierId);
    if (!draft.ok) return draft;
    change(transaction, draft.value);
    return findDossier(transaction, dossierId);
  });
}

/** Takes a draft up again at the window, or a returned dossier as its next version. */
function openDossier(
  context: StationContext,
  session: Session,
  dossierId: string,
): Answer<DossierRow> {
  return attempt(context, (transaction) => {
    const record = session.record();
    if (record.shiftId === null) return fail('no-shift');
    const found = findDossier(transaction, dossierId);
    if (!found.ok) return found;
    const { id, state } = found.value;
    if (state === 'returned') {
      const reopened = moveOrRefuse(transaction, id, 'reopen');
      if (!reopened.ok) return reopened;
      transaction.dossiers.setStep(id, 'person');
    } else if (state !== 'draft') return fail('wrong-state', { state });
    transaction.sessions.put({ ...record, openDossierId: id });
    return findDossier(transaction, id);
  });
}

function confirmDossier(context: StationContext, dossierId: string): Answer<DossierRow> {
  return attempt(context, (transaction) => {
    const draft = findDraft(transaction, dossierId);
    if (!draft.ok) return draft;
    const missing = missingOf(readWholeDossier(context, draft.value));
    if (missing.length > 0) return fail('dossier-incomplete', { step: missing[0] ?? '' });
    return moveOrRefuse(transaction, draft.value.id, 'confirm');
  });
}

function moveOrRefuse(
  transaction: WritableTransaction,
  dossierId: DossierRow['id'],
  transition: Extract<DossierTransition, 'confirm' | 'reopen' | 'approve'>,
): Answer<DossierRow> {
  const moved = transaction.moveDossier(dossierId, transition);
  if (moved.ok) return moved;
  return fail(moved.error === 'not-found' ? 'not-found' : 'wrong-state');
}
