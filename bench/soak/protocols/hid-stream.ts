import {
  ReportReader,
  ReportWriter,
  STREAM_REPORT_BYTES,
} from '../../../src/devices/protocols/hid-stream.ts';
import { cut, inventedFrame, joined, lieAt } from '../bytes.ts';
import type { Protocol, Reader } from '../protocol.ts';
import { ZFM_LIMITS, zfmPackets, ZfmReader } from './zfm.ts';

/** A ZFM module behind a HID bridge. */
class HidStreamReader implements Reader {
  readonly #reports = new ReportReader();
  readonly #zfm = new ZfmReader();

  get keptBytes(): number {
    return this.#zfm.keptBytes;
  }

  read(report: Uint8Array): readonly string[] {
    const event = this.#reports.read(report);
    return event.kind === 'bytes' || event.kind === 'gap' ? this.#zfm.read(event.bytes) : [];
  }
}

const HEAD_BYTES = 2;

/** The bytes of the reports that keep to the framing, read as it is said: a number, a length, and so many bytes. */
function carried(reports: readonly Uint8Array[]): Uint8Array {
  return joined(
    reports
      .filter(isFramed)
      .map((report) => report.slice(HEAD_BYTES, HEAD_BYTES + lengthOf(report))),
  );
}

function lengthOf(report: Uint8Array): number {
  return report[1] ?? 0;
}

function isFramed(report: Uint8Array): boolean {
  return report.length === STREAM_REPORT_BYTES && lengthOf(report) <= report.length - HEAD_BYTES;
}

export const hidStream: Protocol = {
  name: 'hid-stream',
  carrier: 'messages',
  frames: (random, count) => {
    const writer = new ReportWriter();
    return zfmPackets(random, count).map(({ pieces, meaning }) => ({
      pieces: writer.write(joined(pieces)),
      meaning,
    }));
  },
  lie: (report, random) => lieAt(report, 1, 1, random),
  regroup: (frames, sizes) => {
    const writer = new ReportWriter();
    const bytes = joined([carried(frames.flatMap(({ pieces }) => pieces))]);
    return cut(bytes, sizes).flatMap((part) => writer.write(part));
  },
  reader: () => new HidStreamReader(),
  invented: (understood, { pieces }) => inventedFrame(understood, carried(pieces)),
  limits: ZFM_LIMITS,
};
