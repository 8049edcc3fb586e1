import { closeSync, openSync, writeSync } from 'node:fs';

import { Listeners } from '../listeners.ts';
import { readBlockingFile } from './blocking-file.ts';
import type { BlockingFileReader } from './blocking-file.ts';
import type { HidDescription, HidWire } from './hid-wire.ts';
import { appeared, hidrawOf } from './kernel-devices.ts';

/*
 * The kernel's interface for HID devices of user space (Documentation/hid/uhid.rst, include/uapi/linux/uhid.h): one
 * packed struct an event, read from and written to /dev/uhid, of little-endian numbers on the machines that this
 * project runs on.
 */
const DEVICE = '/dev/uhid';

/** enum uhid_event_type. */
const EVENT = {
  destroy: 1,
  output: 6,
  getReport: 9,
  create2: 11,
  input2: 12,
  setReport: 13,
} as const;
const GET_REPORT_REPLY = 10;
const SET_REPORT_REPLY = 14;

const MAXIMUM_DATA_BYTES = 4096; // HID_MAX_DESCRIPTOR_SIZE and UHID_DATA_MAX.

/** struct uhid_create2_req, behind the event's type: each field's offset from the start of the event. */
const CREATE2 = {
  name: 4,
  physical: 4 + 128,
  unique: 4 + 128 + 64,
  descriptorBytes: 4 + 128 + 64 + 64,
  bus: 4 + 128 + 64 + 64 + 2,
  vendor: 4 + 128 + 64 + 64 + 4,
  product: 4 + 128 + 64 + 64 + 8,
  descriptor: 4 + 128 + 64 + 64 + 20,
} as const;

/**
 * sizeof(struct uhid_event): the type, and the largest of its kinds, uhid_create2_req, filled up to a multiple of eight for
 * the pointer that another kind holds.
 */
const EVENT_BYTES = 4 + Math.ceil((CREATE2.descriptor - 4 + MAXIMUM_DATA_BYTES) / 8) * 8;

const BUS_USB = 3;
const EIO = 5;

function createEvent(description: HidDescription): Uint8Array {
  const event = Buffer.alloc(EVENT_BYTES);
  event.writeUInt32LE(EVENT.create2, 0);
  event.write(`${description.manufacturer} ${description.product}`, CREATE2.name, 127);
  event.write(description.serialNumber, CREATE2.unique, 63);
  event.writeUInt16LE(description.descriptor.length, CREATE2.descriptorBytes);
  event.writeUInt16LE(BUS_USB, CREATE2.bus);
  event.writeUInt32LE(description.vendorId, CREATE2.vendor);
  event.writeUInt32LE(description.productId, CREATE2.product);
  event.set(description.descriptor, CREATE2.descriptor);
  return event;
}

function destroyEvent(): Uint8Array {
  const event = Buffer.alloc(4);
  event.writeUInt32LE(EVENT.destroy, 0);
  return event;
}

/** struct uhid_input2_req: a size and so many bytes. */
function inputEvent(report: Uint8Array): Uint8Array {
  const event = Buffer.alloc(6 + report.length);
  event.writeUInt32LE(EVENT.input2, 0);
  event.writeUInt16LE(report.length, 4);
  event.set(report, 6);
  return event;
}

/** struct uhid_output_req: the data, its size, and the kind of report. */
function outputReport(event: Buffer): Uint8Array {
  return event.subarray(4, 4 + event.readUInt16LE(4 + MAXIMUM_DATA_BYTES));
}

/** The device knows no feature reports: the kernel is told so instead of being left to wait. */
function refusal(event: Buffer, reply: number): Uint8Array {
  const answer = Buffer.alloc(12);
  answer.writeUInt32LE(reply, 0);
  answer.writeUInt32LE(event.readUInt32LE(4), 4); // The id of the request.
  answer.writeUInt16LE(EIO, 8);
  return answer;
}

/** The kernel is asked for a device anew at each plugging. */
interface Plugged {
  readonly fd: number;
  readonly reader: BlockingFileReader;
}

/**
 * A HID device that the kernel itself shows, made through /dev/uhid: real hidraw, with its queue of 64 reports. It needs
 * the kernel's module uhid and the right to open the file.
 */
export async function startUhid(description: HidDescription): Promise<HidWire> {
  const reports = new Listeners<Uint8Array>();
  let plugged: Plugged | undefined;

  const hear = (fd: number, event: Buffer): void => {
    switch (event.readUInt32LE(0)) {
      case EVENT.output:
        return reports.emit(outputReport(event));
      case EVENT.getReport:
        return void writeSync(fd, refusal(event, GET_REPORT_REPLY));
      case EVENT.setReport:
        return void writeSync(fd, refusal(event, SET_REPORT_REPLY));
    }
  };
  const unplug = async (): Promise<void> => {
    const before = plugged;
    plugged = undefined;
    if (before === undefined) return;
    writeSync(before.fd, destroyEvent());
    await before.reader.stop();
    closeSync(before.fd);
  };
  const plug = async (): Promise<void> => {
    if (plugged !== undefined) return;
    const fd = openSync(DEVICE, 'r+');
    const reader = readBlockingFile(fd, EVENT_BYTES, (event) => hear(fd, Buffer.from(event)));
    plugged = { fd, reader };
    writeSync(fd, createEvent(description));
    await appeared('hidraw device', () => hidrawOf(description.serialNumber));
  };
  await plug();
  return {
    // The kernel takes every report, and drops it where a reader has 64 of them unread.
    send: (report) => plugged === undefined || writeSync(plugged.fd, inputEvent(report)) > 0,
    onReport: (listener) => reports.add(listener),
    unplug,
    plug,
    stop: unplug,
  };
}
