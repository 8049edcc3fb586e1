/**
 * A stream of bytes over HID reports, for fingerprint modules that come with a HID bridge instead of a serial line. How
 * a report carries its part of the stream:
 * - `numbered`: `number | length | payload | zeros`. The number is one more than that of the report before, and 0 after
 *   255; each direction counts for itself and may begin anywhere. It is there because a host's kernel keeps 64 reports
 *   that nobody has read and drops what follows without a word (Linux, `hidraw.h`: HIDRAW_BUFFER_SIZE): without it a
 *   picture could lose packets and be as long as another one. A report that comes twice counts as a gap too, for USB
 *   brings none twice; 256 lost in a row do not show in the number, but in the length and the checksum of what they cut.
 * - `length-first`: `length | payload | zeros`;
 * - `whole-report`: payload alone. The last report of what is said is filled up with zeros, which a protocol that knows
 *   its packets by their first bytes reads over.
 */
export const STREAM_FRAMINGS = ['numbered', 'length-first', 'whole-report'] as const;
export type StreamFraming = (typeof STREAM_FRAMINGS)[number];

/** What the reports of a bridge look like. */
export interface StreamReport {
  /** Of a report as it is read, its id included where it has one. */
  readonly sizeBytes: number;
  /** Absent where reports have none: then what is written begins with 0, and what is read begins with its content. */
  readonly id?: number;
  readonly framing: StreamFraming;
}

export const STREAM_REPORT_BYTES = 64;

/** The reports of a bridge of which nothing else is said. */
export const DEFAULT_STREAM_REPORT: StreamReport = {
  sizeBytes: STREAM_REPORT_BYTES,
  framing: 'numbered',
};

const HEAD_BYTES: Readonly<Record<StreamFraming, number>> = {
  numbered: 2,
  'length-first': 1,
  'whole-report': 0,
};
const NUMBERS = 256;

/** Where the payload begins in a report as it is read. */
function payloadOffset({ id, framing }: StreamReport): number {
  return (id === undefined ? 0 : 1) + HEAD_BYTES[framing];
}

/** Puts what one side says in reports. */
export class ReportWriter {
  readonly #layout: StreamReport;
  #nextNumber = 0;

  constructor(layout: StreamReport = DEFAULT_STREAM_REPORT) {
    this.#layout = layout;
  }

  /** Reports as the host reads them. */
  write(bytes: Uint8Array): Uint8Array[] {
    const { sizeBytes, id } = this.#layout;
    const offset = payloadOffset(this.#layout);
    const capacity = sizeBytes - offset;
    const reports: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += capacity) {
      const part = bytes.subarray(at, at + capacity);
      const report = new Uint8Array(sizeBytes);
      report.set([...(id === undefined ? [] : [id]), ...this.#head(part.length)]);
      report.set(part, offset);
      reports.push(report);
    }
    return reports;
  }

  #head(length: number): readonly number[] {
    switch (this.#layout.framing) {
      case 'numbered': {
        const number = this.#nextNumber;
        this.#nextNumber = (number + 1) % NUMBERS;
        return [number, length];
      }
      case 'length-first':
        return [length];
      case 'whole-report':
        return [];
    }
  }
}

/** A report as the host writes it: the id first, 0 where reports have none. */
export function asOutputReport(
  report: Uint8Array,
  layout: StreamReport = DEFAULT_STREAM_REPORT,
): Uint8Array {
  return layout.id === undefined ? Uint8Array.of(0, ...report) : report;
}

export type ReportEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Reports are missing before these bytes. */
  | { readonly kind: 'gap'; readonly missingReports: number; readonly bytes: Uint8Array }
  /** Not a report of this framing. */
  | { readonly kind: 'foreign' };

/** Reads what the other side says, from whichever number it is first heard. */
export class ReportReader {
  readonly #layout: StreamReport;
  #expected: number | undefined;

  constructor(layout: StreamReport = DEFAULT_STREAM_REPORT) {
    this.#layout = layout;
  }

  read(report: Uint8Array): ReportEvent {
    const bytes = this.#payload(report);
    if (bytes === undefined) return { kind: 'foreign' };
    if (this.#layout.framing !== 'numbered') return { kind: 'bytes', bytes };
    const number = report[payloadOffset(this.#layout) - HEAD_BYTES.numbered] ?? 0;
    const missingReports = (number - (this.#expected ?? number) + NUMBERS) % NUMBERS;
    this.#expected = (number + 1) % NUMBERS;
    return missingReports === 0 ? { kind: 'bytes', bytes } : { kind: 'gap', missingReports, bytes };
  }

  /** The other side may begin anew. */
  reset(): void {
    this.#expected = undefined;
  }

  #payload(report: Uint8Array): Uint8Array | undefined {
    const { sizeBytes, id, framing } = this.#layout;
    if (report.length !== sizeBytes || (id !== undefined && report[0] !== id)) return undefined;
    const offset = payloadOffset(this.#layout);
    const capacity = sizeBytes - offset;
    const length = framing === 'whole-report' ? capacity : report[offset - 1];
    if (length === undefined || length > capacity) return undefined;
    return report.slice(offset, offset + length);
  }
}
