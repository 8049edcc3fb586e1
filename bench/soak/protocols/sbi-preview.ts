import {
  LARGEST_FRAME_BYTES,
  PreviewStreamParser,
} from '../../../src/devices/protocols/sbi/preview-stream.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { inventedFrame, joined, latin1, randomBytes } from '../bytes.ts';
import type { Frame, Protocol, Reader } from '../protocol.ts';
import { MOST_FRAMES } from '../trial.ts';

/** Longer than any header may be. */
const LARGEST_PICTURE_BYTES = 12_000;

/** A part as services send it: with a boundary and header lines of their own. */
function part(random: Random): Frame {
  const isLarge = random.chance(0.03);
  const sizeBytes = isLarge ? random.integer(4_000, LARGEST_PICTURE_BYTES) : random.integer(0, 300);
  const jpeg = joined([Uint8Array.of(0xff, 0xd8), randomBytes(random, sizeBytes)]);
  const space = random.chance(0.5) ? ' ' : '';
  const header =
    `--${random.chance(0.8) ? 'BoundaryString' : 'frame'}\r\n` +
    `Access-Control-Allow-Origin:${space}*\r\n` +
    `Content-Type:${space}image/jpeg\r\nContent-Length:${space}${jpeg.length}\r\n\r\n`;
  const bytes = joined([Buffer.from(header), jpeg, Buffer.from('\r\n\r\n')]);
  return { pieces: [bytes], meaning: latin1(jpeg) };
}

/** Another number behind the word: nothing, a little more or less, or as much as a header can say. */
function lie(piece: Uint8Array, random: Random): Uint8Array {
  const lied = latin1(piece).replace(
    /(content-length: ?)(\d+)/i,
    (_, word: string, said: string) => {
      const near = Number(said) + random.integer(-40, 40);
      const far = [0, 1, LARGEST_FRAME_BYTES, 999_999_999, Number(said) * 10];
      return `${word}${random.pick([...far, near, near])}`;
    },
  );
  return Buffer.from(lied, 'latin1');
}

class PreviewReader implements Reader {
  readonly #parser = new PreviewStreamParser();

  get keptBytes(): number {
    return this.#parser.keptBytes;
  }

  read(chunk: Uint8Array): readonly string[] {
    return this.#parser
      .push(chunk)
      .flatMap((event) => (event.kind === 'frame' ? [latin1(event.jpeg)] : []));
  }
}

export const sbiPreview: Protocol = {
  name: 'sbi-preview',
  carrier: 'stream',
  frames: (random, count) => Array.from({ length: count }, () => part(random)),
  lie,
  reader: () => new PreviewReader(),
  invented: (understood, { pieces }) => inventedFrame(understood, joined(pieces)),
  limits: {
    // What waits for the rest of a picture, as many parts as there are in a stream, with as much room for more.
    keptBytes: 2 * (MOST_FRAMES + 1) * LARGEST_PICTURE_BYTES,
    // One whose header was taken for the end of a damaged picture.
    lostFrames: 1,
    msPerThousandFrames: 2_000,
  },
};
