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

/** Codes of ISO/IEC 19794-5:2011 Table 17, "image data type", in their order from 0. */
export const FACE_COMPRESSIONS = ['jpeg', 'jpeg-2000-lossy', 'jpeg-2000-lossless', 'png'] as const;

export type FaceCompression = (typeof FACE_COMPRESSIONS)[number];

/** A point of the face (5.6): its type and code as the standard numbers them, and where it is in the picture. */
export interface FaceLandmark {
  readonly typeCode: number;
  readonly pointCode: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The facial information block (5.5), in the standard's own codes; 0 is "unspecified" in each. */
export interface FacialInformation {
  readonly genderCode: number;
  readonly eyeColourCode: number;
  readonly hairColourCode: number;
  readonly subjectHeightCode: number;
  /** 24 bits. */
  readonly propertyMask: number;
  readonly expressionMask: number;
  /** Yaw, pitch, roll, and the uncertainty of each. */
  readonly poseCodes: readonly [number, number, number];
  readonly poseUncertaintyCodes: readonly [number, number, number];
}

/** One picture of a face record. */
export interface FaceRepresentation {
  readonly qualities: readonly RecordQuality[];
  readonly information: FacialInformation;
  readonly landmarks: readonly FaceLandmark[];
  /** 0 basic, 1 full frontal, 2 token frontal … (Table 16). */
  readonly imageTypeCode: number;
  readonly compression: FaceCompression;
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** Pixels over the width of the head, in the eight steps of Table 18. */
  readonly samplingRateLevel: number;
  readonly postAcquisitionMask: number;
  /** The representation that this one was made from; 0 for none. */
  readonly crossReference: number;
  /** 0 unspecified, 1 RGB 24 bits, 3 grey 8 bits … (Table 21). */
  readonly colourSpaceCode: number;
  /** A whole file of the compression. */
  readonly image: Uint8Array;
}

const FORMAT = { identifier: 'FAC\0', version: '030\0' };
const MOST_SAMPLING_RATE_LEVEL = 7;

type Three = readonly [number, number, number];

function three(reader: RecordReader): Three {
  return [reader.u8(), reader.u8(), reader.u8()];
}

function readInformation(reader: RecordReader): FacialInformation {
  return {
    genderCode: reader.u8(),
    eyeColourCode: reader.u8(),
    hairColourCode: reader.u8(),
    subjectHeightCode: reader.u8(),
    propertyMask: reader.u24(),
    expressionMask: reader.u16(),
    poseCodes: three(reader),
    poseUncertaintyCodes: three(reader),
  };
}

function readLandmark(reader: RecordReader): FaceLandmark {
  return {
    typeCode: reader.u8(),
    pointCode: reader.u8(),
    x: reader.u16(),
    y: reader.u16(),
    z: reader.u16(),
  };
}

function readRepresentation(reader: RecordReader): Result<FaceRepresentation, string> {
  const qualities = readCaptureAndQualities(reader);
  const landmarkCount = reader.u16();
  const information = readInformation(reader);
  const landmarks = Array.from({ length: landmarkCount }, () => readLandmark(reader));
  const imageTypeCode = reader.u8();
  const compression = FACE_COMPRESSIONS[reader.u8()];
  const widthPixels = reader.u16();
  const heightPixels = reader.u16();
  const samplingRateLevel = reader.u8();
  const postAcquisitionMask = reader.u16();
  const crossReference = reader.u8();
  const colourSpaceCode = reader.u8();
  // Behind the picture a record of three dimensions has its points, which a camera of the station does not take.
  const image = reader.take(reader.u32());
  if (compression === undefined) return err('an image data type that the standard does not list');
  if (samplingRateLevel > MOST_SAMPLING_RATE_LEVEL) return err('a sampling rate beyond the list');
  if (widthPixels === 0 || heightPixels === 0 || image.length === 0) return err('no picture');
  return ok({
    qualities,
    information,
    landmarks,
    imageTypeCode,
    compression,
    widthPixels,
    heightPixels,
    samplingRateLevel,
    postAcquisitionMask,
    crossReference,
    colourSpaceCode,
    image,
  });
}

/** Certification flag, for which the format has no blocks, and temporal semantics, which one picture has not. */
function readHead(reader: RecordReader): Result<void, string> {
  if (reader.u8() !== 0) return err('certification blocks, which the format does not have');
  reader.take(2);
  return ok(undefined);
}

/**
 * The pictures of a face image record of ISO/IEC 19794-5:2011 (general header 5.3, representation header 5.4, facial
 * information 5.5, landmark points 5.6, image information 5.7, image data 5.8). The error says in words what is wrong.
 * Pictures are views into `bytes`.
 */
export function readFaceRecord(bytes: Uint8Array): Result<readonly FaceRepresentation[], string> {
  return readRecord(bytes, FORMAT, readHead, readRepresentation);
}

function writeRepresentation(face: FaceRepresentation, now: Date): Uint8Array {
  const { information } = face;
  const writer = writeCaptureAndQualities(now, face.qualities)
    .u16(face.landmarks.length)
    .u8(information.genderCode, information.eyeColourCode)
    .u8(information.hairColourCode, information.subjectHeightCode)
    .u24(information.propertyMask)
    .u16(information.expressionMask)
    .u8(...information.poseCodes, ...information.poseUncertaintyCodes);
  for (const { typeCode, pointCode, x, y, z } of face.landmarks) {
    writer.u8(typeCode, pointCode).u16(x, y, z);
  }
  return writer
    .u8(face.imageTypeCode, FACE_COMPRESSIONS.indexOf(face.compression))
    .u16(face.widthPixels, face.heightPixels)
    .u8(face.samplingRateLevel)
    .u16(face.postAcquisitionMask)
    .u8(face.crossReference, face.colourSpaceCode)
    .u32(face.image.length)
    .bytes(face.image)
    .sizedBlock();
}

/** The record of these pictures, taken now, each by itself (temporal semantics 0). */
export function encodeFaceRecord(faces: readonly FaceRepresentation[], now: Date): Uint8Array {
  return writeRecord(
    FORMAT,
    new RecordWriter().u8(0).u16(0).whole(),
    faces.map((face) => writeRepresentation(face, now)),
  );
}
