import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import { fromReport, toOutputReports } from '../protocols/hid-stream.ts';
import type { ClosedReason, Transport, TransportError } from '../transports/transport.ts';

/** Makes a stream of bytes of a transport of HID reports, framed as `protocols/hid-stream.ts` says. */
export class HidStreamTransport implements Transport {
  readonly #reports: Transport;
  readonly #data = new Listeners<Uint8Array>();

  constructor(reports: Transport) {
    this.#reports = reports;
    // A report that is not of this framing is as good as noise on a serial line: it is left out.
    reports.onData((report) => {
      const bytes = fromReport(report);
      if (bytes !== undefined && bytes.length > 0) this.#data.emit(bytes);
    });
  }

  get address(): string {
    return this.#reports.address;
  }

  open(): Promise<Result<void, TransportError>> {
    return this.#reports.open();
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    for (const report of toOutputReports(bytes)) {
      const written = await this.#reports.write(report);
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

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#reports.onClosed(listener);
  }
}
