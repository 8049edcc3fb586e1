import type { Answer } from '../../contract/channel.ts';
import type { ProcedureInput } from '../../contract/procedures.ts';
import { isReasonFor } from '../../domain/application.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import type { CitizenNumber } from '../../domain/citizen-number.ts';
import { citizenNumberWarnings, parseCitizenNumber } from '../../domain/citizen-number.ts';
import { DATA_GROUPS } from '../../domain/dossier-data.ts';
import type { IdentityCardQr } from '../../domain/identity-card-qr.ts';
import { parseIdentityCardQr } from '../../domain/identity-card-qr.ts';
import type { DossierRow } from '../../store/index.ts';
import { fail } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { Session } from '../people/session.ts';
import { firstDraft } from './first-draft.ts';

type Request = ProcedureInput<'dossier.create'>;

/** Begins a dossier: number checked, card read, what they tell already filled in, open at the window. */
export function createDossier(
  context: StationContext,
  session: Session,
  request: Request,
): Answer<DossierRow> {
  if (!isReasonFor(request.applicationType, request.legalReason))
    return fail('reason-not-for-type');
  const number = parseCitizenNumber(request.citizenNumber);
  if (!number.ok) return fail('number-not-valid');
  const card = readCard(request.qrText, number.value);
  if (!card.ok) return card;
  const warnings = warningsOf(number.value, card.value);
  const covered = new Set<string>(request.override?.warnings);
  if (!warnings.every((warning) => covered.has(warning))) return fail('number-needs-reason');
  const today = vietnameseDate(Date.now());
  if (card.value && card.value.dateOfBirth > today) return fail('birth-date-in-future');
  return insert(context, session, {
    ...request,
    citizenNumber: number.value.text,
    override: warnings.length === 0 ? null : request.override,
    drafts: firstDraft(number.value, card.value),
  });
}

function readCard(
  qrText: string | null,
  number: CitizenNumber,
): Answer<IdentityCardQr | undefined> {
  if (qrText === null) return { ok: true, value: undefined };
  const card = parseIdentityCardQr(qrText);
  if (card.ok) {
    return card.value.citizenNumber === number.text ? card : fail('code-damaged');
  }
  switch (card.error) {
    case 'truncated':
      return fail('code-truncated');
    case 'damaged':
      return fail('code-damaged');
    case 'not-a-card':
      return fail('code-unknown');
  }
}

function warningsOf(number: CitizenNumber, card: IdentityCardQr | undefined): string[] {
  return citizenNumberWarnings(number, {
    sex: card?.sex,
    birthYear: card && Number(card.dateOfBirth.slice(0, 4)),
    thisYear: Number(vietnameseDate(Date.now()).slice(0, 4)),
  });
}

function insert(
  context: StationContext,
  session: Session,
  request: Request & { drafts: ReturnType<typeof firstDraft> },
): Answer<DossierRow> {
  return attempt(context, (transaction) => {
    const record = session.record();
    if (record.userId === null) return fail('not-signed-in');
    const shift = record.shiftId === null ? undefined : transaction.shifts.get(record.shiftId);
    if (!shift) return fail('no-shift');
    const stationId = transaction.settings.get('stationId');
    if (stationId === undefined) throw new Error('an open store has a station id');
    const created = transaction.dossiers.create({
      stationId,
      step: 'person',
      applicationType: request.applicationType,
      legalReason: request.legalReason,
      citizenNumber: request.citizenNumber,
      citizenNumberSource: request.source,
      numberOverride: request.override,
      siteInfo: { site: shift.site, line: shift.line, seat: shift.seat },
      shiftId: shift.id,
      createdBy: record.userId,
    });
    const dossierId = created.id;
    transaction.audit({
      kind: 'dossier.created',
      detail: { dossierId, dossierNumber: created.number },
    });
    if (request.override) {
      const { warnings } = request.override;
      transaction.audit({ kind: 'dossier.number-overridden', detail: { dossierId, warnings } });
    }
    for (const group of DATA_GROUPS) {
      const draft = request.drafts[group];
      if (draft) transaction.dossiers.saveGroup(dossierId, group, draft);
    }
    transaction.sessions.put({ ...record, openDossierId: dossierId });
    const row = transaction.dossiers.get(dossierId);
    return row ? { ok: true, value: row } : fail('not-found');
  });
}
