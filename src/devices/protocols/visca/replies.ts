import { BROADCAST_HEADER, MINIMUM_PACKET_BYTES, replyHeader } from './packet.ts';
import type { CameraAddress } from './packet.ts';

/**
 * Error codes (EVI-D70 technical manual, p. 38, "VISCA Camera-Issued Messages": Error Messages). The message length is not
 * in that list, nor in the EVI-D100's: other makes of VISCA cameras send it (libvisca names it too).
 */
export const VISCA_ERROR_CODES = {
  'message-length': 0x01,
  syntax: 0x02,
  'buffer-full': 0x03,
  cancelled: 0x04,
  'no-socket': 0x05,
  'not-executable': 0x41,
} as const;

export type ViscaErrorName = keyof typeof VISCA_ERROR_CODES;

/** A camera has two sockets; 0 stands for an answer that belongs to none. */
export type SocketNumber = 0 | 1 | 2;

/** What a camera says. */
export type ViscaReply =
  /** The command is accepted and works in this socket. */
  | { readonly kind: 'acknowledge'; readonly address: CameraAddress; readonly socket: SocketNumber }
  /** The command in this socket is done; or, from socket 0, the answer to an inquiry or to IF_Clear. */
  | {
      readonly kind: 'completion';
      readonly address: CameraAddress;
      readonly socket: SocketNumber;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'error';
      readonly address: CameraAddress;
      readonly socket: SocketNumber;
      readonly error: ViscaErrorName;
    }
  /** A camera on the chain was switched on or taken away: addresses must be set anew. */
  | { readonly kind: 'network-change'; readonly address: CameraAddress }
  /** What comes back of an Address Set: the address, 2 to 8, that the next camera after the last would have. */
  | { readonly kind: 'address-set'; readonly nextAddress: number }
  /** What comes back of an IF_Clear for all. */
  | { readonly kind: 'interface-cleared' };

const REPLY_TYPE = { acknowledge: 0x40, completion: 0x50, error: 0x60 } as const;

function isSocket(value: number): value is SocketNumber {
  return value <= 2;
}

function errorName(code: number | undefined): ViscaErrorName | undefined {
  const names = Object.keys(VISCA_ERROR_CODES) as ViscaErrorName[];
  return names.find((name) => VISCA_ERROR_CODES[name] === code);
}

function matches(bytes: Uint8Array, ...expected: readonly number[]): boolean {
  return bytes.length === expected.length && expected.every((byte, at) => bytes[at] === byte);
}

/** Reads one whole packet, terminator included; undefined when no camera would say that. */
export function decodeReply(bytes: Uint8Array): ViscaReply | undefined {
  const header = bytes[0] ?? 0;
  const type = bytes[1] ?? 0;
  if (bytes.length < MINIMUM_PACKET_BYTES) return undefined;
  if (header === BROADCAST_HEADER) return decodeBroadcast(bytes);
  if (header < 0x90 || (header & 0x0f) !== 0) return undefined;
  const address = (header >> 4) - 8;
  if (matches(bytes, header, 0x38, 0xff)) return { kind: 'network-change', address };
  const socket = type & 0x0f;
  const rest = bytes.slice(2, -1);
  if (!isSocket(socket)) return undefined;
  switch (type & 0xf0) {
    case REPLY_TYPE.acknowledge:
      return rest.length === 0 && socket !== 0
        ? { kind: 'acknowledge', address, socket }
        : undefined;
    case REPLY_TYPE.completion:
      return { kind: 'completion', address, socket, data: rest };
    case REPLY_TYPE.error: {
      const error = errorName(rest[0]);
      const isError = error !== undefined && rest.length === 1;
      return isError ? { kind: 'error', address, socket, error } : undefined;
    }
    default:
      return undefined;
  }
}

function decodeBroadcast(bytes: Uint8Array): ViscaReply | undefined {
  if (matches(bytes, BROADCAST_HEADER, 0x01, 0x00, 0x01, 0xff))
    return { kind: 'interface-cleared' };
  const nextAddress = bytes[2] ?? 0;
  const isAddressSet = matches(bytes, BROADCAST_HEADER, 0x30, nextAddress, 0xff);
  // With 1 it is the question itself, which a line gave back that no camera is on.
  return isAddressSet && nextAddress >= 2 && nextAddress <= 8
    ? { kind: 'address-set', nextAddress }
    : undefined;
}

/**
 * Finds the reply at the end of what came up to a terminator: noise, or a packet that lost its end, may stand before
 * it. The longest end that is a reply counts.
 */
export function salvageReply(bytes: Uint8Array): ViscaReply | undefined {
  for (let at = 0; at <= bytes.length - MINIMUM_PACKET_BYTES; at += 1) {
    const reply = decodeReply(bytes.subarray(at));
    if (reply !== undefined) return reply;
  }
  return undefined;
}

/** The bytes of a reply, as a camera sends them. */
export function encodeReply(reply: ViscaReply): Uint8Array {
  switch (reply.kind) {
    case 'acknowledge':
      return Uint8Array.of(replyHeader(reply.address), REPLY_TYPE.acknowledge | reply.socket, 0xff);
    case 'completion':
      return Uint8Array.of(
        replyHeader(reply.address),
        REPLY_TYPE.completion | reply.socket,
        ...reply.data,
        0xff,
      );
    case 'error':
      return Uint8Array.of(
        replyHeader(reply.address),
        REPLY_TYPE.error | reply.socket,
        VISCA_ERROR_CODES[reply.error],
        0xff,
      );
    case 'network-change':
      return Uint8Array.of(replyHeader(reply.address), 0x38, 0xff);
    case 'address-set':
      return Uint8Array.of(BROADCAST_HEADER, 0x30, reply.nextAddress, 0xff);
    case 'interface-cleared':
      return Uint8Array.of(BROADCAST_HEADER, 0x01, 0x00, 0x01, 0xff);
  }
}
