import { DEFAULT_LAYOUT } from '../../../src/devices/protocols/hid-pos/layout.ts';
import {
  encodeScannedCode,
  MAXIMUM_CODE_BYTES,
  ScannedDataAssembler,
} from '../../../src/devices/protocols/hid-pos/scanned-data.ts';
import { joined, latin1, lieAt } from '../bytes.ts';
import type { Protocol, Reader } from '../protocol.ts';

const CHARACTERS = Array.from('ABC 0123|ăâđêôơưẤỆỮ');

class HidPosReader implements Reader {
  readonly #assembler = new ScannedDataAssembler(DEFAULT_LAYOUT);

  get keptBytes(): number {
    return this.#assembler.keptBytes;
  }

  read(report: Uint8Array): readonly string[] {
    const event = this.#assembler.accept(report);
    return event.kind === 'code' ? [event.code.text] : [];
  }
}

/** A code in reports of these sizes, as scanners fill them: all but the last say that it goes on. */
function inReports(text: string, sizes: readonly number[]): readonly Uint8Array[] {
  const { reportId, lengthOffset, dataOffset, continuedOffset, reportSizeBytes } = DEFAULT_LAYOUT;
  const bytes = new TextEncoder().encode(text);
  const reports: Uint8Array[] = [];
  for (let at = 0; at < bytes.length || reports.length === 0;) {
    const size = sizes[reports.length % sizes.length] ?? DEFAULT_LAYOUT.dataSizeBytes;
    const part = bytes.subarray(at, at + Math.min(size, DEFAULT_LAYOUT.dataSizeBytes));
    at += part.length;
    const report = new Uint8Array(reportSizeBytes);
    report[0] = reportId;
    report[lengthOffset] = part.length;
    report.set(part, dataOffset);
    report[continuedOffset] = at < bytes.length ? DEFAULT_LAYOUT.continuedMask : 0;
    reports.push(report);
  }
  return reports;
}

/** The text of a code, as bytes, that a scanner handed over in reports of these sizes. */
export function scanned(text: string, sizes: readonly number[]): Uint8Array {
  const reader = new HidPosReader();
  return Buffer.from(
    inReports(text, sizes)
      .flatMap((report) => reader.read(report))
      .join('\n'),
  );
}

/** What all reports of scanned data carry, one after the other. */
function carried(reports: readonly Uint8Array[]): string {
  const { reportId, lengthOffset, dataOffset } = DEFAULT_LAYOUT;
  const data = reports
    .filter((report) => report[0] === reportId)
    .map((report) => report.subarray(dataOffset, dataOffset + (report[lengthOffset] ?? 0)));
  return latin1(joined([new Uint8Array(0), ...data]));
}

export const hidPos: Protocol = {
  name: 'hid-pos',
  carrier: 'messages',
  frames: (random, count) =>
    Array.from({ length: count }, () => {
      const length = random.integer(1, random.pick([20, 60, 400]));
      const text = Array.from({ length }, () => random.pick(CHARACTERS)).join('');
      return {
        pieces: encodeScannedCode({ text, symbology: ']Q1' }, DEFAULT_LAYOUT),
        meaning: text,
      };
    }),
  lie: (report, random) => lieAt(report, DEFAULT_LAYOUT.lengthOffset, 1, random),
  regroup: (frames, sizes) => frames.flatMap(({ meaning }) => inReports(meaning, sizes)),
  reader: () => new HidPosReader(),
  invented: (understood, { pieces }) => {
    const whole = carried(pieces);
    // Text that was not UTF-8 was read as ISO 8859-1.
    const isCarried = (text: string): boolean =>
      whole.includes(latin1(Buffer.from(text))) || whole.includes(text);
    return understood.find((text) => !isCarried(text));
  },
  limits: {
    keptBytes: MAXIMUM_CODE_BYTES,
    // A code whose last report was lost goes on in the next one.
    lostFrames: 1,
    msPerThousandFrames: 2_000,
  },
};
