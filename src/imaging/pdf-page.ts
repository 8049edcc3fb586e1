import PDFDocument from 'pdfkit';

/** TrueType files of the two weights; the packaged app gives its own copies. */
export interface PdfFonts {
  readonly regularPath: string;
  readonly semiBoldPath: string;
}

export const REGULAR = 'regular' as const;
export const SEMI_BOLD = 'semi-bold' as const;
export const INK = '#16202c';
export const QUIET_INK = '#5a6675';
export const LINE = '#c9d1da';
export const ACCENT = '#a61b1b';

/** What a document needs before its first line. */
export interface PdfSetup {
  readonly size: 'A4' | 'A5';
  readonly marginPoints: number;
  readonly title: string;
  /** Stands in the file as its creation date, so that the same input gives the same bytes. */
  readonly createdAt: Date;
  readonly fonts: PdfFonts;
}

/** Opens a portrait document, draws, and gives its bytes. Pages are buffered, so that totals can be written at last. */
export async function drawPdf(
  setup: PdfSetup,
  draw: (document: PDFKit.PDFDocument) => void,
): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: setup.size,
    // The bottom margin is kept by our own layout: pdfkit would start a page by itself under a footer.
    margins: {
      top: setup.marginPoints,
      left: setup.marginPoints,
      right: setup.marginPoints,
      bottom: 0,
    },
    bufferPages: true,
    lang: 'vi',
    displayTitle: true,
    info: {
      Title: setup.title.normalize('NFC'),
      Producer: 'Tram',
      Creator: 'Tram',
      CreationDate: setup.createdAt,
      ModDate: setup.createdAt,
    },
  });
  document.registerFont(REGULAR, setup.fonts.regularPath);
  document.registerFont(SEMI_BOLD, setup.fonts.semiBoldPath);
  const chunks: Buffer[] = [];
  const finished = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => {
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
  });
  draw(document);
  document.end();
  return finished;
}

/** How a text is set; sizes in points. */
export interface TextStyle {
  readonly font?: typeof REGULAR | typeof SEMI_BOLD;
  readonly size: number;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
}

/** Height of a wrapped text in points. */
export function textHeight(
  document: PDFKit.PDFDocument,
  text: string,
  width: number,
  style: TextStyle,
): number {
  document.font(style.font ?? REGULAR).fontSize(style.size);
  return document.heightOfString(text.normalize('NFC'), { width });
}

/** Writes wrapped text into a column and gives the y below it. */
export function writeText(
  document: PDFKit.PDFDocument,
  text: string,
  x: number,
  y: number,
  width: number,
  style: TextStyle,
): number {
  const height = textHeight(document, text, width, style);
  document
    .fillColor(style.color ?? INK)
    .text(text.normalize('NFC'), x, y, { width, align: style.align ?? 'left' });
  return y + height;
}

export function drawRule(
  document: PDFKit.PDFDocument,
  x: number,
  y: number,
  width: number,
  color = LINE,
): void {
  document
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(0.6)
    .strokeColor(color)
    .stroke();
}
