import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** One stream as it went on the line. */
export interface Recording {
  readonly seed: number;
  /** How many frames a stream of that seed was to have at most. */
  readonly mostFrames: number;
  /** How many were heard before it. */
  readonly framesBefore: number;
  readonly pieces: readonly Uint8Array[];
}

/** Count of recordings, seed, most frames, frames before, number of pieces; then the length of each, then the bytes. */
const HEAD_NUMBERS = 5;

/**
 * The stream that a listener is at, in a file that outlives it: what a parser was reading when it hung, or when it took
 * its process down, can still be told.
 */
export class FlightRecorder {
  readonly #file: number;
  #count = 0;

  /** @param mode `r+` for the listener, `r` for who watches it; the file must be there. */
  constructor(path: string, mode: 'r' | 'r+') {
    this.#file = openSync(path, mode);
  }

  close(): void {
    closeSync(this.#file);
  }

  record({ seed, mostFrames, framesBefore, pieces }: Recording): void {
    this.#count += 1;
    const lengths = pieces.map((piece) => piece.length);
    const head = [this.#count, seed, mostFrames, framesBefore, pieces.length, ...lengths];
    const bytes = Buffer.concat([Buffer.from(Uint32Array.from(head).buffer), ...pieces]);
    writeSync(this.#file, bytes, 0, bytes.length, 0);
  }

  /** How many streams were recorded. */
  get count(): number {
    const bytes = Buffer.alloc(4);
    readSync(this.#file, bytes, 0, bytes.length, 0);
    return bytes.readUInt32LE();
  }

  /** Only when nobody writes any more. */
  get last(): Recording {
    const bytes = Buffer.alloc(Math.max(4 * HEAD_NUMBERS, fstatSync(this.#file).size));
    readSync(this.#file, bytes, 0, bytes.length, 0);
    const number = (index: number): number => bytes.readUInt32LE(4 * index);
    const [seed, mostFrames, framesBefore, count] = [number(1), number(2), number(3), number(4)];
    let at = 4 * (HEAD_NUMBERS + count);
    const pieces = Array.from({ length: count }, (_, index) => {
      const from = at;
      at += number(HEAD_NUMBERS + index);
      return Uint8Array.from(bytes.subarray(from, at));
    });
    return { seed, mostFrames, framesBefore, pieces };
  }
}
