import { inflateSync } from 'node:zlib';

/** A value of a PDF file (ISO 32000-1 §7.3), as far as structure needs it: strings are not decoded. */
export type PdfValue =
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'reference'; readonly objectNumber: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'other' };

export type PdfDictionary = Extract<PdfValue, { kind: 'dictionary' }>;

/** Every object of a file and its trailers, found by reading it from front to back. */
export interface PdfObjects {
  readonly objects: ReadonlyMap<number, PdfValue>;
  /** Trailer dictionaries and dictionaries of cross-reference streams, in file order. */
  readonly trailers: readonly PdfDictionary[];
}

/** What a document of a few pages unpacks to at most; more is a decompression bomb. */
const MAXIMUM_INFLATED_BYTES = 32_000_000;
const MAXIMUM_DEPTH = 64;

/** The file is not built as PDF files are. */
class PdfSyntaxError extends Error {
  override readonly name = 'PdfSyntaxError';
}

const WHITE = /[\0\t\n\f\r ]/;
const DELIMITER = /[\0\t\n\f\r ()<>[\]{}/%]/;

/** Reads one value after another; text is the file as Latin-1, so that indices are byte offsets. */
class PdfReader {
  readonly text: string;
  position: number;

  constructor(text: string, position = 0) {
    this.text = text;
    this.position = position;
  }

  skipWhite(): void {
    for (;;) {
      const character = this.text.charAt(this.position);
      if (character === '%') {
        while (this.position < this.text.length && !/[\n\r]/.test(this.text.charAt(this.position)))
          this.position += 1;
      } else if (character !== '' && WHITE.test(character)) {
        this.position += 1;
      } else return;
    }
  }

  readValue(depth = 0): PdfValue {
    if (depth > MAXIMUM_DEPTH) throw new PdfSyntaxError('nested too deeply');
    this.skipWhite();
    const character = this.text.charAt(this.position);
    if (this.text.startsWith('<<', this.position)) return this.#readDictionary(depth);
    if (character === '<') return this.#skipHexString();
    if (character === '(') return this.#skipString();
    if (character === '[') return this.#readArray(depth);
    if (character === '/') return { kind: 'name', name: this.#readName() };
    return this.#readWord();
  }

  #readDictionary(depth: number): PdfDictionary {
    this.position += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skipWhite();
      if (this.text.startsWith('>>', this.position)) {
        this.position += 2;
        return { kind: 'dictionary', entries };
      }
      if (this.text.charAt(this.position) !== '/') throw new PdfSyntaxError('key expected');
      const key = this.#readName();
      entries.set(key, this.readValue(depth + 1));
    }
  }

  #readArray(depth: number): PdfValue {
    this.position += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipWhite();
      if (this.text.charAt(this.position) === ']') {
        this.position += 1;
        return { kind: 'array', items };
      }
      items.push(this.readValue(depth + 1));
    }
  }

  #readName(): string {
    const start = this.position + 1;
    this.position = start;
    this.#skipRegular();
    return this.text
      .slice(start, this.position)
      .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }

  #skipRegular(): void {
    while (this.position < this.text.length && !DELIMITER.test(this.text.charAt(this.position)))
      this.position += 1;
  }

  #skipHexString(): PdfValue {
    const end = this.text.indexOf('>', this.position);
    if (end < 0) throw new PdfSyntaxError('string without end');
    this.position = end + 1;
    return { kind: 'other' };
  }

  #skipString(): PdfValue {
    let open = 0;
    for (; this.position < this.text.length; this.position += 1) {
      const character = this.text.charAt(this.position);
      if (character === '\\') this.position += 1;
      else if (character === '(') open += 1;
      else if (character === ')') open -= 1;
      if (open === 0) {
        this.position += 1;
        return { kind: 'other' };
      }
    }
    throw new PdfSyntaxError('string without end');
  }

  /** A number, a reference `12 0 R`, or true, false, null. */
  #readWord(): PdfValue {
    const start = this.position;
    this.#skipRegular();
    const word = this.text.slice(start, this.position);
    if (/^(true|false|null)$/.test(word)) return { kind: 'other' };
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) throw new PdfSyntaxError('value expected');
    if (/^\d+$/.test(word)) {
      const reference = /^[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(
        this.text.slice(this.position, this.position + 24),
      );
      if (reference !== null) {
        this.position += reference[0].length;
        return { kind: 'reference', objectNumber: Number(word) };
      }
    }
    return { kind: 'number', value: Number(word) };
  }
}

