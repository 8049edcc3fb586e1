import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  asOutputReport,
  ReportReader,
  ReportWriter,
  STREAM_REPORT_BYTES,
} from '../../src/devices/protocols/hid-stream.ts';

/** What a reader makes of reports: the bytes, and how many reports were missing in all. */
function read(reports: readonly Uint8Array[], reader = new ReportReader()) {
  const bytes: number[] = [];
  let missing = 0;
  for (const report of reports) {
    const event = reader.read(report);
    if (event.kind === 'gap') missing += event.missingReports;
    if (event.kind === 'bytes' || event.kind === 'gap') bytes.push(...event.bytes);
  }
  return { bytes: Uint8Array.from(bytes), missing };
}

const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 80 });

test('whatever is said in however many pieces arrives as it was said, without a gap', () => {
  fc.assert(
    fc.property(messages, (parts) => {
      const writer = new ReportWriter();
      const reports = parts.flatMap((part) => writer.write(part));
      expect(reports.every((report) => report.length === STREAM_REPORT_BYTES)).toBe(true);
      const heard = read(reports);
      expect(Buffer.compare(heard.bytes, Buffer.concat(parts))).toBe(0);
      expect(heard.missing).toBe(0);
    }),
  );
});

test('reports that are lost on the way are counted, wherever they are missing', () => {
  const sizes = fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 255 }), fc.nat(100));
  fc.assert(
    fc.property(sizes, ([before, lost, behind]) => {
      const reports = new ReportWriter().write(new Uint8Array((before + lost + behind + 2) * 62));
      const kept = [...reports.slice(0, before + 1), ...reports.slice(before + 1 + lost)];
      expect(read(kept).missing).toBe(lost);
    }),
  );
});

test('a report that comes twice is no good one either', () => {
  const [first = new Uint8Array(0), second = new Uint8Array(0)] = new ReportWriter().write(
    new Uint8Array(100),
  );
  expect(read([first, first, second]).missing).toBeGreaterThan(0);
});

test('a reader begins at whichever number it hears first, also when the other side began anew', () => {
  const writer = new ReportWriter();
  const [, , third] = writer.write(new Uint8Array(180));
  const reader = new ReportReader();
  expect(read([third ?? new Uint8Array(0)], reader).missing).toBe(0);
  reader.reset();
  expect(read(new ReportWriter().write(new Uint8Array(10)), reader).missing).toBe(0);
});

test('an output report has report id 0 before it', () => {
  const [report = new Uint8Array(0)] = new ReportWriter().write(Uint8Array.of(7, 8));
  expect([...asOutputReport(report).subarray(0, 6)]).toEqual([0, 0, 2, 7, 8, 0]);
  expect(asOutputReport(report)).toHaveLength(65);
});

test('ten thousand mutated reports neither crash the reader nor give more bytes than they hold', () => {
  const reader = new ReportReader();
  let runs = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (report) => {
      runs += 1;
      const event = reader.read(report);
      if (event.kind === 'bytes' || event.kind === 'gap') {
        expect(report).toHaveLength(STREAM_REPORT_BYTES);
        expect(event.bytes.length).toBeLessThanOrEqual(62);
      }
    }),
    { numRuns: 10_000 },
  );
  expect(runs).toBe(10_000);
});
