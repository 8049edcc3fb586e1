/**
 * Packets of Sony's VISCA (EVI-D70/D70P technical manual A-BS4-100-11, "VISCA RS-232C/RS-422 Commands"; the EVI-D100
 * manual has the same chapter):
 *
 *     header | message, 1 to 14 bytes | FF
 *
 * The header is 1sss 0rrr: sender and receiver, 0 for the controller, 1 to 7 for cameras in their order on the chain;
 * 0x88 is for all of them. FF ends a packet and stands nowhere else in it. There is no checksum.
 */
export const BROADCAST_HEADER = 0x88;

export const TERMINATOR = 0xff;

/** The longest packet: a header, 14 bytes of message, and the terminator. */
export const MAXIMUM_PACKET_BYTES = 16;

/** The shortest packet: a header, one byte of message, and the terminator. */
export const MINIMUM_PACKET_BYTES = 3;

/** A camera's place on the chain: 1 to 7. */
export type CameraAddress = number;

export function commandHeader(address: CameraAddress): number {
  return 0x80 | address;
}

export function replyHeader(address: CameraAddress): number {
  return 0x80 | (address << 4);
}

/** @throws when the message does not fit in a packet, or has the terminator in it. */
export function encodePacket(header: number, message: Uint8Array): Uint8Array {
  const sizeBytes = message.length + 2;
  if (sizeBytes < MINIMUM_PACKET_BYTES || sizeBytes > MAXIMUM_PACKET_BYTES) {
    throw new RangeError(`a packet carries 1 to 14 bytes, not ${message.length}`);
  }
  if (message.includes(TERMINATOR)) throw new RangeError('the terminator inside a message');
  return Uint8Array.of(header, ...message, TERMINATOR);
}

/** What the parser found up to a terminator. */
export type ParserEvent =
  /** The right length, and a header at its start. */
  | { readonly kind: 'packet'; readonly bytes: Uint8Array }
  /** Anything else; of what was too long, the last 16 bytes. */
  | { readonly kind: 'damaged'; readonly bytes: Uint8Array; readonly isOverlong: boolean };

/** Cuts a stream of bytes at its terminators, however it is chunked. It keeps at most 16 bytes. */
export class PacketParser {
  #pending: number[] = [];
  #isOverlong = false;

  /** How many bytes wait for their terminator. */
  get keptBytes(): number {
    return this.#pending.length;
  }

  push(chunk: Uint8Array): ParserEvent[] {
    const events: ParserEvent[] = [];
    for (const byte of chunk) {
      if (this.#pending.length === MAXIMUM_PACKET_BYTES) {
        this.#pending.shift();
        this.#isOverlong = true;
      }
      this.#pending.push(byte);
      if (byte === TERMINATOR) events.push(this.#cut());
    }
    return events;
  }

  /** Forgets an unfinished packet. */
  reset(): void {
    this.#pending = [];
    this.#isOverlong = false;
  }

  #cut(): ParserEvent {
    const bytes = Uint8Array.from(this.#pending);
    const isOverlong = this.#isOverlong;
    this.reset();
    const isPacket =
      !isOverlong && bytes.length >= MINIMUM_PACKET_BYTES && ((bytes[0] ?? 0) & 0x80) !== 0;
    return isPacket ? { kind: 'packet', bytes } : { kind: 'damaged', bytes, isOverlong };
  }
}