/** Reads all objects, or undefined when the file's structure is damaged. */
export function readPdfObjects(bytes: Uint8Array): PdfObjects | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  try {
    return scan(text);
  } catch (error) {
    if (error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}

function scan(text: string): PdfObjects {
  const objects = new Map<number, PdfValue>();
  const trailers: PdfDictionary[] = [];
  const packed: { dictionary: PdfDictionary; data: string }[] = [];
  const marks = /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj(?![a-z])|\btrailer(?![a-z])/g;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const reader = new PdfReader(text, marks.lastIndex);
    const value = reader.readValue();
    if (mark[1] === undefined) {
      if (value.kind === 'dictionary') trailers.push(value);
    } else {
      objects.set(Number(mark[1]), value);
      if (value.kind === 'dictionary') {
        const data = streamData(reader, value);
        if (data !== undefined && nameOf(value, 'Type') === 'XRef') trailers.push(value);
        if (data !== undefined && nameOf(value, 'Type') === 'ObjStm')
          packed.push({ dictionary: value, data });
      }
    }
    marks.lastIndex = reader.position;
  }
  // In an encrypted file the object streams are encrypted too.
  if (trailers.some((trailer) => trailer.entries.has('Encrypt'))) return { objects, trailers };
  let room = MAXIMUM_INFLATED_BYTES;
  for (const stream of packed) {
    const unpacked = unpack(stream.dictionary, stream.data, room);
    room -= unpacked.length;
    readPackedObjects(stream.dictionary, unpacked, objects);
  }
  return { objects, trailers };
}

/** The bytes between `stream` and `endstream`, if the object is a stream; the reader goes on behind them. */
function streamData(reader: PdfReader, dictionary: PdfDictionary): string | undefined {
  reader.skipWhite();
  const { text } = reader;
  if (!text.startsWith('stream', reader.position)) return undefined;
  let start = reader.position + 6;
  if (text.charAt(start) === '\r') start += 1;
  if (text.charAt(start) === '\n') start += 1;
  // A direct length that leads to `endstream` is right; a reference or a wrong one is replaced by a search.
  const length = dictionary.entries.get('Length');
  let end = length?.kind === 'number' ? start + length.value : start;
  if (!/^[\r\n ]{0,2}endstream/.test(text.slice(end, end + 11))) {
    end = text.indexOf('endstream', start);
    if (end < 0) throw new PdfSyntaxError('stream without end');
  }
  reader.position = text.indexOf('endstream', end) + 9;
  return text.slice(start, end);
}

function unpack(dictionary: PdfDictionary, data: string, room: number): string {
  const filter = dictionary.entries.get('Filter');
  const names = filter?.kind === 'array' ? filter.items : filter === undefined ? [] : [filter];
  if (names.length === 0) return data;
  const [only] = names;
  if (names.length > 1 || only?.kind !== 'name' || only.name !== 'FlateDecode') {
    throw new PdfSyntaxError('unexpected filter on an object stream');
  }
  try {
    return inflateSync(Buffer.from(data, 'latin1'), {
      maxOutputLength: Math.max(1, room),
    }).toString('latin1');
  } catch {
    // zlib throws plain errors for both broken data and too much output.
    throw new PdfSyntaxError('object stream cannot be unpacked');
  }
}

/** Objects inside an object stream, ISO 32000-1 §7.5.7: N pairs of number and offset, then the values from First on. */
function readPackedObjects(
  dictionary: PdfDictionary,
  text: string,
  objects: Map<number, PdfValue>,
): void {
  const count = numberOf(dictionary, 'N');
  const first = numberOf(dictionary, 'First');
  if (count === undefined || first === undefined) throw new PdfSyntaxError('object stream header');
  const numbers = text.slice(0, first).trim().split(/\s+/).map(Number);
  for (let index = 0; index < count; index += 1) {
    const objectNumber = numbers[index * 2];
    const offset = numbers[index * 2 + 1];
    if (objectNumber === undefined || offset === undefined || Number.isNaN(offset)) {
      throw new PdfSyntaxError('object stream header');
    }
    objects.set(objectNumber, new PdfReader(text, first + offset).readValue());
  }
}

/** The name under a key, if it is one. */
export function nameOf(dictionary: PdfDictionary, key: string): string | undefined {
  const value = dictionary.entries.get(key);
  return value?.kind === 'name' ? value.name : undefined;
}

function numberOf(dictionary: PdfDictionary, key: string): number | undefined {
  const value = dictionary.entries.get(key);
  return value?.kind === 'number' ? value.value : undefined;
}
