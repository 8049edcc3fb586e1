import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import nodeHid from 'node-hid';
import type { HIDAsync } from 'node-hid';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import { countReceived, countSent } from './traffic.ts';
import { transportErrorFrom } from './transport-error.ts';
import type { ClosedReason, Transport, TransportError } from './transport.ts';

export interface HidTransportOptions {
  readonly path: string;
  /**
   * Size of one input report as it is read, the report id included where the device numbers its reports. A test bed
   * hands reports over as a stream in which two may be merged; they are split at this size.
   */
  readonly inputReportSizeBytes: number;
}

/**
 * A HID device. What is written is one whole output report whose first byte is the report id (0 where the device
 * does not number its reports); what arrives is one whole input report, with its id only where reports are numbered.
 */
export class HidTransport implements Transport {
  readonly address: string;
  readonly #inputReportSizeBytes: number;
  #device: HIDAsync | undefined;
  #closing: Promise<void> | undefined;
  readonly #data = new Listeners<Uint8Array>();
  readonly #closed = new Listeners<ClosedReason>();

  constructor(options: HidTransportOptions) {
    this.address = options.path;
    this.#inputReportSizeBytes = options.inputReportSizeBytes;
  }

  async open(): Promise<Result<void, TransportError>> {
    if (this.#device !== undefined) return ok(undefined);
    let device: HIDAsync;
    try {
      device = await nodeHid.HIDAsync.open(this.address);
    } catch (cause) {
      return err(await this.#whyNotOpened(cause));
    }
    this.#device = device;
    device.on('data', (bytes: Uint8Array) => this.#deliver(bytes));
    device.on('error', (cause: unknown) => void this.#lose(device, cause));
    // node-hid begins to read a tick after it has a listener, and throws into nowhere where the device is closed by then.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    return ok(undefined);
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const device = this.#device;
    if (device === undefined) return err({ code: 'disconnected', detail: 'the device is closed' });
    countSent(bytes);
    try {
      await device.write(Buffer.from(bytes));
      return ok(undefined);
    } catch (cause) {
      const error = transportErrorFrom(cause);
      return err(this.#device === device ? error : { ...error, code: 'disconnected' });
    }
  }

  async close(): Promise<void> {
    const device = this.#device;
    if (device === undefined) return;
    this.#closing ??= device.close().then(() => this.#ended(device, undefined));
    await this.#closing;
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.add(listener);
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#closed.add(listener);
  }

  #deliver(bytes: Uint8Array): void {
    countReceived(bytes);
    const size = this.#inputReportSizeBytes;
    if (bytes.length <= size || bytes.length % size !== 0) {
      this.#data.emit(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at += size) this.#data.emit(bytes.subarray(at, at + size));
  }

  /** A read error of an open device means that it was pulled out: hidapi knows no other. */
  async #lose(device: HIDAsync, cause: unknown): Promise<void> {
    if (this.#device !== device || this.#closing !== undefined) return;
    this.#closing = device.close();
    await this.#closing;
    this.#ended(device, { ...transportErrorFrom(cause), code: 'disconnected' });
  }

  #ended(device: HIDAsync, error: TransportError | undefined): void {
    if (this.#device !== device) return;
    this.#device = undefined;
    this.#closing = undefined;
    this.#closed.emit(error === undefined ? { kind: 'requested' } : { kind: 'lost', error });
  }

  /** hidapi says little of why a device cannot be opened: the device file tells more. */
  async #whyNotOpened(cause: unknown): Promise<TransportError> {
    const said = transportErrorFrom(cause);
    if (process.platform !== 'linux' || said.code !== 'io-error') return said;
    try {
      await access(this.address, constants.R_OK | constants.W_OK);
      return said;
    } catch (reason) {
      return transportErrorFrom(reason);
    }
  }
}

export interface HidDeviceInfo {
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string | undefined;
  readonly manufacturer: string | undefined;
  readonly product: string | undefined;
  readonly usagePage: number | undefined;
  readonly usage: number | undefined;
}

/** The HID devices that the operating system lists. A device with several collections is listed once for each. */
export async function listHidDevices(): Promise<Result<readonly HidDeviceInfo[], TransportError>> {
  try {
    const devices = await nodeHid.devicesAsync();
    return ok(
      devices.flatMap((device) =>
        device.path === undefined
          ? []
          : [
              {
                path: device.path,
                vendorId: device.vendorId,
                productId: device.productId,
                serialNumber: device.serialNumber === '' ? undefined : device.serialNumber,
                manufacturer: device.manufacturer,
                product: device.product,
                usagePage: device.usagePage,
                usage: device.usage,
              },
            ],
      ),
    );
  } catch (cause) {
    return err(transportErrorFrom(cause));
  }
}

/**
 * The device's own description of its reports (USB HID 1.11, 6.2.2), or undefined where the platform does not hand it
 * out: Linux keeps it beside the device file.
 */
export async function readHidReportDescriptor(path: string): Promise<Uint8Array | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    return await readFile(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`);
  } catch {
    // Not every kernel and bus shows it; the caller then takes the default layout.
    return undefined;
  }
}
