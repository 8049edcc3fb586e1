import type { ScannedDataLayout } from './layout.ts';

/** One code as it was read. */
export interface ScannedCode {
  readonly text: string;
  /** AIM symbology identifier (ISO/IEC 15424), such as `]Q1` for a QR code; undefined where the scanner does not say. */
  readonly symbology: string | undefined;
}

export type AssemblerEvent =
  | { readonly kind: 'code'; readonly code: ScannedCode }
  /** The scanner says that the code goes on in the next report. */
  | { readonly kind: 'more-follows' }
  | { readonly kind: 'broken'; readonly detail: string }
  /** A report that carries no scanned data. */
  | { readonly kind: 'other-report' };

/** The largest QR code holds 2953 bytes (ISO/IEC 18004, version 40-L). */
export const MAXIMUM_CODE_BYTES = 4096;

/** UTF-8 where it is, else ISO 8859-1, which is the default of QR codes (ISO/IEC 18004, 7.3.5). */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}

function symbologyOf(report: Uint8Array, layout: ScannedDataLayout): string | undefined {
  if (layout.symbologyOffset === undefined) return undefined;
  const bytes = report.subarray(layout.symbologyOffset, layout.symbologyOffset + 3);
  return bytes[0] === 0x5d ? String.fromCharCode(...bytes) : undefined;
}

/** Puts scanned-data reports together into codes: a long code comes in several reports, all but the last "continued". */
export class ScannedDataAssembler {
  readonly #layout: ScannedDataLayout;
  readonly #bytes = new Uint8Array(MAXIMUM_CODE_BYTES);
  #sizeBytes = 0;
  #isUnfinished = false;

  constructor(layout: ScannedDataLayout) {
    this.#layout = layout;
  }

  /** How many bytes of a code wait for the rest of it. */
  get keptBytes(): number {
    return this.#sizeBytes;
  }

  get isUnfinished(): boolean {
    return this.#isUnfinished;
  }

  /** Forgets an unfinished code, when the rest did not come. */
  reset(): void {
    this.#sizeBytes = 0;
    this.#isUnfinished = false;
  }

  accept(report: Uint8Array): AssemblerEvent {
    const layout = this.#layout;
    if (layout.reportId !== 0 && report[0] !== layout.reportId) return { kind: 'other-report' };
    const length = report[layout.lengthOffset];
    const flags = report[layout.continuedOffset];
    if (length === undefined || flags === undefined || length > layout.dataSizeBytes) {
      return this.#broken(`a report of ${report.length} bytes that says ${length}`);
    }
    const part = report.subarray(layout.dataOffset, layout.dataOffset + length);
    if (part.length < length) return this.#broken(`a report that ends before its ${length} bytes`);
    if (this.#sizeBytes + length > MAXIMUM_CODE_BYTES) {
      return this.#broken(`a code of more than ${MAXIMUM_CODE_BYTES} bytes`);
    }
    this.#bytes.set(part, this.#sizeBytes);
    this.#sizeBytes += length;
    this.#isUnfinished = true;
    if ((flags & layout.continuedMask) !== 0) return { kind: 'more-follows' };
    const text = decodeText(this.#bytes.subarray(0, this.#sizeBytes));
    this.reset();
    return { kind: 'code', code: { text, symbology: symbologyOf(report, layout) } };
  }

  #broken(detail: string): AssemblerEvent {
    this.reset();
    return { kind: 'broken', detail };
  }
}

/** The device's side: the reports that carry a code. */
export function encodeScannedCode(code: ScannedCode, layout: ScannedDataLayout): Uint8Array[] {
  const bytes = new TextEncoder().encode(code.text);
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += layout.dataSizeBytes) {
    const part = bytes.subarray(at, at + layout.dataSizeBytes);
    const report = new Uint8Array(layout.reportSizeBytes);
    if (layout.reportId !== 0) report[0] = layout.reportId;
    report[layout.lengthOffset] = part.length;
    if (layout.symbologyOffset !== undefined) {
      report.set(new TextEncoder().encode(code.symbology ?? ''), layout.symbologyOffset);
    }
    report.set(part, layout.dataOffset);
    const goesOn = at + layout.dataSizeBytes < bytes.length;
    report[layout.continuedOffset] = goesOn ? layout.continuedMask : 0;
    reports.push(report);
  }
  return reports;
}
