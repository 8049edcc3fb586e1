import type { Eye } from '../../../domain/eye.ts';
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

/** Codes of ISO/IEC 19794-6:2011 Table 4, "image format". */
const COMPRESSION_CODES = {
  raw: 2,
  'raw-rgb': 4,
  jpeg: 6,
  'jpeg-rgb': 8,
  'jpeg-2000': 10,
  'jpeg-2000-rgb': 12,
  png: 14,
  'png-rgb': 16,
} as const;

export type IrisCompression = keyof typeof COMPRESSION_CODES;

const COMPRESSIONS: ReadonlyMap<number, IrisCompression> = new Map(
  // The keys of the record are the compressions, every one.
  Object.entries(COMPRESSION_CODES).map(([name, code]) => [code, name as IrisCompression]),
);

/** Codes of Table 4, "eye label"; 0 is undefined. */
const EYE_CODES: Readonly<Record<Eye, number>> = { right: 1, left: 2 };

/** Where the iris is and how large, in pixels, from the smallest to the largest estimate; 0 is undefined. */
export interface IrisPlace {
  readonly centreX: readonly [number, number];
  readonly centreY: readonly [number, number];
  readonly diameter: readonly [number, number];
}

/** One picture of an iris record. */
export interface IrisRepresentation {
  readonly qualities: readonly RecordQuality[];
  /** Counts from 1 in the record. */
  readonly representationNumber: number;
  /** Undefined where the device does not know which eye it saw. */
  readonly eye: Eye | undefined;
  /** 1 uncropped, 2 VGA, 3 cropped, 7 cropped and masked. */
  readonly imageTypeCode: number;
  readonly compression: IrisCompression;
  /** Orientations and compression history, as the bits of the standard. */
  readonly imageProperties: number;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly bitDepth: number;
  /** Distance of the camera, millimetres; 0 unassigned, 1 failed, 65 535 out of range. */
  readonly range: number;
  /** Of 65 536 steps a turn; 65 535 is undefined. */
  readonly rollAngle: number;
  readonly rollAngleUncertainty: number;
  readonly place: IrisPlace;
  /** The picture as the compression left it. */
  readonly image: Uint8Array;
}

const FORMAT = { identifier: 'IIR\0', version: '020\0' };

function eyeOf(code: number): Eye | undefined {
  if (code === EYE_CODES.left) return 'left';
  return code === EYE_CODES.right ? 'right' : undefined;
}

function two(reader: RecordReader): readonly [number, number] {
  return [reader.u16(), reader.u16()];
}

function readRepresentation(reader: RecordReader): Result<IrisRepresentation, string> {
  const qualities = readCaptureAndQualities(reader);
  const representationNumber = reader.u16();
  const eyeCode = reader.u8();
  const imageTypeCode = reader.u8();
  const compression = COMPRESSIONS.get(reader.u8());
  const imageProperties = reader.u8();
  const widthPixels = reader.u16();
  const heightPixels = reader.u16();
  const bitDepth = reader.u8();
  const range = reader.u16();
  const rollAngle = reader.u16();
  const rollAngleUncertainty = reader.u16();
  const place = { centreX: two(reader), centreY: two(reader), diameter: two(reader) };
  const image = reader.take(reader.u32());
  if (eyeCode > 2) return err(`eye label ${eyeCode}`);
  if (compression === undefined) return err('an image format that the standard does not list');
  if (widthPixels === 0 || heightPixels === 0 || image.length === 0) return err('no picture');
  return ok({
    qualities,
    representationNumber,
    eye: eyeOf(eyeCode),
    imageTypeCode,
    compression,
    imageProperties,
    widthPixels,
    heightPixels,
    bitDepth,
    range,
    rollAngle,
    rollAngleUncertainty,
    place,
    image,
  });
}

/** Certification flag, for which the format has no blocks, and the number of eyes, which the representations tell. */
function readHead(reader: RecordReader): Result<void, string> {
  if (reader.u8() !== 0) return err('certification blocks, which the format does not have');
  reader.take(1);
  return ok(undefined);
}

/**
 * The pictures of an iris image record of ISO/IEC 19794-6:2011 (general header 6.4, representation header 6.5.1). The
 * error says in words what is wrong. Pictures are views into `bytes`.
 */
export function readIrisRecord(bytes: Uint8Array): Result<readonly IrisRepresentation[], string> {
  return readRecord(bytes, FORMAT, readHead, readRepresentation);
}

function writeRepresentation(iris: IrisRepresentation, now: Date): Uint8Array {
  const { place } = iris;
  return writeCaptureAndQualities(now, iris.qualities)
    .u16(iris.representationNumber)
    .u8(iris.eye === undefined ? 0 : EYE_CODES[iris.eye], iris.imageTypeCode)
    .u8(COMPRESSION_CODES[iris.compression], iris.imageProperties)
    .u16(iris.widthPixels, iris.heightPixels)
    .u8(iris.bitDepth)
    .u16(iris.range, iris.rollAngle, iris.rollAngleUncertainty)
    .u16(...place.centreX, ...place.centreY, ...place.diameter)
    .u32(iris.image.length)
    .bytes(iris.image)
    .sizedBlock();
}

/** The record of these pictures, taken now. */
export function encodeIrisRecord(irises: readonly IrisRepresentation[], now: Date): Uint8Array {
  const eyes = new Set(irises.map(({ eye }) => eye)).size;
  return writeRecord(
    FORMAT,
    new RecordWriter().u8(0, eyes).whole(),
    irises.map((iris) => writeRepresentation(iris, now)),
  );
}
