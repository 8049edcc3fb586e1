import { fingerPositionFromIsoCode } from '../../../domain/finger-position.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';

/** Codes of ISO/IEC 19794-4:2011, "image compression algorithm", in their order from 0. */
export const RECORD_COMPRESSIONS = [
  'raw',
  'bit-packed',
  'wsq',
  'jpeg',
  'jpeg-2000-lossy',
  'jpeg-2000-lossless',
  'png',
] as const;

export type RecordCompression = (typeof RECORD_COMPRESSIONS)[number];

export interface RecordQuality {
  /** 0–100; 255 where it could not be computed. */
  readonly score: number;
  readonly vendorId: number;
  readonly algorithmId: number;
}

/** One print of a finger record. */
export interface FingerRepresentation {
  /** 0 unknown, 1–10 one finger, 13 right four, 14 left four, 15 both thumbs (Table 6). */
  readonly positionCode: number;
  /** Where the code is that of one finger. */
  readonly position: FingerPosition | undefined;
  /** 0 live plain, 1 live rolled, 24 contactless, 29 unknown. */
  readonly impressionCode: number;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: number;
  readonly bitDepth: number;
  readonly compression: RecordCompression;
  readonly qualities: readonly RecordQuality[];
  /** The picture as the compression left it. */
  readonly image: Uint8Array;
}

const FORMAT = 'FIR\0';
const VERSION_2011 = '020\0';
const HEADER_BYTES = 16;
const MOST_REPRESENTATIONS = 64;
const CENTIMETRES_PER_INCH = 2.54;

class CutShort extends Error {}

/** Reads big-endian numbers; throws CutShort at the end, which only `readFingerRecord` sees. */
class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(sizeBytes: number): Uint8Array {
    if (sizeBytes > this.#bytes.length - this.at) throw new CutShort('the record ends too early');
    const taken = this.#bytes.subarray(this.at, this.at + sizeBytes);
    this.at += sizeBytes;
    return taken;
  }

  u8(): number {
    this.take(1);
    return this.#view.getUint8(this.at - 1);
  }

  u16(): number {
    this.take(2);
    return this.#view.getUint16(this.at - 2);
  }

