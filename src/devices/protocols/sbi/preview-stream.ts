/** What the parser found: a JPEG picture, or a part that is none. */
export type PreviewEvent =
  | { readonly kind: 'frame'; readonly jpeg: Uint8Array }
  | { readonly kind: 'damaged'; readonly detail: string };

/** Headers of a part are a few dozen bytes; what is longer is no header. */
const LONGEST_HEADER_BYTES = 4_096;

/** A preview picture is some ten kilobytes. */
export const LARGEST_FRAME_BYTES = 8 * 1024 * 1024;

const CR = 0x0d;
const LF = 0x0a;
const END_OF_HEADER = '\r\n\r\n';
const CONTENT_LENGTH = /content-length:[ \t]*(\d{1,9})[ \t]*\r\n/gi;
const START_OF_IMAGE_BYTES = 2;

/** A header's end with the picture's start behind it: where this stands with a length before it, a part begins. */
const START_OF_PICTURE = `${END_OF_HEADER}\u00ff\u00d8`;

/**
 * The last Content-Length of a header, where a picture can have it: what stands before it may be the rest of a damaged
 * part.
 */
function contentLength(header: string): number | undefined {
  const last = [...header.matchAll(CONTENT_LENGTH)].at(-1);
  const sizeBytes = Number(last?.[1] ?? 0);
  const isPossible = sizeBytes >= START_OF_IMAGE_BYTES && sizeBytes <= LARGEST_FRAME_BYTES;
  return isPossible ? sizeBytes : undefined;
}

/** Bytes that came and were not taken yet; growing costs a copy only now and then. */
class Backlog {
  #bytes = Buffer.alloc(0);
  #from = 0;
  #to = 0;

  /** With the room that it has for more. */
  get sizeBytes(): number {
    return this.#bytes.length;
  }

  get view(): Buffer {
    return this.#bytes.subarray(this.#from, this.#to);
  }

  append(chunk: Uint8Array): void {
    if (this.#to + chunk.length > this.#bytes.length) {
      const kept = this.view;
      const grown = Buffer.alloc(Math.max(1_024, 2 * (kept.length + chunk.length)));
      kept.copy(grown);
      this.#from = 0;
      this.#to = kept.length;
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  drop(count: number): void {
    this.#from += count;
  }
}

/**
 * Finds the pictures in a `multipart/x-mixed-replace` stream, however it is cut. It goes by the Content-Length of each
 * part and by the JPEG's own start (FF D8), and does not look at the boundary: services in the field announce one and
 * send another. A length that is too long ends where the next part begins. It keeps less than one frame of bytes.
 */
export class PreviewStreamParser {
  readonly #backlog = new Backlog();
  /** Size of the picture whose header has come. */
  #frameBytes: number | undefined;
  /** How much of that picture was searched for the start of another. */
  #searchedBytes = 0;

  /** How much memory holds what waits for the rest of its part. */
  get keptBytes(): number {
    return this.#backlog.sizeBytes;
  }

  push(chunk: Uint8Array): PreviewEvent[] {
    this.#backlog.append(chunk);
    const events: PreviewEvent[] = [];
    while (
      this.#frameBytes === undefined
        ? this.#readHeader(events)
        : this.#readFrame(events, this.#frameBytes)
    );
    return events;
  }

  /** Whether there is more to read. */
  #readHeader(events: PreviewEvent[]): boolean {
    const bytes = this.#backlog.view;
    let blank = 0;
    while (bytes[blank] === CR || bytes[blank] === LF) blank += 1;
    this.#backlog.drop(blank);
    const window = bytes.subarray(blank, blank + LONGEST_HEADER_BYTES);
    const end = window.indexOf(END_OF_HEADER, 0, 'latin1');
    if (end === -1) {
      if (window.length < LONGEST_HEADER_BYTES) return false;
      events.push({ kind: 'damaged', detail: 'no end of a header' });
      this.#backlog.drop(LONGEST_HEADER_BYTES - END_OF_HEADER.length + 1);
      return true;
    }
    const sizeBytes = contentLength(window.toString('latin1', 0, end + 2));
    this.#backlog.drop(end + END_OF_HEADER.length);
    if (sizeBytes === undefined) {
      events.push({ kind: 'damaged', detail: 'a part without a possible length' });
    }
    this.#beginFrame(sizeBytes);
    return true;
  }

  #beginFrame(sizeBytes: number | undefined): void {
    this.#frameBytes = sizeBytes;
    this.#searchedBytes = 0;
  }

  #readFrame(events: PreviewEvent[], sizeBytes: number): boolean {
    const bytes = this.#backlog.view.subarray(0, sizeBytes);
    if (bytes.length < START_OF_IMAGE_BYTES) return false;
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
      // The length is not to be trusted either: the next header is looked for from here.
      events.push({ kind: 'damaged', detail: 'a part that is no JPEG' });
      this.#beginFrame(undefined);
      return true;
    }
    const next = this.#findNextPart(bytes);
    if (next !== undefined) {
      events.push({ kind: 'damaged', detail: 'a part that begins within another' });
      this.#backlog.drop(next.at);
      this.#beginFrame(next.sizeBytes);
      return true;
    }
    if (bytes.length < sizeBytes) return false;
    events.push({ kind: 'frame', jpeg: Uint8Array.from(bytes) });
    this.#backlog.drop(sizeBytes);
    this.#beginFrame(undefined);
    return true;
  }

  /** The start of another picture, with its header, within what should be one. Each byte is searched once. */
  #findNextPart(bytes: Buffer): { readonly at: number; readonly sizeBytes: number } | undefined {
    for (;;) {
      const end = bytes.indexOf(START_OF_PICTURE, this.#searchedBytes, 'latin1');
      if (end === -1) break;
      this.#searchedBytes = end + END_OF_HEADER.length;
      const window = bytes.toString('latin1', Math.max(0, end - LONGEST_HEADER_BYTES), end + 2);
      const header = window.slice(window.lastIndexOf(END_OF_HEADER) + 1);
      const sizeBytes = contentLength(header);
      if (sizeBytes !== undefined) return { at: this.#searchedBytes, sizeBytes };
    }
    const overlap = START_OF_PICTURE.length - 1;
    this.#searchedBytes = Math.max(this.#searchedBytes, bytes.length - overlap);
    return undefined;
  }
}
