/**
 * Frames of the VC0706 serial JPEG camera (Vimicro "VC0706 UART interface" protocol, 1.2 Communication Protocol;
 * the PTC06 and LS-Y201 modules speak the same):
 *
 *     to the camera    56 | serial number | command | data length | data, 0 to 16 bytes
 *     from the camera  76 | serial number | command | status | data length | data, 0 to 16 bytes
 *
 * The answer to READ_FBUF is a reply without data, the picture's bytes, and the same reply once more as a tail. There
 * is no checksum.
 */
export const COMMAND_SIGN = 0x56;
export const REPLY_SIGN = 0x76;
export const REPLY_HEAD_BYTES = 5;
export const MAXIMUM_DATA_BYTES = 16;

const COMMAND_HEAD_BYTES = 4;

export const COMMAND = {
  getVersion: 0x11,
  setPort: 0x24,
  reset: 0x26,
  readData: 0x30,
  writeData: 0x31,
  readFrameBuffer: 0x32,
  getFrameBufferLength: 0x34,
  frameBufferControl: 0x36,
} as const;

/** The status byte of every reply (the same document, "Return format"; SergeyMSV/LIB.Module.CameraVC0706 names the same). */
export const STATUS = {
  done: 0,
  notReceived: 1,
  wrongLength: 2,
  wrongFormat: 3,
  notNow: 4,
  failed: 5,
} as const;

export type Status = (typeof STATUS)[keyof typeof STATUS];

const STATUS_WORDS = [
  'done',
  'the camera did not receive a command it knows',
  'the data length is wrong',
  'the data format is wrong',
  'the command cannot be carried out now',
  'the command was received and carried out wrongly',
] as const;

export function statusInWords(status: number): string {
  return `${STATUS_WORDS[status] ?? 'unknown status'} (${status})`;
}

export interface CameraCommand {
  readonly code: number;
  readonly data: Uint8Array;
}

export interface CameraReply {
  readonly code: number;
  readonly status: number;
  readonly data: Uint8Array;
}

/** @throws when the data are longer than a frame carries. */
export function encodeCommand(serialNumber: number, { code, data }: CameraCommand): Uint8Array {
  if (data.length > MAXIMUM_DATA_BYTES) throw new RangeError(`${data.length} bytes of data`);
  return Uint8Array.of(COMMAND_SIGN, serialNumber, code, data.length, ...data);
}