  u32(): number {
    this.take(4);
    return this.#view.getUint32(this.at - 4);
  }
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function readQualities(cursor: Cursor): readonly RecordQuality[] {
  return Array.from({ length: cursor.u8() }, () => ({
    score: cursor.u8(),
    vendorId: cursor.u16(),
    algorithmId: cursor.u16(),
  }));
}

function readRepresentation(
  bytes: Uint8Array,
  isCertified: boolean,
): Result<FingerRepresentation, string> {
  const cursor = new Cursor(bytes);
  // Length, date and time, capture technology, vendor, type of device.
  cursor.take(4 + 9 + 1 + 2 + 2);
  const qualities = readQualities(cursor);
  if (isCertified) cursor.take(3 * cursor.u8());
  const positionCode = cursor.u8();
  cursor.take(1);
  const scale = cursor.u8();
  cursor.take(4);
  const horizontalRate = cursor.u16();
  const verticalRate = cursor.u16();
  const bitDepth = cursor.u8();
  const compression = RECORD_COMPRESSIONS[cursor.u8()];
  const impressionCode = cursor.u8();
  const widthPixels = cursor.u16();
  const heightPixels = cursor.u16();
  const image = cursor.take(cursor.u32());
  if (compression === undefined) return err('a compression that the standard does not list');
  if (scale !== 1 && scale !== 2) return err(`scale unit ${scale}`);
  if (horizontalRate === 0 || horizontalRate !== verticalRate) return err('sampling rates differ');
  if (widthPixels === 0 || heightPixels === 0 || image.length === 0) return err('no picture');
  return ok({
    positionCode,
    position: fingerPositionFromIsoCode(positionCode),
    impressionCode,
    widthPixels,
    heightPixels,
    resolutionPpi: scale === 1 ? horizontalRate : Math.round(horizontalRate * CENTIMETRES_PER_INCH),
    bitDepth,
    compression,
    qualities,
    image,
  });
}

function readRecord(bytes: Uint8Array): Result<readonly FingerRepresentation[], string> {
  const cursor = new Cursor(bytes);
  if (text(cursor.take(4)) !== FORMAT) return err('not a finger image record');
  if (text(cursor.take(4)) !== VERSION_2011) return err('not version 020 (2011)');
  if (cursor.u32() !== bytes.length) return err('the record has another length than it says');
  const count = cursor.u16();
  const isCertified = cursor.u8() !== 0;
  cursor.take(1);
  if (count === 0 || count > MOST_REPRESENTATIONS) return err(`${count} representations`);
  const representations: FingerRepresentation[] = [];
  for (let index = 0; index < count; index += 1) {
    const sizeBytes = cursor.u32();
    if (sizeBytes < HEADER_BYTES) return err('a representation without a header');
    cursor.at -= 4;
    const read = readRepresentation(cursor.take(sizeBytes), isCertified);
    if (!read.ok) return read;
    representations.push(read.value);
  }
  return ok(representations);
}

/**
 * The prints of a finger image record of ISO/IEC 19794-4:2011 (general header 8.2, representation header 8.3). The
 * error says in words what is wrong. Extended data blocks are passed over. Pictures are views into `bytes`.
 */
export function readFingerRecord(
  bytes: Uint8Array,
): Result<readonly FingerRepresentation[], string> {
  try {
    return readRecord(bytes);
  } catch (cause) {
    if (cause instanceof CutShort) return err(cause.message);
    throw cause;
  }
}

export type FingerRepresentationInput = Omit<FingerRepresentation, 'position'>;

function encodeRepresentation(print: FingerRepresentationInput, now: Date): Uint8Array {
  const { image, qualities } = print;
  const bytes = new Uint8Array(41 + 5 * qualities.length + image.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const u8 = (value: number): void => view.setUint8((at += 1) - 1, value);
  const u16 = (value: number): void => view.setUint16((at += 2) - 2, value);
  const u32 = (value: number): void => view.setUint32((at += 4) - 4, value);
  u32(bytes.length);
  u16(now.getUTCFullYear());
  for (const part of [now.getUTCMonth() + 1, now.getUTCDate(), now.getUTCHours()]) u8(part);
  for (const part of [now.getUTCMinutes(), now.getUTCSeconds()]) u8(part);
  u16(now.getUTCMilliseconds());
  u8(0);
  u16(0);
  u16(0);
  u8(qualities.length);
  for (const quality of qualities) {
    u8(quality.score);
    u16(quality.vendorId);
    u16(quality.algorithmId);
  }
  u8(print.positionCode);
  u8(0);
  u8(1);
  for (let rate = 0; rate < 4; rate += 1) u16(print.resolutionPpi);
  u8(print.bitDepth);
  u8(RECORD_COMPRESSIONS.indexOf(print.compression));
  u8(print.impressionCode);
  u16(print.widthPixels);
  u16(print.heightPixels);
  u32(image.length);
  bytes.set(image, at);
  return bytes;
}

/** The record of these prints, taken now; no certification blocks, no extended data. */
export function encodeFingerRecord(
  prints: readonly FingerRepresentationInput[],
  now: Date,
): Uint8Array {
  const parts = prints.map((print) => encodeRepresentation(print, now));
  const sizeBytes = parts.reduce((sum, part) => sum + part.length, HEADER_BYTES);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(FORMAT + VERSION_2011, 'latin1');
  header.writeUInt32BE(sizeBytes, 8);
  header.writeUInt16BE(prints.length, 12);
  header.writeUInt8(new Set(prints.map((print) => print.positionCode)).size, 15);
  return Buffer.concat([header, ...parts]);
}
