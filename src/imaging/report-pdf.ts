import type { PdfFonts } from './pdf-page.ts';
import {
  INK,
  LINE,
  QUIET_INK,
  REGULAR,
  SEMI_BOLD,
  drawPdf,
  drawRule,
  textHeight,
  writeText,
} from './pdf-page.ts';

export interface ReportColumn {
  readonly label: string;
  /** Width in proportion to the other columns. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

/** A table for paper, such as the report at the end of the day. All text comes translated from outside. */
export interface Report {
  readonly title: string;
  readonly subtitleLines: readonly string[];
  readonly columns: readonly ReportColumn[];
  /** One cell for each column. */
  readonly rows: readonly (readonly string[])[];
  /** Label and value under the table, such as the balance of the day. */
  readonly totals: readonly (readonly [label: string, value: string])[];
  /** Who signs under the totals, from left to right. */
  readonly signatures: readonly string[];
  /** Text at the foot of each page, such as `Trang 1/3`. */
  readonly pageLabel: (page: number, pages: number) => string;
  readonly createdAt: Date;
}

const MARGIN = 48;
const WIDTH = 595.28 - 2 * MARGIN;
/** Nothing but the page label is written below this. */
const BOTTOM = 841.89 - 56;
const CELL_PADDING = 5;

/** The report as A4 pages; the head of the table is repeated on each. Throws when a font cannot be read. */
export async function renderReport(report: Report, fonts: PdfFonts): Promise<Uint8Array> {
  const setup = {
    size: 'A4',
    marginPoints: MARGIN,
    title: report.title,
    createdAt: report.createdAt,
    fonts,
  } as const;
  return drawPdf(setup, (document) => {
    let y = writeText(document, report.title, MARGIN, MARGIN, WIDTH, { size: 17, font: SEMI_BOLD });
    for (const line of report.subtitleLines) {
      y = writeText(document, line, MARGIN, y + 2, WIDTH, { size: 9.5, color: QUIET_INK });
    }
    y = drawTable(document, report, y + 16);
    y = drawTotals(document, report, y + 12);
    drawSignatures(document, report, y + 22);
    numberPages(document, report);
  });
}

/** Goes to a new page when less than this is left on the page. */
function makeRoom(document: PDFKit.PDFDocument, y: number, height: number): number {
  if (y + height <= BOTTOM) return y;
  document.addPage();
  return MARGIN;
}

function columnWidths(report: Report): number[] {
  const shares = report.columns.reduce((sum, column) => sum + column.share, 0);
  return report.columns.map((column) => (column.share / shares) * WIDTH);
}

function drawTable(document: PDFKit.PDFDocument, report: Report, top: number): number {
  const widths = columnWidths(report);
  const labels = report.columns.map((column) => column.label);
  let y = drawTableRow(document, report, widths, labels, top, true);
  for (const cells of report.rows) {
    if (cells.length !== report.columns.length) {
      throw new Error(`report row of ${cells.length} cells for ${report.columns.length} columns`);
    }
    const placed = makeRoom(document, y, rowHeight(document, widths, cells, false));
    // A new page starts with the head of the table again.
    y = placed === y ? y : drawTableRow(document, report, widths, labels, placed, true);
    y = drawTableRow(document, report, widths, cells, y, false);
  }
  return y;
}

function cellStyle(isHead: boolean): { size: number; font: typeof REGULAR | typeof SEMI_BOLD } {
  return isHead ? { size: 8.6, font: SEMI_BOLD } : { size: 9.2, font: REGULAR };
}

function rowHeight(
  document: PDFKit.PDFDocument,
  widths: readonly number[],
  cells: readonly string[],
  isHead: boolean,
): number {
  const heights = widths.map((width, index) =>
    textHeight(document, cells[index] ?? '', width - 2 * CELL_PADDING, cellStyle(isHead)),
  );
  return Math.max(...heights) + 2 * CELL_PADDING;
}

function drawTableRow(
  document: PDFKit.PDFDocument,
  report: Report,
  widths: readonly number[],
  cells: readonly string[],
  top: number,
  isHead: boolean,
): number {
  const height = rowHeight(document, widths, cells, isHead);
  if (isHead) document.rect(MARGIN, top, WIDTH, height).fillColor('#eef1f5').fill();
  let x = MARGIN;
  widths.forEach((width, index) => {
    const align = report.columns[index]?.align ?? 'left';
    const text = cells[index] ?? '';
    const style = { ...cellStyle(isHead), align };
    writeText(
      document,
      text,
      x + CELL_PADDING,
      top + CELL_PADDING,
      width - 2 * CELL_PADDING,
      style,
    );
    x += width;
  });
  drawRule(document, MARGIN, top + height, WIDTH, isHead ? INK : LINE);
  return top + height;
}

function drawTotals(document: PDFKit.PDFDocument, report: Report, top: number): number {
  let y = top;
  for (const [label, value] of report.totals) {
    y = makeRoom(document, y, 18);
    const style = { size: 9.6, font: SEMI_BOLD } as const;
    writeText(document, label, MARGIN + CELL_PADDING, y, WIDTH * 0.7, { size: 9.6 });
    const x = MARGIN + WIDTH * 0.7;
    const width = WIDTH * 0.3 - CELL_PADDING;
    y = writeText(document, value, x, y, width, { ...style, align: 'right' }) + 4;
  }
  return y;
}

function drawSignatures(document: PDFKit.PDFDocument, report: Report, top: number): void {
  if (report.signatures.length === 0) return;
  const y = makeRoom(document, top, 90);
  const width = WIDTH / report.signatures.length;
  report.signatures.forEach((signature, index) => {
    const style = { size: 10, font: SEMI_BOLD, align: 'center' } as const;
    writeText(document, signature, MARGIN + index * width, y, width, style);
  });
}

function numberPages(document: PDFKit.PDFDocument, report: Report): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    const label = report.pageLabel(page - start + 1, count);
    const style = { size: 8, color: QUIET_INK, align: 'right' } as const;
    writeText(document, label, MARGIN, BOTTOM + 22, WIDTH, style);
  }
}
