import type { Language } from '../../domain/language.ts';
import { toPrintedDate, vietnameseDate } from '../../domain/calendar-date.ts';
import { slipCode } from '../../domain/slip-code.ts';
import { WORKING_DAYS_TO_RESULT, addWorkingDays } from '../../domain/working-days.ts';
import type { Slip } from '../../imaging/slip-pdf.ts';
import type { DossierRow } from '../../store/index.ts';
import type { StationContext } from '../context.ts';
import { loadMessages } from '../messages.ts';
import { paperFonts } from '../paper-fonts.ts';

/** The appointment slip (giấy hẹn trả kết quả, form CC02 of Circular 17/2024/TT-BCA) of a dossier. */
export async function renderDossierSlip(
  context: StationContext,
  dossier: DossierRow,
  language: Language,
): Promise<{ fileName: string; pdf: Uint8Array }> {
  const { text } = loadMessages(context.boot.applicationDirectory, language);
  const person = context.store.dossiers.groups(dossier.id).person?.draft ?? {};
  const received = vietnameseDate(dossier.capturedAt ?? dossier.updatedAt);
  const birth = typeof person['dateOfBirth'] === 'string' ? person['dateOfBirth'] : '';
  const officer = dossier.capturedBy && context.store.users.get(dossier.capturedBy);
  const { site, line, seat } = dossier.siteInfo;
  const slip: Slip = {
    agencyLines: [text('slip.authority'), site],
    headingLines: [text('slip.state'), text('slip.motto')],
    labels: {
      title: text('slip.title'),
      subtitle: text('slip.subtitle'),
      qrCaption: text('slip.scan'),
      trainingMark: text('slip.training-mark'),
    },
    rows: [
      [text('slip.number'), dossier.number],
      [text('slip.full-name'), dossier.fullName.toLocaleUpperCase('vi')],
      [text('slip.date-of-birth'), birth === '' ? '' : toPrintedDate(birth)],
      [text('slip.citizen-number'), dossier.citizenNumber],
      [text('slip.application'), text(`application-type.${dossier.applicationType}`)],
      [text('slip.received-at'), toPrintedDate(received)],
      [text('slip.seat'), `${line} / ${seat}`],
      [text('slip.officer'), officer ? officer.displayName : ''],
    ],
    highlights: [
      [text('slip.due'), toPrintedDate(addWorkingDays(received, WORKING_DAYS_TO_RESULT))],
      [text('slip.site'), site],
    ],
    signatures: [text('slip.citizen-signature'), text('slip.officer-signature')],
    qrText: slipCode(dossier.number),
    training: context.boot.training,
    footer: text('slip.footer'),
    createdAt: new Date(dossier.capturedAt ?? dossier.updatedAt),
  };
  // Loaded when the first slip is made: it is no part of a quick start.
  const { renderSlip } = await import('../../imaging/slip-pdf.ts');
  const pdf = await renderSlip(slip, paperFonts(context.boot.applicationDirectory));
  return { fileName: `${dossier.number}.pdf`, pdf };
}
