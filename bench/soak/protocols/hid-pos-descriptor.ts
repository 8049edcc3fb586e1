import { CODE_SCANNER_DESCRIPTOR } from '../../../src/devices/emulators/hid-devices.ts';
import { layoutFromDescriptor } from '../../../src/devices/protocols/hid-pos/layout.ts';
import type { ScannedDataLayout } from '../../../src/devices/protocols/hid-pos/layout.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import type { Frame, Protocol } from '../protocol.ts';

const REPORT_ID_ITEM = [0x85, 0x02] as const;
const REPORT_COUNT_ITEM = 0x95;

/** Position of the data's size in the emulated scanner's descriptor: `95 38`. */
const DATA_SIZE_AT = CODE_SCANNER_DESCRIPTOR.indexOf(0x38);

/** A scanner's descriptor with or without numbered reports, and with data of another size. */
function descriptor(random: Random): Frame {
  const dataSizeBytes = random.integer(1, 255);
  const isNumbered = random.chance(0.5);
  const bytes = CODE_SCANNER_DESCRIPTOR.with(DATA_SIZE_AT, dataSizeBytes);
  const at = CODE_SCANNER_DESCRIPTOR.indexOf(REPORT_ID_ITEM[0]);
  const pieces = isNumbered
    ? [bytes]
    : [Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + REPORT_ID_ITEM.length)])];
  const lengthOffset = isNumbered ? 1 : 0;
  const layout: ScannedDataLayout = {
    reportId: isNumbered ? 2 : 0,
    reportSizeBytes: lengthOffset + 4 + dataSizeBytes + 3,
    lengthOffset,
    symbologyOffset: lengthOffset + 1,
    dataOffset: lengthOffset + 4,
    dataSizeBytes,
    continuedOffset: lengthOffset + 4 + dataSizeBytes + 2,
    continuedMask: 1,
  };
  return { pieces, meaning: JSON.stringify(layout) };
}

/** The layout's own word for what is impossible in it. */
function impossible(text: string): string | undefined {
  // What the reader below has written.
  const layout = JSON.parse(text) as ScannedDataLayout;
  const { reportSizeBytes, lengthOffset, dataOffset, dataSizeBytes, continuedOffset } = layout;
  const ends = [lengthOffset + 1, dataOffset + dataSizeBytes, continuedOffset + 1];
  const isInside = ends.every((end) => end > 0 && end <= reportSizeBytes);
  const isReport = reportSizeBytes <= 16_384 && layout.reportId <= 0xff;
  return isInside && isReport ? undefined : `a layout that cannot be: ${text}`;
}

/** The size of a field that a descriptor declares, or how often it comes, changed. */
function lie(bytes: Uint8Array, random: Random): Uint8Array {
  const at = bytes.indexOf(REPORT_COUNT_ITEM, random.integer(0, bytes.length));
  if (at === -1) return bytes;
  const size = random.pick([1, 2, 4]);
  const head = { 1: 0x95, 2: 0x96, 4: 0x97 }[size] ?? REPORT_COUNT_ITEM;
  const count = Array.from({ length: size }, () => random.integer(0, 255));
  return Uint8Array.from([...bytes.subarray(0, at), head, ...count, ...bytes.subarray(at + 2)]);
}

export const hidPosDescriptor: Protocol = {
  name: 'hid-pos-descriptor',
  carrier: 'messages',
  frames: (random, count) => Array.from({ length: count }, () => descriptor(random)),
  lie,
  reader: () => ({
    keptBytes: 0,
    read: (bytes) => {
      const layout = layoutFromDescriptor(bytes);
      return layout === undefined ? [] : [JSON.stringify(layout)];
    },
  }),
  invented: (understood) => understood.map(impossible).find((why) => why !== undefined),
  limits: { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 2_000 },
};
