import type { Random } from '../../src/station/training/seeded-random.ts';

/** One character a byte: bytes that can be compared and searched as a text. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = Buffer.concat(pieces);
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.length);
}

export function randomBytes(random: Random, sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, () => random.integer(0, 255));
}

/** A stream in chunks of these sizes, which are taken in turn; in one piece when there are none. */
export function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  if (sizes.length === 0) return [stream];
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** The first of the texts that does not stand in the whole behind the ones before it. */
export function firstNotInOrder(texts: readonly string[], whole: string): string | undefined {
  let at = 0;
  for (const text of texts) {
    const found = whole.indexOf(text, at);
    if (found === -1) return text;
    at = found + text.length;
  }
  return undefined;
}

/**
 * For frames whose meaning is the frame itself: each must stand on the line, checksum and all, behind the one before.
 */
export function inventedFrame(understood: readonly string[], wire: Uint8Array): string | undefined {
  const frame = firstNotInOrder(understood, latin1(wire));
  if (frame === undefined) return undefined;
  return `the frame ${Buffer.from(frame, 'latin1').toString('hex')} was not sent`;
}

/** A number of so many bytes, most significant first, that is another than before: near it, or at an end of its range. */
export function lieAt(
  piece: Uint8Array,
  offset: number,
  sizeBytes: number,
  random: Random,
): Uint8Array {
  const lied = Uint8Array.from(piece);
  if (piece.length < offset + sizeBytes) return lied;
  const field = Buffer.from(lied.buffer, lied.byteOffset + offset, sizeBytes);
  const most = 256 ** sizeBytes - 1;
  const truth = field.readUIntBE(0, sizeBytes);
  const lie = random.pick([0, 1, most, truth - 1, truth + 1, truth * 2, random.integer(0, most)]);
  field.writeUIntBE(Math.min(most, Math.max(0, lie)), 0, sizeBytes);
  return lied;
}
