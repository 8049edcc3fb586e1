import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import {
  asOutputReport,
  DEFAULT_STREAM_REPORT,
  ReportReader,
  ReportWriter,
} from '../protocols/hid-stream.ts';
import type { StreamReport } from '../protocols/hid-stream.ts';
import type {
  ClosedReason,
  GapTellingTransport,
  Transport,
  TransportError,
} from '../transports/transport.ts';

/** Makes a stream of bytes of a transport of HID reports, framed as `protocols/hid-stream.ts` says. */
export class HidStreamTransport implements GapTellingTransport {
  readonly #reports: Transport;
  readonly #layout: StreamReport;
  readonly #reader: ReportReader;
  readonly #writer: ReportWriter;
  readonly #data = new Listeners<Uint8Array>();
  readonly #gaps = new Listeners<string>();

  constructor(reports: Transport, layout: StreamReport = DEFAULT_STREAM_REPORT) {
    this.#reports = reports;
    this.#layout = layout;
    this.#reader = new ReportReader(layout);
    this.#writer = new ReportWriter(layout);
    reports.onData((report) => this.#accept(report));
  }

  get address(): string {
    return this.#reports.address;
  }

  open(): Promise<Result<void, TransportError>> {
    this.#reader.reset();
    return this.#reports.open();
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    for (const report of this.#writer.write(bytes)) {
      const written = await this.#reports.write(asOutputReport(report, this.#layout));
      if (!written.ok) return err(written.error);
    }
    return ok(undefined);
  }

  close(): Promise<void> {
    return this.#reports.close();
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.add(listener);
  }

  onGap(listener: (detail: string) => void): Unsubscribe {
    return this.#gaps.add(listener);
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#reports.onClosed(listener);
  }

  #accept(report: Uint8Array): void {
    const event = this.#reader.read(report);
    switch (event.kind) {
      case 'foreign':
        return; // As good as noise on a serial line.
      case 'gap':
        this.#gaps.emit(`${event.missingReports} reports were lost on the way`);
        break;
      case 'bytes':
        break;
    }
    if (event.bytes.length > 0) this.#data.emit(event.bytes);
  }
}
