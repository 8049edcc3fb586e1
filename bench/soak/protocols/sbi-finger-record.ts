import {
  encodeFingerRecord,
  readFingerRecord,
  RECORD_COMPRESSIONS,
} from '../../../src/devices/protocols/sbi/finger-record.ts';
import type {
  FingerRepresentation,
  FingerRepresentationInput,
} from '../../../src/devices/protocols/sbi/finger-record.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { firstNotInOrder, latin1, lieAt, randomBytes } from '../bytes.ts';
import type { Frame, Protocol } from '../protocol.ts';

function print(random: Random): FingerRepresentationInput {
  return {
    positionCode: random.integer(0, 10),
    impressionCode: random.pick([0, 1, 24, 29]),
    widthPixels: random.integer(1, 800),
    heightPixels: random.integer(1, 800),
    resolutionPpi: random.pick([500, 1_000]),
    bitDepth: 8,
    compression: random.pick(RECORD_COMPRESSIONS),
    qualities: Array.from({ length: random.integer(0, 3) }, () => ({
      score: random.integer(0, 100),
      vendorId: random.integer(0, 0xffff),
      algorithmId: random.integer(0, 0xffff),
    })),
    image: randomBytes(random, random.integer(1, 150)),
  };
}

function meaningOf(prints: readonly Omit<FingerRepresentation, 'position'>[]): string {
  return prints
    .map(({ positionCode, widthPixels, heightPixels, compression, image }) =>
      [positionCode, widthPixels, heightPixels, compression, latin1(image)].join(),
    )
    .join('\n');
}

function record(random: Random): Frame {
  const prints = Array.from({ length: random.integer(1, 4) }, () => print(random));
  return { pieces: [encodeFingerRecord(prints, new Date(0))], meaning: meaningOf(prints) };
}

const INVENTED = 'a picture that is not in the record';

/** Where lengths and counts stand: of the record, of the first print, of its qualities. */
const LENGTHS = [
  { offset: 8, sizeBytes: 4 },
  { offset: 12, sizeBytes: 2 },
  { offset: 16, sizeBytes: 4 },
  { offset: 34, sizeBytes: 1 },
] as const;

export const sbiFingerRecord: Protocol = {
  name: 'sbi-finger-record',
  carrier: 'messages',
  frames: (random, count) => Array.from({ length: count }, () => record(random)),
  lie: (piece, random) => {
    const { offset, sizeBytes } = random.pick(LENGTHS);
    return lieAt(piece, offset, sizeBytes, random);
  },
  reader: () => ({
    keptBytes: 0,
    read: (bytes) => {
      const prints = readFingerRecord(bytes);
      if (!prints.ok) return [];
      const pictures = prints.value.map(({ image }) => latin1(image));
      const isCarried = firstNotInOrder(pictures, latin1(bytes)) === undefined;
      return [isCarried ? meaningOf(prints.value) : INVENTED];
    },
  }),
  // A record has no checksum: all that can be asked is whether its pictures are in it, one behind the other.
  invented: (understood) => understood.find((meaning) => meaning === INVENTED || meaning === ''),
  limits: { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 1_000 },
};
