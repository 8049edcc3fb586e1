import { fingerPositionFromIsoCode } from '../../../domain/finger-position.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { RecordWriter } from './record-bytes.ts';
import type { RecordReader } from './record-bytes.ts';
import {
  readCaptureAndQualities,
  readRecord,
  writeCaptureAndQualities,
  writeRecord,
} from './record-frame.ts';
import type { RecordQuality } from './record-frame.ts';

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

/** Codes of ISO/IEC 19794-4:2011 Table 9, as far as a live scanner sends them. */
export const IMPRESSION_CODE = { livePlain: 0, liveRolled: 1, unknown: 29 } as const;

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

const FORMAT = { identifier: 'FIR\0', version: '020\0' };
const CENTIMETRES_PER_INCH = 2.54;

function readRepresentation(
  reader: RecordReader,
  isCertified: boolean,
): Result<FingerRepresentation, string> {
  const qualities = readCaptureAndQualities(reader);
  if (isCertified) reader.take(3 * reader.u8());
  const positionCode = reader.u8();
  reader.take(1);
  const scale = reader.u8();
  reader.take(4);
  const horizontalRate = reader.u16();
  const verticalRate = reader.u16();
  const bitDepth = reader.u8();
  const compression = RECORD_COMPRESSIONS[reader.u8()];
  const impressionCode = reader.u8();
  const widthPixels = reader.u16();
  const heightPixels = reader.u16();
  const image = reader.take(reader.u32());
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

/**
 * The prints of a finger image record of ISO/IEC 19794-4:2011 (general header 8.2, representation header 8.3). The
 * error says in words what is wrong. Extended data blocks are passed over. Pictures are views into `bytes`.
 */
export function readFingerRecord(
  bytes: Uint8Array,
): Result<readonly FingerRepresentation[], string> {
  return readRecord(bytes, FORMAT, readCertificationFlag, readRepresentation);
}

/** Certification flag, and the number of distinct fingers, which the representations tell. */
function readCertificationFlag(reader: RecordReader): Result<boolean, string> {
  const isCertified = reader.u8() !== 0;
  reader.take(1);
  return ok(isCertified);
}

export type FingerRepresentationInput = Omit<FingerRepresentation, 'position'>;

function writeRepresentation(print: FingerRepresentationInput, now: Date): Uint8Array {
  const rate = print.resolutionPpi;
  return writeCaptureAndQualities(now, print.qualities)
    .u8(print.positionCode, 0, 1)
    .u16(rate, rate, rate, rate)
    .u8(print.bitDepth, RECORD_COMPRESSIONS.indexOf(print.compression), print.impressionCode)
    .u16(print.widthPixels, print.heightPixels)
    .u32(print.image.length)
    .bytes(print.image)
    .sizedBlock();
}

/** The record of these prints, taken now; no certification blocks, no extended data. */
export function encodeFingerRecord(
  prints: readonly FingerRepresentationInput[],
  now: Date,
): Uint8Array {
  const fingers = new Set(prints.map((print) => print.positionCode)).size;
  return writeRecord(
    FORMAT,
    new RecordWriter().u8(0, fingers).whole(),
    prints.map((print) => writeRepresentation(print, now)),
  );
}
