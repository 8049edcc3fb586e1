import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { Listeners } from '../listeners.ts';
import { SerialTransport } from '../transports/serial.ts';
import { readBlockingFile } from './blocking-file.ts';
import type { BlockingFileReader } from './blocking-file.ts';
import type { HidDescription, HidWire } from './hid-wire.ts';
import { acmTerminalOf, appeared, hidrawOf } from './kernel-devices.ts';
import type { ByteWire } from './module-on-wire.ts';

/*
 * A USB device whose functions are programs (Documentation/usb/gadget_configfs.rst): a folder of configfs describes it,
 * and it is plugged when the name of a device controller is written into the folder's file UDC.
 */
const GADGETS = '/sys/kernel/config/usb_gadget';
const CONTROLLERS = '/sys/class/udc';
const US_ENGLISH = 'strings/0x409';
/** A number without a line rate: what the host sets does not reach a device behind CDC-ACM. */
const ANY_BAUD_RATE = 115_200;

/** What this side has open while the device is plugged. */
interface Ends {
  readonly hidReader: BlockingFileReader;
  readonly hidReadFd: number;
  readonly hidWriteFd: number;
  readonly line: SerialTransport;
}

/**
 * One USB device with two functions, HID and a serial line (CDC-ACM), on an emulated bus of the kernel's. It needs the
 * kernel's modules dummy_hcd, usb_f_hid and usb_f_acm, configfs, and the right to write there. Pulling one function pulls
 * the device.
 */
export class UsbGadget {
  readonly hid: HidWire;
  readonly serial: ByteWire;
  readonly #description: HidDescription;
  readonly #folder: string;
  readonly #reports = new Listeners<Uint8Array>();
  readonly #bytes = new Listeners<Uint8Array>();
  #written: Promise<unknown> = Promise.resolve();
  #terminal = '';
  #ends: Ends | undefined;