/** @throws when the data are longer than a frame carries. */
export function encodeReply(serialNumber: number, { code, status, data }: CameraReply): Uint8Array {
  if (data.length > MAXIMUM_DATA_BYTES) throw new RangeError(`${data.length} bytes of data`);
  return Uint8Array.of(REPLY_SIGN, serialNumber, code, status, data.length, ...data);
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/**
 * The camera's ear: finds commands for its serial number, however the stream is cut. It keeps less than one command of
 * bytes.
 */
export class CommandParser {
  readonly #serialNumber: number;
  #pending: Uint8Array = new Uint8Array(0);

  constructor(serialNumber: number) {
    this.#serialNumber = serialNumber;
  }

  /** How many bytes wait for the rest of their command. */
  get keptBytes(): number {
    return this.#pending.length;
  }

  push(chunk: Uint8Array): CameraCommand[] {
    const bytes = concatenate(this.#pending, chunk);
    const commands: CameraCommand[] = [];
    let at = 0;
    while (at < bytes.length) {
      const [sign, serialNumber, code = 0, length = 0] = bytes.subarray(at);
      const missesSign = sign !== COMMAND_SIGN;
      const isForOther = serialNumber !== undefined && serialNumber !== this.#serialNumber;
      if (missesSign || isForOther || length > MAXIMUM_DATA_BYTES) {
        at += 1;
        continue;
      }
      const end = at + COMMAND_HEAD_BYTES + length;
      if (bytes.length < at + COMMAND_HEAD_BYTES || bytes.length < end) break;
      commands.push({ code, data: bytes.slice(at + COMMAND_HEAD_BYTES, end) });
      at = end;
    }
    this.#pending = bytes.slice(at);
    return commands;
  }

  reset(): void {
    this.#pending = new Uint8Array(0);
  }
}

export type ReplyEvent =
  | { readonly kind: 'reply'; readonly reply: CameraReply }
  /** A part of the picture, with the right tail behind it. */
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  /** As many bytes as a part of the picture has, and no tail behind them. */
  | { readonly kind: 'damaged' };

interface Step {
  readonly usedBytes: number;
  readonly event?: ReplyEvent;
}

const KNOWN_CODES: ReadonlySet<number> = new Set(Object.values(COMMAND));

/**
 * Finds replies in a stream of bytes, however it is cut. What is no reply is skipped byte by byte. A picture's bytes may
 * look like anything: they are counted, and the caller says beforehand how many it asked for. It keeps less than one
 * reply and one part of a picture.
 */
export class ReplyParser {
  readonly #serialNumber: number;
  #pending: Uint8Array = new Uint8Array(0);
  #pictureBytes: number | undefined;
  #picture: { readonly bytes: Uint8Array; receivedBytes: number } | undefined;

  constructor(serialNumber: number) {
    this.#serialNumber = serialNumber;
  }

  /** How many bytes wait for the rest of their frame. */
  get keptBytes(): number {
    return this.#pending.length + (this.#picture?.bytes.length ?? 0);
  }

  /** The next reply to READ_FBUF that says `done` has so many bytes of a picture behind it. */
  expectPicture(sizeBytes: number): void {
    this.#pictureBytes = sizeBytes;
  }

  push(chunk: Uint8Array): ReplyEvent[] {
    const bytes = concatenate(this.#pending, chunk);
    const events: ReplyEvent[] = [];
    let at = 0;
    for (;;) {
      const step = this.#step(bytes.subarray(at));
      if (step === undefined) break;
      at += step.usedBytes;
      if (step.event !== undefined) events.push(step.event);
    }
    this.#pending = bytes.slice(at);
    return events;
  }

  /** Forgets an unfinished frame, and that a picture was expected. */
  reset(): void {
    this.#pending = new Uint8Array(0);
    this.#pictureBytes = undefined;
    this.#picture = undefined;
  }

  /** Undefined when the decision needs bytes that have not come. */
  #step(rest: Uint8Array): Step | undefined {
    if (this.#picture !== undefined) return this.#stepInPicture(rest, this.#picture);
    if (rest.length === 0) return undefined;
    const [sign, serialNumber, code, status, length] = rest;
    const isNone =
      sign !== REPLY_SIGN ||
      (serialNumber !== undefined && serialNumber !== this.#serialNumber) ||
      (code !== undefined && !KNOWN_CODES.has(code)) ||
      (status !== undefined && status > STATUS.failed) ||
      (length !== undefined && length > MAXIMUM_DATA_BYTES);
    if (isNone) return { usedBytes: 1 };
    if (code === undefined || status === undefined || length === undefined) return undefined;
    const usedBytes = REPLY_HEAD_BYTES + length;
    if (rest.length < usedBytes) return undefined;
    const isPictureHead =
      code === COMMAND.readFrameBuffer && status === STATUS.done && length === 0;
    if (isPictureHead && this.#pictureBytes !== undefined) {
      this.#picture = { bytes: new Uint8Array(this.#pictureBytes), receivedBytes: 0 };
      this.#pictureBytes = undefined;
      return { usedBytes };
    }
    const reply = { code, status, data: rest.slice(REPLY_HEAD_BYTES, usedBytes) };
    return { usedBytes, event: { kind: 'reply', reply } };
  }

  #stepInPicture(
    rest: Uint8Array,
    picture: { readonly bytes: Uint8Array; receivedBytes: number },
  ): Step | undefined {
    const missingBytes = picture.bytes.length - picture.receivedBytes;
    if (missingBytes > 0) {
      const part = rest.subarray(0, missingBytes);
      if (part.length === 0) return undefined;
      picture.bytes.set(part, picture.receivedBytes);
      picture.receivedBytes += part.length;
      return { usedBytes: part.length };
    }
    if (rest.length < REPLY_HEAD_BYTES) return undefined;
    this.#picture = undefined;
    const tail = pictureFrame(this.#serialNumber);
    const isTail = tail.every((byte, at) => rest[at] === byte);
    if (!isTail) return { usedBytes: 0, event: { kind: 'damaged' } };
    return { usedBytes: REPLY_HEAD_BYTES, event: { kind: 'picture', bytes: picture.bytes } };
  }
}

/** What stands before and behind the bytes of a picture. */
export function pictureFrame(serialNumber: number): Uint8Array {
  const data = new Uint8Array(0);
  return encodeReply(serialNumber, { code: COMMAND.readFrameBuffer, status: STATUS.done, data });
}
