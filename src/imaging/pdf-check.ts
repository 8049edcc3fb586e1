import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import type { PdfDictionary, PdfObjects, PdfValue } from './pdf-objects.ts';
import { nameOf, readPdfObjects } from './pdf-objects.ts';

export type PdfError = 'broken-pdf' | 'encrypted-pdf';

/** Readers look for the header in the first 1024 bytes and for the end mark near the end; so does this. */
const HEADER_REACH_BYTES = 1024;
const TRAILER_REACH_BYTES = 4096;
const MAXIMUM_PAGES = 5000;

/** Whether the bytes claim to be a PDF: the header of ISO 32000-1 §7.5.2 within the first kilobyte. */
export function looksLikePdf(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, HEADER_REACH_BYTES)).includes('%PDF-');
}

/**
 * Checks that a PDF is whole and counts its pages: header, end mark, a trailer with a catalogue, and a page tree that
 * can be walked to its leaves. It does not look into page contents.
 */
export function inspectPdf(bytes: Uint8Array): Result<{ readonly pages: number }, PdfError> {
  const end = latin1(bytes.subarray(Math.max(0, bytes.length - TRAILER_REACH_BYTES)));
  if (!looksLikePdf(bytes) || !end.includes('startxref') || !end.includes('%%EOF')) {
    return err('broken-pdf');
  }
  const file = readPdfObjects(bytes);
  if (file === undefined) return err('broken-pdf');
  if (file.trailers.some((trailer) => trailer.entries.has('Encrypt'))) {
    return err('encrypted-pdf');
  }
  const pages = countPages(file);
  return pages === undefined || pages === 0 ? err('broken-pdf') : ok({ pages });
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Leaves of the page tree, or undefined when it cannot be walked. */
function countPages(file: PdfObjects): number | undefined {
  const roots = file.trailers.map((trailer) => trailer.entries.get('Root'));
  const catalogue = dictionaryAt(
    roots.findLast((root) => root !== undefined),
    file,
  );
  const top = dictionaryAt(catalogue?.entries.get('Pages'), file);
  if (top === undefined) return undefined;
  const seen = new Set<PdfDictionary>();
  const waiting: PdfDictionary[] = [top];
  let pages = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    // A node that comes back is a loop.
    if (seen.has(node) || pages > MAXIMUM_PAGES) return undefined;
    seen.add(node);
    const kids = valueAt(node.entries.get('Kids'), file);
    if (kids?.kind !== 'array') {
      if (nameOf(node, 'Type') === 'Pages') return undefined;
      pages += 1;
      continue;
    }
    for (const kid of kids.items) {
      const child = dictionaryAt(kid, file);
      if (child === undefined) return undefined;
      waiting.push(child);
    }
  }
  return pages;
}

function valueAt(value: PdfValue | undefined, file: PdfObjects): PdfValue | undefined {
  return value?.kind === 'reference' ? file.objects.get(value.objectNumber) : value;
}

function dictionaryAt(value: PdfValue | undefined, file: PdfObjects): PdfDictionary | undefined {
  const found = valueAt(value, file);
  return found?.kind === 'dictionary' ? found : undefined;
}
