import type { Random } from '../../src/station/training/seeded-random.ts';
import { randomBytes } from './bytes.ts';
import type { Frame, Protocol } from './protocol.ts';

/** The longest run of bytes that one mutation puts in, takes out, repeats or exchanges. */
const LONGEST_RUN_BYTES = 40;

/** Bytes that are the end of some range, or mean something to many parsers. */
const TELLING_BYTES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff] as const;

/** A place in the piece and a run of bytes from there that is not empty, unless the piece is. */
function run(piece: Uint8Array, random: Random): { readonly from: number; readonly to: number } {
  const from = random.integer(0, Math.max(0, piece.length - 1));
  return { from, to: Math.min(piece.length, from + random.integer(1, LONGEST_RUN_BYTES)) };
}

/** Any byte, one that means something, or one of the piece's own. */
function byte(piece: Uint8Array, random: Random): number {
  if (random.chance(0.3)) return random.pick(TELLING_BYTES);
  const own = piece[random.integer(0, Math.max(0, piece.length - 1))];
  return own !== undefined && random.chance(0.5) ? own : random.integer(0, 255);
}

type Mutation = (piece: Uint8Array, other: Uint8Array, random: Random) => Uint8Array;

const flipBit: Mutation = (piece, _, random) => {
  const at = random.integer(0, piece.length - 1);
  const bit = 1 << random.integer(0, 7);
  return piece.map((value, index) => (index === at ? value ^ bit : value));
};

const overwrite: Mutation = (piece, _, random) => {
  const { from, to } = run(piece, random);
  const last = random.chance(0.5) ? from + 1 : to;
  return piece.map((value, at) => (at >= from && at < last ? byte(piece, random) : value));
};

const insert: Mutation = (piece, _, random) => {
  const at = random.integer(0, piece.length);
  const noise = randomBytes(random, random.integer(1, LONGEST_RUN_BYTES));
  const inserted = noise.map((value) => (random.chance(0.5) ? byte(piece, random) : value));
  return Buffer.concat([piece.subarray(0, at), inserted, piece.subarray(at)]);
};

const remove: Mutation = (piece, _, random) => {
  const { from, to } = run(piece, random);
  return Buffer.concat([piece.subarray(0, from), piece.subarray(to)]);
};

const repeat: Mutation = (piece, _, random) => {
  const { from, to } = random.chance(0.3) ? { from: 0, to: piece.length } : run(piece, random);
  return Buffer.concat([piece.subarray(0, to), piece.subarray(from)]);
};

const truncate: Mutation = (piece, _, random) => {
  const at = random.integer(0, piece.length - 1);
  return random.chance(0.8) ? piece.subarray(0, at) : piece.subarray(at);
};

/** The head of one frame with the end of another. */
const splice: Mutation = (piece, other, random) =>
  Buffer.concat([
    piece.subarray(0, random.integer(0, piece.length)),
    other.subarray(random.integer(0, other.length)),
  ]);

const exchange: Mutation = (piece, _, random) => {
  const { from, to } = run(piece, random);
  const middle = random.integer(from, to);
  return Buffer.concat([
    piece.subarray(0, from),
    piece.subarray(middle, to),
    piece.subarray(from, middle),
    piece.subarray(to),
  ]);
};

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  overwrite,
  insert,
  remove,
  repeat,
  truncate,
  splice,
  exchange,
];

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((value, at) => other[at] === value);
}

/** The piece with one to three mutations; always another than it was. */
function damagedPiece(
  piece: Uint8Array,
  other: Uint8Array,
  random: Random,
  lie: Protocol['lie'],
): Uint8Array {
  let damaged = piece;
  for (let turn = random.integer(1, 3); turn > 0 && damaged.length > 0; turn -= 1) {
    damaged =
      lie !== undefined && random.chance(0.15)
        ? lie(damaged, random)
        : random.pick(MUTATIONS)(damaged, other, random);
  }
  return isSame(damaged, piece) ? flipBit(piece, other, random) : damaged;
}

/** What can happen to the reports of one frame as such: one is lost, comes twice, or two change places. */
function damagedOrder(pieces: readonly Uint8Array[], random: Random): readonly Uint8Array[] {
  const at = random.integer(0, pieces.length - 1);
  const piece = pieces[at] ?? new Uint8Array(0);
  const others = pieces.filter((_, index) => index !== at);
  switch (random.pick(['lost', 'twice', 'elsewhere'] as const)) {
    case 'lost':
      return others;
    case 'twice':
      return pieces.toSpliced(at, 0, piece);
    case 'elsewhere':
      return others.toSpliced((at + random.integer(1, others.length)) % pieces.length, 0, piece);
  }
}

/** These frames, every one of them damaged, in pieces as they leave the device. */
export function damage(
  frames: readonly Frame[],
  random: Random,
  lie?: Protocol['lie'],
): readonly Uint8Array[] {
  const pieces = frames.flatMap((frame) => {
    if (frame.pieces.length > 1 && random.chance(0.4)) return damagedOrder(frame.pieces, random);
    const at = random.integer(0, frame.pieces.length - 1);
    const other = random.pick(random.pick(frames).pieces);
    return frame.pieces.map((piece, index) =>
      index === at ? damagedPiece(piece, other, random, lie) : piece,
    );
  });
  if (pieces.length < 2 || random.chance(0.9)) return pieces;
  const at = random.integer(0, pieces.length - 2);
  const [first, second] = [pieces[at] ?? new Uint8Array(0), pieces[at + 1] ?? new Uint8Array(0)];
  return pieces.toSpliced(at, 2, second, first);
}