  private constructor(description: HidDescription) {
    this.#description = description;
    this.#folder = join(GADGETS, description.serialNumber);
    const cable = {
      plug: () => this.plug(),
      unplug: () => this.unplug(),
      stop: () => this.stop(),
    };
    this.hid = {
      ...cable,
      send: (report) => this.#sendReport(report),
      onReport: (listener) => this.#reports.add(listener),
    };
    this.serial = {
      ...cable,
      send: (bytes) => this.#sendBytes(bytes),
      // The line takes what it is given as fast as the bus does.
      isSending: () => false,
      drained: async () => void (await this.#written),
      onData: (listener) => this.#bytes.add(listener),
    };
  }

  /** Describes the device and plugs it. */
  static async start(description: HidDescription): Promise<UsbGadget> {
    const gadget = new UsbGadget(description);
    gadget.#describe();
    await gadget.plug();
    return gadget;
  }

  /** The host's terminal; another one after a plugging while the one before is still open. */
  get terminal(): string {
    return this.#terminal;
  }

  async plug(): Promise<void> {
    if (this.#ends !== undefined) return;
    const [controller] = readdirSync(CONTROLLERS);
    if (controller === undefined) throw new Error('there is no USB device controller: dummy_hcd');
    this.#write('UDC', controller);
    this.#ends = await this.#openEnds();
    const { serialNumber } = this.#description;
    await appeared('hidraw device', () => hidrawOf(serialNumber));
    this.#terminal = await appeared('CDC-ACM terminal', () => acmTerminalOf(serialNumber));
  }

  async unplug(): Promise<void> {
    const ends = this.#ends;
    this.#ends = undefined;
    if (ends === undefined) return;
    // The cable first: a serial line that is closed before would wait for the host to read what is on its way.
    this.#write('UDC', '\n');
    await ends.hidReader.stop();
    closeSync(ends.hidReadFd);
    closeSync(ends.hidWriteFd);
    await ends.line.close();
  }

  async stop(): Promise<void> {
    await this.unplug();
    // Each folder by itself, in this order; their files are the kernel's.
    for (const name of ['hid.usb0', 'acm.usb0']) unlinkSync(this.#path('configs/c.1', name));
    for (const folder of [
      `configs/c.1/${US_ENGLISH}`,
      'configs/c.1',
      'functions/hid.usb0',
      'functions/acm.usb0',
      US_ENGLISH,
      '',
    ]) {
      rmdirSync(this.#path(folder));
    }
  }

  #sendReport(report: Uint8Array): boolean {
    if (this.#ends === undefined) return true; // Into a cable that was pulled: lost.
    try {
      return writeSync(this.#ends.hidWriteFd, report) > 0;
    } catch (cause) {
      switch (cause instanceof Error && 'code' in cause ? cause.code : undefined) {
        case 'EAGAIN':
          return false;
        case 'ESHUTDOWN': // The host has not set the device up yet.
          return true;
        default:
          throw cause;
      }
    }
  }

  #sendBytes(bytes: Uint8Array): void {
    // What is written into a cable that was pulled is lost.
    if (this.#ends !== undefined) this.#written = this.#ends.line.write(bytes);
  }

  #path(...names: string[]): string {
    return join(this.#folder, ...names);
  }

  #write(name: string, content: string | Uint8Array): void {
    writeFileSync(this.#path(name), content);
  }

  #describe(): void {
    const { vendorId, productId, serialNumber, manufacturer, product } = this.#description;
    mkdirSync(this.#folder);
    this.#write('idVendor', `${vendorId}`);
    this.#write('idProduct', `${productId}`);
    this.#write('bcdUSB', '0x0200');
    // Several functions, of which one has two interfaces (USB Interface Association Descriptor, 1.0).
    this.#write('bDeviceClass', '0xEF');
    this.#write('bDeviceSubClass', '0x02');
    this.#write('bDeviceProtocol', '0x01');
    mkdirSync(this.#path(US_ENGLISH));
    this.#write(`${US_ENGLISH}/serialnumber`, serialNumber);
    this.#write(`${US_ENGLISH}/manufacturer`, manufacturer);
    this.#write(`${US_ENGLISH}/product`, product);
    mkdirSync(this.#path('configs/c.1', US_ENGLISH), { recursive: true });
    this.#describeHid();
    mkdirSync(this.#path('functions/acm.usb0'));
    for (const name of ['hid.usb0', 'acm.usb0']) {
      symlinkSync(this.#path('functions', name), this.#path('configs/c.1', name));
    }
  }

  #describeHid(): void {
    mkdirSync(this.#path('functions/hid.usb0'));
    this.#write('functions/hid.usb0/subclass', '0');
    this.#write('functions/hid.usb0/protocol', '0');
    this.#write('functions/hid.usb0/report_length', `${this.#reportBytes}`);
    this.#write('functions/hid.usb0/report_desc', this.#description.descriptor);
  }

  /** Reports that are not numbered have their id only in what the host's program writes. */
  get #reportBytes(): number {
    return this.#description.outputReportBytes - 1;
  }

  async #openEnds(): Promise<Ends> {
    const hid = await appeared('file of the HID function', () => this.#hidFile());
    const hidReadFd = openSync(hid, constants.O_RDONLY);
    const hidWriteFd = openSync(hid, constants.O_WRONLY | constants.O_NONBLOCK);
    const hidReader = readBlockingFile(hidReadFd, this.#reportBytes, (report) =>
      this.#reports.emit(Uint8Array.of(0, ...report)),
    );
    const line = new SerialTransport({ path: this.#serialFile(), baudRate: ANY_BAUD_RATE });
    line.onData((bytes) => this.#bytes.emit(bytes));
    const opened = await line.open();
    if (!opened.ok) throw new Error(`the serial function: ${opened.error.detail}`);
    return { hidReader, hidReadFd, hidWriteFd, line };
  }

  /** The kernel numbers the files of a kind; the function's folder tells the device number. */
  #hidFile(): string | undefined {
    const wanted = readFileSync(this.#path('functions/hid.usb0/dev'), 'utf8').trim();
    const name = readdirSync('/sys/class/hidg').find(
      (entry) => readFileSync(join('/sys/class/hidg', entry, 'dev'), 'utf8').trim() === wanted,
    );
    const path = name === undefined ? undefined : join('/dev', name);
    return path !== undefined && existsSync(path) ? path : undefined;
  }

  #serialFile(): string {
    const number = readFileSync(this.#path('functions/acm.usb0/port_num'), 'utf8').trim();
    return `/dev/ttyGS${number}`;
  }
}
