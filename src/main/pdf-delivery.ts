import { z } from 'zod';
import { bytesSchema } from '../contract/bytes.ts';
import { MAX_INPUT_BYTES } from './call-gate.ts';

/** What the page hands over with `deliverPdf`, in this order. */
const deliverySchema = z.tuple([
  z.enum(['save', 'print']),
  z.string().min(1).max(200),
  bytesSchema.refine((bytes) => bytes.byteLength <= MAX_INPUT_BYTES && isPdf(bytes)),
]);

export interface PdfDelivery {
  readonly how: 'save' | 'print';
  /** A plain file name that ends in `.pdf`; never a path. */
  readonly fileName: string;
  readonly pdf: Uint8Array;
}

/** Undefined when it is not a PDF that may be delivered. */
export function readPdfDelivery(given: readonly unknown[]): PdfDelivery | undefined {
  const parsed = deliverySchema.safeParse(given);
  if (!parsed.success) return undefined;
  const [how, fileName, pdf] = parsed.data;
  return { how, fileName: plainFileName(fileName), pdf };
}

/** Keeps letters, digits, `.`, `-` and `_`; no separator of any system, no leading dot. */
export function plainFileName(given: string): string {
  const stem = given
    .replace(/\.pdf$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100);
  return `${stem === '' ? 'tram' : stem}.pdf`;
}

/** ISO 32000-2, 7.5.2: a file starts with `%PDF-`. */
function isPdf(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';
}
