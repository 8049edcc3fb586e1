import type { Answer } from '../../contract/channel.ts';
import type { BatchReport } from '../../contract/views.ts';
import type { Language } from '../../domain/language.ts';
import { toPrintedDate, vietnameseDate } from '../../domain/calendar-date.ts';
import type { Balance } from '../../domain/balance.ts';
import type { Report } from '../../imaging/report-pdf.ts';
import { storeBalance } from '../../store/index.ts';
import type { DossierRow } from '../../store/index.ts';
import { fail } from '../app.ts';
import type { StationContext } from '../context.ts';
import { loadMessages } from '../messages.ts';
import type { Messages } from '../messages.ts';
import { paperFonts } from '../paper-fonts.ts';
import { batchReport } from './batch-report.ts';

/** The end-of-day report as paper: figures of the batch, the balance, every dossier of it with its state. */
export async function renderBatchReport(
  context: StationContext,
  language: Language,
): Promise<Answer<{ fileName: string; pdf: Uint8Array }>> {
  const { store, boot } = context;
  const batch = store.batches.last();
  if (!batch) return fail('nothing-to-send');
  const messages = loadMessages(boot.applicationDirectory, language);
  const { text } = messages;
  const report = batchReport(store, batch);
  const day = vietnameseDate(batch.createdAt);
  const dossiers = store.packets
    .listByBatch(batch.id)
    .map((packet) => store.dossiers.get(packet.dossierId))
    .filter((dossier) => dossier !== undefined);
  const content: Report = {
    title: text('report.title'),
    subtitleLines: [
      text('report.station', {
        station: store.settings.get('stationId') ?? '',
        date: toPrintedDate(day),
      }),
      text('report.batch', { batch: batch.id.slice(0, 8).toUpperCase() }),
      text('report.printed-at', { at: vietnameseTime(Date.now()) }),
      ...(boot.training ? [text('slip.training-mark')] : []),
      balanceLine(storeBalance(store), messages),
    ],
    columns: [
      { label: text('report.number'), share: 34 },
      { label: text('report.version'), share: 8, align: 'right' },
      { label: text('report.state'), share: 22 },
      { label: text('report.reason'), share: 36 },
    ],
    rows: dossiers.map((dossier) => dossierLine(context, dossier, messages)),
    totals: figuresOf(report, messages),
    signatures: [text('report.signature')],
    pageLabel: (page, pages) => text('report.page', { page, pages }),
    createdAt: new Date(),
  };
  const { renderReport } = await import('../../imaging/report-pdf.ts');
  const pdf = await renderReport(content, paperFonts(boot.applicationDirectory));
  return { ok: true, value: { fileName: `bao-cao-${day}.pdf`, pdf } };
}

function figuresOf(report: BatchReport, { text }: Messages): [string, string][] {
  return [
    [text('report.packets'), String(report.packets)],
    [text('report.uploaded'), String(report.uploaded)],
    [text('report.accepted'), String(report.accepted)],
    [text('report.returned'), String(report.returned)],
    [text('report.awaiting'), String(report.awaitingReceipt)],
    [text('report.outstanding'), String(report.outstanding.length)],
  ];
}

function dossierLine(
  context: StationContext,
  dossier: DossierRow,
  { text }: Messages,
): [string, string, string, string] {
  const packet = dossier.packetId && context.store.packets.get(dossier.packetId);
  const outstanding = packet ? packet.outstandingReason : null;
  return [
    dossier.number,
    String(dossier.version),
    text(`dossier-state.${dossier.state}`),
    dossier.returnReason?.text ??
      (outstanding === null ? '' : text(`outstanding-reason.${outstanding}`)),
  ];
}

function balanceLine(balance: Balance, { text }: Messages): string {
  if (!balance.balanced) {
    return text('report.balance-broken', { count: balance.unaccounted.length });
  }
  const { captured, acknowledged, outstanding } = balance;
  return text('report.balance-ok', { captured, acknowledged, outstanding });
}

function vietnameseTime(epochMs: number): string {
  return new Date(epochMs).toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' });
}
