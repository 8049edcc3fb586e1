/**
 * A stream of bytes over HID reports of 64 bytes, for fingerprint modules that come with a HID bridge instead of a
 * serial line. The framing is the simplest there is: the first byte says how many of the 63 that follow count, the
 * rest is zero. Reports are not numbered, so what is written begins with report id 0, and what is read has no id.
 */
export const STREAM_REPORT_BYTES = 64;

const MAXIMUM_PER_REPORT = STREAM_REPORT_BYTES - 1;

/** Output reports of 65 bytes: report id 0, length, payload. */
export function toOutputReports(bytes: Uint8Array): Uint8Array[] {
  return toInputReports(bytes).map((report) => Uint8Array.of(0, ...report));
}

/** Input reports of 64 bytes: length, payload. */
export function toInputReports(bytes: Uint8Array): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += MAXIMUM_PER_REPORT) {
    const part = bytes.subarray(at, at + MAXIMUM_PER_REPORT);
    const report = new Uint8Array(STREAM_REPORT_BYTES);
    report[0] = part.length;
    report.set(part, 1);
    reports.push(report);
  }
  return reports;
}

/** The bytes that one report of 64 bytes carries, or undefined when it is not such a report. */
export function fromReport(report: Uint8Array): Uint8Array | undefined {
  const length = report[0];
  if (length === undefined || length > MAXIMUM_PER_REPORT || report.length <= length) {
    return undefined;
  }
  return report.subarray(1, 1 + length);
}
