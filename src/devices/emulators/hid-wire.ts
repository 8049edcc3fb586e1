import type { Unsubscribe } from '../listeners.ts';

/** What a HID device says of itself when it is plugged. */
export interface HidDescription {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly manufacturer: string;
  readonly product: string;
  /** USB HID 1.11, 6.2.2. */
  readonly descriptor: Uint8Array;
  /** Size of what the host writes, its leading report id included. */
  readonly outputReportBytes: number;
}

/** The device's end of a HID connection, whatever carries it: a test bed, or the kernel. It is plugged when it is made. */
export interface HidWire {
  /** One input report for the host; false while the endpoint still holds the one before. */
  send(report: Uint8Array): boolean;
  /** One output report as the host wrote it, its leading report id included. */
  onReport(listener: (report: Uint8Array) => void): Unsubscribe;
  unplug(): Promise<void>;
  /** Answers when the host has a device file for it. */
  plug(): Promise<void>;
  stop(): Promise<void>;
}
