import { execFileSync } from 'node:child_process';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { inspectPdf } from '../../src/imaging/pdf-check.ts';
import { renderReport } from '../../src/imaging/report-pdf.ts';
import { renderSlip } from '../../src/imaging/slip-pdf.ts';
import { FONTS, SAMPLE_SLIP } from './sample-slip.ts';

const SKIP_REASON = 'poppler-utils (pdftotext, pdftoppm) is not on this machine';

function popplerExists(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    execFileSync('pdftoppm', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The words of a PDF as another program reads them, with single spaces. */
function textOf(pdf: Uint8Array): string {
  const text = execFileSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { input: pdf });
  return text.toString('utf8').normalize('NFC').replace(/\s+/g, ' ');
}

async function scannedQrText(pdf: Uint8Array): Promise<string | undefined> {
  const png = execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', '-'], { input: pdf });
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const decode = jsqr as unknown as typeof jsqr.default;
  return decode(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

describe('appointment slip', () => {
  test('is one page, and the same slip gives the same bytes', async () => {
    const slip = await renderSlip(SAMPLE_SLIP, FONTS);
    expect(inspectPdf(slip)).toEqual({ ok: true, value: { pages: 1 } });
    expect(await renderSlip(SAMPLE_SLIP, FONTS)).toEqual(slip);
  });

  test('every Vietnamese word can be read back from it', async (context) => {
    if (!popplerExists()) context.skip(SKIP_REASON);
    const text = textOf(await renderSlip(SAMPLE_SLIP, FONTS));
    const values = [...SAMPLE_SLIP.rows, ...SAMPLE_SLIP.highlights].flat();
    const lines = [...SAMPLE_SLIP.headingLines, ...SAMPLE_SLIP.agencyLines, SAMPLE_SLIP.footer];
    for (const value of [SAMPLE_SLIP.labels.title, ...values, ...lines]) {
      for (const word of value.split(' ')) expect(text).toContain(word);
    }
    expect(text).not.toContain(SAMPLE_SLIP.labels.trainingMark);
  });

  test('text that arrives decomposed is set with its own letters', async (context) => {
    if (!popplerExists()) context.skip(SKIP_REASON);
    const rows = [['Họ tên'.normalize('NFD'), 'NGUYỄN THỊ HƯỜNG'.normalize('NFD')]] as const;
    expect(textOf(await renderSlip({ ...SAMPLE_SLIP, rows }, FONTS))).toContain('NGUYỄN THỊ HƯỜNG');
  });

  test('its QR code is scanned back from the printed page, also under the training mark', async (context) => {
    if (!popplerExists()) context.skip(SKIP_REASON);
    for (const training of [false, true]) {
      const slip = await renderSlip({ ...SAMPLE_SLIP, training }, FONTS);
      expect(await scannedQrText(slip)).toBe(SAMPLE_SLIP.qrText);
    }
  });

  test('a training slip carries its mark', async (context) => {
    if (!popplerExists()) context.skip(SKIP_REASON);
    const slip = await renderSlip({ ...SAMPLE_SLIP, training: true }, FONTS);
    const raw = execFileSync('pdftotext', ['-raw', '-', '-'], { input: slip }).toString('utf8');
    expect(raw.replace(/\s/g, '')).toContain('TẬPHUẤN');
  });

  test('twice as many rows still fit on the one page, with the QR code readable', async (context) => {
    if (!popplerExists()) context.skip(SKIP_REASON);
    const rows = [...SAMPLE_SLIP.rows, ...SAMPLE_SLIP.rows];
    const slip = await renderSlip({ ...SAMPLE_SLIP, rows }, FONTS);
    expect(inspectPdf(slip)).toEqual({ ok: true, value: { pages: 1 } });
    expect(await scannedQrText(slip)).toBe(SAMPLE_SLIP.qrText);
  });
});

describe('report', () => {
  const rows = Array.from({ length: 60 }, (_, index) => [`HS-${index + 1}`, 'Đã có biên nhận']);
  const report = {
    title: 'Báo cáo cuối ngày',
    subtitleLines: ['Điểm thu nhận: phường Trường Vinh'],
    columns: [
      { label: 'Số hồ sơ', share: 1 },
      { label: 'Trạng thái', share: 2 },
    ],
    rows,
    totals: [['Đã thu nhận', '60']] as const,
    signatures: ['Chỉ huy'],
    pageLabel: (page: number, pages: number) => `Trang ${page}/${pages}`,
    createdAt: new Date('2026-11-22T12:45:00Z'),
  };

  test('no row is lost between pages, each page has the head of the table and its number', async (context) => {
    if (!popplerExists()) context.skip(SKIP_REASON);
    const pdf = await renderReport(report, FONTS);
    const inspected = inspectPdf(pdf);
    const pages = inspected.ok ? inspected.value.pages : 0;
    expect(pages).toBeGreaterThan(1);
    const text = textOf(pdf);
    for (const [number] of rows) expect(text).toContain(`${number} Đã có biên nhận`);
    expect(text.split('Số hồ sơ').length - 1).toBeGreaterThanOrEqual(pages - 1);
    expect(text).toContain(`Trang 1/${pages}`);
    expect(text).toContain(`Trang ${pages}/${pages}`);
    expect(text).toContain('Đã thu nhận 60');
  });

  test('the same report gives the same bytes', async () => {
    expect(await renderReport(report, FONTS)).toEqual(await renderReport(report, FONTS));
  });
});
