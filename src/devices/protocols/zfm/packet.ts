/**
 * Packets of the ZFM-20 / R30x / AS608 / R503 family of fingerprint modules
 * (ZhianTec ZFM user manual 2.0, chapter 5; Grow R503 user manual 1.1, "Data package format"):
 *
 *     EF 01 | address, 4 bytes | type, 1 | length, 2 | payload | checksum, 2
 *
 * Big-endian. Length counts payload and checksum. The checksum is the sum of type, length and payload bytes, modulo 2¹⁶.
 */
export const PACKET_TYPE = {
  command: 0x01,
  data: 0x02,
  acknowledge: 0x07,
  endOfData: 0x08,
} as const;

export type PacketType = (typeof PACKET_TYPE)[keyof typeof PACKET_TYPE];

/** The address that every module answers to until it is given another. */
export const DEFAULT_ADDRESS = 0xffffffff;

/** The largest data packet of the family. */
export const MAXIMUM_PAYLOAD_BYTES = 256;

export const HEADER_BYTES = 9;
export const CHECKSUM_BYTES = 2;

export interface ZfmPacket {
  readonly address: number;
  readonly type: PacketType;
  /** 1 to 256 bytes. */
  readonly payload: Uint8Array;
}

/** What the parser found: a whole packet, or the place of one whose checksum is wrong. */
export type ParserEvent =
  { readonly kind: 'packet'; readonly packet: ZfmPacket } | { readonly kind: 'damaged' };

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total & 0xffff;
}

export function encodePacket(packet: ZfmPacket): Uint8Array {
  const length = packet.payload.length;
  if (length < 1 || length > MAXIMUM_PAYLOAD_BYTES) {
    throw new RangeError(`a packet carries 1 to ${MAXIMUM_PAYLOAD_BYTES} bytes, not ${length}`);
  }
  const bytes = new Uint8Array(HEADER_BYTES + length + CHECKSUM_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xef01);
  view.setUint32(2, packet.address);
  view.setUint8(6, packet.type);
  view.setUint16(7, length + CHECKSUM_BYTES);
  bytes.set(packet.payload, HEADER_BYTES);
  view.setUint16(HEADER_BYTES + length, sum(bytes.subarray(6, HEADER_BYTES + length)));
  return bytes;
}

function isPacketType(value: number): value is PacketType {
  return Object.values<number>(PACKET_TYPE).includes(value);
}

type Candidate =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'packet'; readonly packet: ZfmPacket; readonly sizeBytes: number };

/** What stands at the start of `bytes`; decided only when every byte that the decision needs is there. */
function readCandidate(bytes: Uint8Array): Candidate {
  if (bytes.length >= 1 && bytes[0] !== 0xef) return { kind: 'none' };
  if (bytes.length >= 2 && bytes[1] !== 0x01) return { kind: 'none' };
  if (bytes.length < HEADER_BYTES) return { kind: 'incomplete' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const type = view.getUint8(6);
  const payloadBytes = view.getUint16(7) - CHECKSUM_BYTES;
  if (!isPacketType(type) || payloadBytes < 1 || payloadBytes > MAXIMUM_PAYLOAD_BYTES) {
    return { kind: 'none' };
  }
  const sizeBytes = HEADER_BYTES + payloadBytes + CHECKSUM_BYTES;
  if (bytes.length < sizeBytes) return { kind: 'incomplete' };
  const checksum = view.getUint16(HEADER_BYTES + payloadBytes);
  if (checksum !== sum(bytes.subarray(6, HEADER_BYTES + payloadBytes))) return { kind: 'damaged' };
  const payload = bytes.slice(HEADER_BYTES, HEADER_BYTES + payloadBytes);
  return { kind: 'packet', packet: { address: view.getUint32(2), type, payload }, sizeBytes };
}

/**
 * Finds packets in a stream of bytes, however it is cut. What is no packet is skipped byte by byte, so that the first
 * whole packet after garbage is found. It keeps less than one packet of bytes.
 *
 * Garbage that looks like a header holds the parser back until as many bytes have come as that header announced: after
 * a silence the caller says `reset`.
 */
export class PacketParser {
  #pending: Uint8Array = new Uint8Array(0);

  /** How many bytes wait for the rest of their packet. */
  get keptBytes(): number {
    return this.#pending.length;
  }

  push(chunk: Uint8Array): ParserEvent[] {
    const bytes = new Uint8Array(this.#pending.length + chunk.length);
    bytes.set(this.#pending);
    bytes.set(chunk, this.#pending.length);
    const events: ParserEvent[] = [];
    let at = 0;
    while (at < bytes.length) {
      const candidate = readCandidate(bytes.subarray(at));
      if (candidate.kind === 'incomplete') break;
      if (candidate.kind === 'packet') {
        events.push({ kind: 'packet', packet: candidate.packet });
        at += candidate.sizeBytes;
        continue;
      }
      if (candidate.kind === 'damaged') events.push({ kind: 'damaged' });
      at += 1;
    }
    this.#pending = bytes.slice(at);
    return events;
  }

  /** Forgets an unfinished packet. */
  reset(): void {
    this.#pending = new Uint8Array(0);
  }
}
