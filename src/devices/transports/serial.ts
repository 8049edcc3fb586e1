import { SerialPort } from 'serialport';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import { noticeHangUp } from './hang-up.ts';
import { countReceived, countSent } from './traffic.ts';
import { transportErrorFrom } from './transport-error.ts';
import type { ClosedReason, RatedTransport, TransportError } from './transport.ts';

export interface SerialTransportOptions {
  /** `/dev/ttyUSB0`, `COM3`, or the path of a pseudo terminal. */
  readonly path: string;
  /** Bits per second; 8 data bits, no parity, 1 stop bit. */
  readonly baudRate: number;
}

/** A serial port, held exclusively while it is open. */
export class SerialTransport implements RatedTransport {
  readonly address: string;
  #baudRate: number;
  #port: SerialPort | undefined;
  #closing: Promise<void> | undefined;
  readonly #data = new Listeners<Uint8Array>();
  readonly #closed = new Listeners<ClosedReason>();

  constructor(options: SerialTransportOptions) {
    this.address = options.path;
    this.#baudRate = options.baudRate;
  }

  async open(): Promise<Result<void, TransportError>> {
    if (this.#port !== undefined) return ok(undefined);
    const port = new SerialPort({
      path: this.address,
      baudRate: this.#baudRate,
      autoOpen: false,
      lock: true,
    });
    const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
    if (failure !== null) return err(transportErrorFrom(failure));
    this.#port = port;
    noticeHangUp(port.port);
    port.on('data', (bytes: Uint8Array) => {
      countReceived(bytes);
      this.#data.emit(bytes);
    });
    port.on('error', (error: Error) => this.#lose(port, error));
    port.on('close', (error: Error | null | undefined) => this.#ended(port, error ?? undefined));
    return ok(undefined);
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const port = this.#port;
    if (port === undefined) return err({ code: 'disconnected', detail: 'the port is closed' });
    countSent(bytes);
    const failure = await new Promise<Error | null | undefined>((resolve) => {
      const forget = this.onClosed(() => resolve(new Error('disconnected while writing')));
      port.write(Buffer.from(bytes), (error) => {
        forget();
        resolve(error);
      });
    });
    return failure ? err(transportErrorFrom(failure)) : ok(undefined);
  }

  async setBaudRate(baudRate: number): Promise<Result<void, TransportError>> {
    this.#baudRate = baudRate;
    const port = this.#port;
    if (port === undefined || port.baudRate === baudRate) return ok(undefined);
    const failure = await new Promise<Error | null>((resolve) =>
      port.update({ baudRate }, (error) => resolve(error)),
    );
    return failure === null ? ok(undefined) : err(transportErrorFrom(failure));
  }

  async close(): Promise<void> {
    const port = this.#port;
    if (port === undefined) return;
    this.#closing ??= new Promise<void>((resolve) => {
      port.close(() => resolve());
    });
    await this.#closing;
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.add(listener);
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#closed.add(listener);
  }

  /** An error event without a close event: the port is of no more use. */
  #lose(port: SerialPort, error: Error): void {
    if (this.#port !== port) return;
    port.close(() => this.#ended(port, error));
  }

  #ended(port: SerialPort, error: Error | undefined): void {
    if (this.#port !== port) return;
    this.#port = undefined;
    const requested = this.#closing !== undefined;
    this.#closing = undefined;
    this.#closed.emit(
      requested
        ? { kind: 'requested' }
        : {
            kind: 'lost',
            error: { code: 'disconnected', detail: error?.message ?? 'the port was closed' },
          },
    );
  }
}

export interface SerialPortInfo {
  readonly path: string;
  readonly vendorId: number | undefined;
  readonly productId: number | undefined;
  readonly serialNumber: string | undefined;
  readonly manufacturer: string | undefined;
}

function hexadecimal(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number.parseInt(text, 16);
  return Number.isNaN(value) ? undefined : value;
}

/** The serial ports that the operating system lists (by `udevadm` on Linux); pseudo terminals are never among them. */
export async function listSerialPorts(): Promise<
  Result<readonly SerialPortInfo[], TransportError>
> {
  try {
    const ports = await SerialPort.list();
    return ok(
      ports.map((port) => ({
        path: port.path,
        vendorId: hexadecimal(port.vendorId),
        productId: hexadecimal(port.productId),
        serialNumber: port.serialNumber,
        manufacturer: port.manufacturer,
      })),
    );
  } catch (cause) {
    return err(transportErrorFrom(cause));
  }
}
