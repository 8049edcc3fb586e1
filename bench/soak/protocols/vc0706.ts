import {
  COMMAND,
  encodeReply,
  MAXIMUM_DATA_BYTES,
  pictureFrame,
  REPLY_HEAD_BYTES,
  ReplyParser,
  STATUS,
} from '../../../src/devices/protocols/vc0706/frame.ts';
import type { ReplyEvent } from '../../../src/devices/protocols/vc0706/frame.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { inventedFrame, joined, latin1, lieAt, randomBytes } from '../bytes.ts';
import type { Frame, Protocol, Reader } from '../protocol.ts';

const SERIAL_NUMBER = 0;
const LARGEST_PART_BYTES = 64;

const AROUND_PICTURE = pictureFrame(SERIAL_NUMBER);
const AROUND_BYTES = [...AROUND_PICTURE];

const CODES = Object.values(COMMAND).filter((code) => code !== COMMAND.readFrameBuffer);

function reply(random: Random): Frame {
  const bytes = encodeReply(SERIAL_NUMBER, {
    code: random.pick(CODES),
    status: random.chance(0.7) ? STATUS.done : random.integer(1, STATUS.failed),
    data: randomBytes(random, random.integer(0, MAXIMUM_DATA_BYTES)),
  });
  return { pieces: [bytes], meaning: latin1(bytes) };
}

function picturePart(random: Random): Frame {
  // A picture may look like anything, also like the start of a reply.
  const part = randomBytes(random, random.integer(1, LARGEST_PART_BYTES)).map((byte) =>
    random.chance(0.3) ? random.pick(AROUND_BYTES) : byte,
  );
  const bytes = joined([AROUND_PICTURE, part, AROUND_PICTURE]);
  return { pieces: [bytes], meaning: latin1(bytes) };
}

function wireOf(event: ReplyEvent): Uint8Array | undefined {
  switch (event.kind) {
    case 'reply':
      return encodeReply(SERIAL_NUMBER, event.reply);
    case 'picture':
      return joined([AROUND_PICTURE, event.bytes, AROUND_PICTURE]);
    case 'damaged':
      return undefined;
  }
}

/** The host, which knows how many bytes of the picture it has asked for. */
class Vc0706Reader implements Reader {
  readonly #parser = new ReplyParser(SERIAL_NUMBER);

  get keptBytes(): number {
    return this.#parser.keptBytes;
  }

  expect(frames: readonly Frame[]): void {
    const [last] = frames.at(-1)?.pieces ?? [];
    if (last === undefined || last[2] !== COMMAND.readFrameBuffer) return;
    this.#parser.expectPicture(last.length - 2 * AROUND_PICTURE.length);
  }

  read(piece: Uint8Array): readonly string[] {
    return this.#parser.push(piece).flatMap((event) => {
      const bytes = wireOf(event);
      return bytes === undefined ? [] : [latin1(bytes)];
    });
  }
}

export const vc0706: Protocol = {
  name: 'vc0706',
  carrier: 'stream',
  // The host asks for one part of the picture at a time.
  frames: (random, count) =>
    Array.from({ length: count }, (_, index) =>
      index === count - 1 && random.chance(0.5) ? picturePart(random) : reply(random),
    ),
  witnesses: (random, count) => Array.from({ length: count }, () => reply(random)),
  lie: (piece, random) => lieAt(piece, REPLY_HEAD_BYTES - 1, 1, random),
  reader: () => new Vc0706Reader(),
  invented: (understood, { pieces }) => inventedFrame(understood, joined(pieces)),
  limits: {
    keptBytes: LARGEST_PART_BYTES + REPLY_HEAD_BYTES + MAXIMUM_DATA_BYTES,
    // A part of the picture whose end was lost takes its bytes from the replies that follow.
    lostFrames: Math.ceil((LARGEST_PART_BYTES + REPLY_HEAD_BYTES) / REPLY_HEAD_BYTES) + 1,
    msPerThousandFrames: 1_000,
  },
};
