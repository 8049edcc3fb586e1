import { pictureFrame, ReplyParser } from '../../../src/devices/protocols/vc0706/frame.ts';
import { examineJpeg } from '../../../src/devices/protocols/vc0706/jpeg.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { cut, joined, latin1, lieAt, randomBytes } from '../bytes.ts';
import type { Frame, Protocol } from '../protocol.ts';

const SERIAL_NUMBER = 0;

/** A segment of a JPEG file (ITU-T T.81, B.1.1.4): marker, length, and what it says. */
function segment(marker: number, content: Uint8Array): Uint8Array {
  const lengthBytes = content.length + 2;
  return Uint8Array.of(0xff, marker, lengthBytes >> 8, lengthBytes & 0xff, ...content);
}

const twoBytes = (value: number): [number, number] => [value >> 8, value & 0xff];

/** A picture in form, not in content: its scan is noise without markers. */
function jpeg(random: Random): Frame {
  const [widthPixels, heightPixels] = [random.integer(1, 640), random.integer(1, 480)];
  const frame = [8, ...twoBytes(heightPixels), ...twoBytes(widthPixels), 1, 1, 0x11, 0];
  const file = joined([
    Uint8Array.of(0xff, 0xd8),
    segment(0xe0, randomBytes(random, 14)),
    segment(0xdb, randomBytes(random, 65)),
    segment(0xc0, Uint8Array.from(frame)),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    randomBytes(random, random.integer(1, 200)).map((byte) => byte & 0x7f),
    Uint8Array.of(0xff, 0xd9),
  ]);
  const padding = new Uint8Array(random.integer(0, 8));
  return { pieces: [joined([file, padding])], meaning: latin1(file) };
}

/** A picture that the camera handed over in parts of these sizes. */
function inParts(file: Uint8Array, sizes: readonly number[]): Uint8Array {
  const parser = new ReplyParser(SERIAL_NUMBER);
  const around = pictureFrame(SERIAL_NUMBER);
  const parts = cut(file, sizes).flatMap((part) => {
    parser.expectPicture(part.length);
    return parser.push(joined([around, part, around]));
  });
  return joined(parts.map((event) => (event.kind === 'picture' ? event.bytes : around)));
}

export const vc0706Jpeg: Protocol = {
  name: 'vc0706-jpeg',
  carrier: 'messages',
  frames: (random, count) => Array.from({ length: count }, () => jpeg(random)),
  regroup: (frames, sizes) => frames.map(({ pieces }) => inParts(joined(pieces), sizes)),
  // The length of the first segment, or of one behind it.
  lie: (piece, random) => lieAt(piece, random.pick([4, 22, 91, 104]), 2, random),
  reader: () => ({
    keptBytes: 0,
    read: (bytes) => {
      const verdict = examineJpeg(bytes);
      if (!verdict.isWhole) return [];
      if (verdict.widthPixels < 1 || verdict.heightPixels < 1) throw new Error('an empty picture');
      return [latin1(verdict.bytes)];
    },
  }),
  invented: (understood, { pieces }) => {
    const files = pieces.map(latin1);
    return understood.find(
      (file) =>
        !files.some((whole) => whole.startsWith(file)) ||
        !file.startsWith('\u00ff\u00d8') ||
        !file.endsWith('\u00ff\u00d9'),
    );
  },
  limits: { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 1_000 },
};
