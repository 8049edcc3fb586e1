import { create } from 'qrcode';
import type { PdfFonts, TextStyle } from './pdf-page.ts';
import {
  ACCENT,
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

/** The appointment slip (CC02, giấy hẹn trả kết quả). All text comes translated from outside. */
export interface Slip {
  /** Left head of the sheet: the receiving agency, one line each; the last one is set in bold. */
  readonly agencyLines: readonly string[];
  /** Right head of the sheet: name of the state and motto; the first line is set in bold, the last underlined. */
  readonly headingLines: readonly string[];
  readonly labels: {
    readonly title: string;
    /** Small line under the title, such as the number of the slip. */
    readonly subtitle: string;
    /** Beside the QR code: what it is for. */
    readonly qrCaption: string;
    /** Large and diagonal over a training slip; used only when `training`. */
    readonly trainingMark: string;
  };
  /** Label and value, in the order of the sheet. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** What the citizen must find at once: day and place of collection. */
  readonly highlights: readonly (readonly [label: string, value: string])[];
  /** Who signs, from left to right; room for signatures is left under each. */
  readonly signatures: readonly string[];
  readonly qrText: string;
  readonly training: boolean;
  readonly footer: string;
  readonly createdAt: Date;
}

const MARGIN = 34;
const WIDTH = 419.53 - 2 * MARGIN;
const HEIGHT = 595.28;
const QR_SIDE = 92;
const LABEL_WIDTH = 122;
const ROW_SCALES = [1, 0.9, 0.8, 0.7] as const;
const SMALLEST_ROW_SCALE = 0.62;

/** The slip as one A5 page. The same slip and fonts give the same bytes. Throws when a font cannot be read. */
export async function renderSlip(slip: Slip, fonts: PdfFonts): Promise<Uint8Array> {
  const setup = {
    size: 'A5',
    marginPoints: MARGIN,
    title: slip.labels.title,
    createdAt: slip.createdAt,
    fonts,
  } as const;
  return drawPdf(setup, (document) => {
    let y = drawHeads(document, slip);
    y = drawTitle(document, slip, y + 16);
    y = drawHighlights(document, slip, y + 12);
    const places = footPlaces(document, slip);
    drawRows(document, slip, y + 8, fittingRowScale(document, slip, places.qrTop - y - 20));
    drawFoot(document, slip, places);
    if (slip.training) drawTrainingMark(document, slip.labels.trainingMark);
  });
}

function drawHeads(document: PDFKit.PDFDocument, slip: Slip): number {
  const left = WIDTH * 0.42;
  const right = WIDTH - left;
  let leftY = 30;
  slip.agencyLines.forEach((line, index) => {
    const isLast = index === slip.agencyLines.length - 1;
    const style = { size: 8, align: 'center', font: isLast ? SEMI_BOLD : REGULAR } as const;
    leftY = writeText(document, line, MARGIN, leftY, left - 8, style);
  });
  let rightY = 30;
  slip.headingLines.forEach((line, index) => {
    const style = { size: 8, align: 'center', font: SEMI_BOLD } as const;
    const size = index === 0 ? 7.6 : 8.4;
    rightY = writeText(document, line, MARGIN + left, rightY, right, { ...style, size });
  });
  drawRule(document, MARGIN + left / 2 - 22, leftY + 3, 40, INK);
  drawRule(document, MARGIN + left + right / 2 - 46, rightY + 3, 92, INK);
  return Math.max(leftY, rightY) + 4;
}

function drawTitle(document: PDFKit.PDFDocument, slip: Slip, top: number): number {
  const title = { size: 16, font: SEMI_BOLD, align: 'center', color: ACCENT } as const;
  const y = writeText(document, slip.labels.title, MARGIN, top, WIDTH, title);
  const subtitle = { size: 9, align: 'center', color: QUIET_INK } as const;
  return writeText(document, slip.labels.subtitle, MARGIN, y, WIDTH, subtitle);
}

/** A framed box, because the day and the place are why the citizen keeps the sheet. */
function drawHighlights(document: PDFKit.PDFDocument, slip: Slip, top: number): number {
  if (slip.highlights.length === 0) return top;
  const inner = WIDTH - 24;
  let y = top + 9;
  for (const [label, value] of slip.highlights) {
    y = writeText(document, label, MARGIN + 12, y, inner, { size: 8, color: QUIET_INK });
    y = writeText(document, value, MARGIN + 12, y, inner, { size: 12, font: SEMI_BOLD }) + 4;
  }
  const height = y + 4 - top;
  document.roundedRect(MARGIN, top, WIDTH, height, 5).lineWidth(1.1).strokeColor(ACCENT).stroke();
  return top + height;
}

/** Rows in the largest size that leaves the foot its place; the smallest when none does. */
function fittingRowScale(document: PDFKit.PDFDocument, slip: Slip, room: number): number {
  return (
    ROW_SCALES.find((scale) => rowsHeight(document, slip, scale) <= room) ?? SMALLEST_ROW_SCALE
  );
}

function rowsHeight(document: PDFKit.PDFDocument, slip: Slip, scale: number): number {
  return slip.rows.reduce((sum, row) => sum + rowHeight(document, row, scale), 0);
}

const VALUE_WIDTH = WIDTH - LABEL_WIDTH - 8;
const labelStyle = (scale: number): TextStyle => ({ size: 9.4 * scale, color: QUIET_INK });
const valueStyle = (scale: number): TextStyle => ({ size: 10.6 * scale, font: SEMI_BOLD });

function rowHeight(
  document: PDFKit.PDFDocument,
  [label, value]: Slip['rows'][number],
  scale: number,
): number {
  const labelHeight = textHeight(document, label, LABEL_WIDTH, labelStyle(scale));
  const valueHeight = textHeight(document, value, VALUE_WIDTH, valueStyle(scale));
  return Math.max(labelHeight, valueHeight) + 7 * scale;
}

function drawRows(document: PDFKit.PDFDocument, slip: Slip, top: number, scale: number): void {
  let y = top;
  for (const row of slip.rows) {
    const [label, value] = row;
    writeText(document, label, MARGIN, y + 4.3 * scale, LABEL_WIDTH, labelStyle(scale));
    const valueLeft = MARGIN + LABEL_WIDTH + 8;
    writeText(document, value, valueLeft, y + 3.5 * scale, VALUE_WIDTH, valueStyle(scale));
    y += rowHeight(document, row, scale);
    drawRule(document, MARGIN, y, WIDTH);
  }
}

const footerStyle: TextStyle = { size: 7.2, color: QUIET_INK, align: 'center' };
const captionStyle: TextStyle = { size: 6.8, color: QUIET_INK, align: 'center' };
const CAPTION_WIDTH = QR_SIDE + 20;

interface FootPlaces {
  readonly qrTop: number;
  readonly footerTop: number;
}

function footPlaces(document: PDFKit.PDFDocument, slip: Slip): FootPlaces {
  const footerTop = HEIGHT - 20 - textHeight(document, slip.footer, WIDTH, footerStyle);
  const captionHeight = textHeight(document, slip.labels.qrCaption, CAPTION_WIDTH, captionStyle);
  return { footerTop, qrTop: footerTop - 15 - captionHeight - QR_SIDE };
}

/** QR code at the left, signatures beside it, the footer under both: always at the bottom of the sheet. */
function drawFoot(document: PDFKit.PDFDocument, slip: Slip, places: FootPlaces): void {
  const { footerTop, qrTop } = places;
  drawRule(document, MARGIN, footerTop - 5, WIDTH);
  writeText(document, slip.footer, MARGIN, footerTop, WIDTH, footerStyle);
  drawQrCode(document, slip.qrText, MARGIN + (CAPTION_WIDTH - QR_SIDE) / 2, qrTop, QR_SIDE);
  const { qrCaption } = slip.labels;
  writeText(document, qrCaption, MARGIN, qrTop + QR_SIDE + 3, CAPTION_WIDTH, captionStyle);
  const left = MARGIN + CAPTION_WIDTH + 8;
  const column = (MARGIN + WIDTH - left) / Math.max(1, slip.signatures.length);
  slip.signatures.forEach((signature, index) => {
    const style: TextStyle = { size: 8.6, font: SEMI_BOLD, align: 'center' };
    writeText(document, signature, left + index * column, qrTop + 2, column - 6, style);
  });
}

/**
 * The code as vector squares with error correction M (15 %), which survives a fold. It keeps four modules of quiet
 * zone (ISO/IEC 18004 §5.3.8) inside the given side.
 */
function drawQrCode(
  document: PDFKit.PDFDocument,
  text: string,
  left: number,
  top: number,
  side: number,
): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const module = side / (modules.size + 2 * quiet);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      const x = left + (column + quiet) * module;
      const y = top + (row + quiet) * module;
      // A hair of overlap closes the gaps that printers leave between squares.
      document.rect(x, y, module + 0.05, module + 0.05);
    }
  }
  document.fillColor('#000000').fill();
  document.rect(left, top, side, side).lineWidth(0.5).strokeColor(LINE).stroke();
}

function drawTrainingMark(document: PDFKit.PDFDocument, mark: string): void {
  const centreX = MARGIN + WIDTH / 2;
  const centreY = HEIGHT / 2 + 30;
  const diagonal = Math.hypot(WIDTH, HEIGHT) * 0.8;
  document.save().rotate(-52, { origin: [centreX, centreY] });
  document.font(SEMI_BOLD).fontSize(100);
  const size = Math.min(64, (100 * diagonal) / document.widthOfString(mark.normalize('NFC')));
  document.fillOpacity(0.17);
  const style = { size, font: SEMI_BOLD, align: 'center', color: ACCENT } as const;
  writeText(
    document,
    mark,
    centreX - diagonal / 2 - 20,
    centreY - size * 0.7,
    diagonal + 40,
    style,
  );
  document.restore();
}
