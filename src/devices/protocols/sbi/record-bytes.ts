import { err } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';

class CutShort extends Error {}

/** Reads big-endian numbers in order. At the end it throws what only `readWhole` sees. */
export class RecordReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A view into the bytes, not a copy. */
  take(sizeBytes: number): Uint8Array {
    if (sizeBytes > this.#bytes.length - this.#at) throw new CutShort('the record ends too early');
    this.#at += sizeBytes;
    return this.#bytes.subarray(this.#at - sizeBytes, this.#at);
  }

  text(sizeBytes: number): string {
    return String.fromCharCode(...this.take(sizeBytes));
  }

  u8(): number {
    this.take(1);
    return this.#view.getUint8(this.#at - 1);
  }

  u16(): number {
    this.take(2);
    return this.#view.getUint16(this.#at - 2);
  }

  u24(): number {
    return this.u8() * 0x1_0000 + this.u16();
  }

  u32(): number {
    this.take(4);
    return this.#view.getUint32(this.#at - 4);
  }

  /** A block whose first four bytes say how long it is, those four among them; read from behind them. */
  sizedBlock(): RecordReader {
    const sizeBytes = this.u32();
    if (sizeBytes < 4) throw new CutShort('a block that is shorter than its own length');
    return new RecordReader(this.take(sizeBytes - 4));
  }
}

/** What `read` gives; an error in words when the bytes end before it is done. */
export function readWhole<T>(
  bytes: Uint8Array,
  read: (reader: RecordReader) => Result<T, string>,
): Result<T, string> {
  try {
    return read(new RecordReader(bytes));
  } catch (cause) {
    if (cause instanceof CutShort) return err(cause.message);
    throw cause;
  }
}

/** Writes big-endian numbers in order. */
export class RecordWriter {
  readonly #parts: Uint8Array[] = [];

  u8(...values: readonly number[]): this {
    return this.bytes(Uint8Array.from(values));
  }

  u16(...values: readonly number[]): this {
    return this.bytes(Uint8Array.from(values.flatMap((value) => [value >>> 8, value & 0xff])));
  }

  u24(value: number): this {
    return this.u8(value >>> 16).u16(value & 0xffff);
  }

  u32(value: number): this {
    return this.u16(value >>> 16, value & 0xffff);
  }

  text(text: string): this {
    return this.bytes(Buffer.from(text, 'latin1'));
  }

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  /** All of it behind four bytes that say how long the whole is, those four among them. */
  sizedBlock(): Uint8Array {
    const content = this.whole();
    return new RecordWriter()
      .u32(content.length + 4)
      .bytes(content)
      .whole();
  }

  whole(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}
