import { z } from 'zod';
import { bytesSchema } from '../contract/bytes.ts';
import { MAX_INPUT_BYTES } from './call-gate.ts';

/** What the page may hand over, told by its content: papers as PDF, the diagnostic bundle as tar. */
export type FileKind = 'pdf' | 'tar';

/** What the page hands over with `deliverFile`, in this order. */
const deliverySchema = z.tuple([
  z.enum(['save', 'print']),
  z.string().min(1).max(200),
  bytesSchema.refine((bytes) => bytes.byteLength <= MAX_INPUT_BYTES),
]);

export interface FileDelivery {
  readonly how: 'save' | 'print';
  readonly kind: FileKind;
  /** A plain file name that ends as its kind does; never a path. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Undefined when it is not a file that may be delivered that way: a printer takes PDF alone. */
export function readFileDelivery(given: readonly unknown[]): FileDelivery | undefined {
  const parsed = deliverySchema.safeParse(given);
  if (!parsed.success) return undefined;
  const [how, fileName, bytes] = parsed.data;
  const kind = kindOf(bytes);
  if (kind === undefined || (how === 'print' && kind !== 'pdf')) return undefined;
  return { how, kind, fileName: plainFileName(fileName, kind), bytes };
}

/** Keeps letters, digits, `.`, `-` and `_`; no separator of any system, no leading dot. */
export function plainFileName(given: string, kind: FileKind): string {
  const stem = given
    .replace(/\.(pdf|tar)$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100);
  return `${stem === '' ? 'tram' : stem}.${kind}`;
}

/**
 * ISO 32000-2, 7.5.2: a file starts with `%PDF-`. POSIX.1-2024, pax, ustar interchange format: the magic stands 257
 * bytes into the first header.
 */
function kindOf(bytes: Uint8Array): FileKind | undefined {
  if (hasText(bytes, 0, '%PDF-')) return 'pdf';
  if (hasText(bytes, 257, 'ustar')) return 'tar';
  return undefined;
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  return String.fromCharCode(...bytes.subarray(offset, offset + text.length)) === text;
}
