import sharp from 'sharp';
import type { Sharp } from 'sharp';

import type { Eye } from '../../../domain/eye.ts';
import { isoFingerCode } from '../../../domain/finger-position.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { Impression } from '../../../domain/impression.ts';
import { encodeFaceRecord } from '../../protocols/sbi/face-record.ts';
import type { FaceRepresentation } from '../../protocols/sbi/face-record.ts';
import { encodeFingerRecord, IMPRESSION_CODE } from '../../protocols/sbi/finger-record.ts';
import { encodeIrisRecord } from '../../protocols/sbi/iris-record.ts';
import type { RecordQuality } from '../../protocols/sbi/record-frame.ts';
import { exceptionPhoto, portrait, PORTRAIT_EYES } from './face-scene.ts';
import { eyePicture } from './iris-scene.ts';
import { encodeJpeg2000 } from './jpeg-2000.ts';
import type { Person } from './person.ts';

/**
 * How pictures travel: `jpeg-2000` without loss, as the interface wants it of registration devices; `plain` is PNG for
 * prints and irises, and JPEG for faces.
 */
export type SbiCompression = 'jpeg-2000' | 'plain';

const NFIQ2_ALGORITHM = 1;

/** ISO/IEC 19794-5:2011: a landmark of the MPEG-4 kind; the middles of the left and the right eye are 12.1 and 12.2. */
const MPEG4_LANDMARK = 1;
const LEFT_EYE_POINT = 0xc1;
const RIGHT_EYE_POINT = 0xc2;

interface Pixels {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** Row after row, the channels of a pixel together. */
  readonly pixels: Uint8Array;
}

function quality(score: number): readonly RecordQuality[] {
  return [{ score: Math.round(score), vendorId: 0, algorithmId: NFIQ2_ALGORITHM }];
}

export function grey({ widthPixels: width, heightPixels: height, pixels }: Pixels): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
}

export function colour({ widthPixels: width, heightPixels: height, pixels }: Pixels): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/**
 * One print as a record of ISO/IEC 19794-4:2011.
 *
 * @param said what the record is to say of how the finger lay, where that is other than how it lay
 */
export async function printRecord(
  person: Person,
  position: FingerPosition,
  impression: Impression,
  options: {
    readonly score: number;
    readonly compression: SbiCompression;
    readonly said?: Impression;
  },
): Promise<Uint8Array> {
  const print = await person.picture(position, impression);
  const isPlain = options.compression === 'plain';
  const image = isPlain
    ? await grey(print).png().toBuffer()
    : await encodeJpeg2000(print.pixels, { ...print, channels: 1 });
  const isRolled = (options.said ?? impression) === 'live-rolled';
  const representation = {
    positionCode: isoFingerCode(position),
    impressionCode: isRolled ? IMPRESSION_CODE.liveRolled : IMPRESSION_CODE.livePlain,
    widthPixels: print.widthPixels,
    heightPixels: print.heightPixels,
    resolutionPpi: print.resolutionPpi,
    bitDepth: 8,
    compression: isPlain ? 'png' : 'jpeg-2000-lossless',
    qualities: quality(options.score),
    image,
  } as const;
  return encodeFingerRecord([representation], new Date());
}

/** A portrait, or the photo with both hands where something is missing, as a record of ISO/IEC 19794-5:2011. */
export async function faceRecord(
  person: Person,
  missing: readonly (FingerPosition | Eye)[],
  options: { readonly score: number; readonly compression: SbiCompression },
): Promise<Uint8Array> {
  const isPortrait = missing.length === 0;
  const picture = isPortrait
    ? await portrait(person.seed)
    : await exceptionPhoto(person.seed, missing);
  const isPlain = options.compression === 'plain';
  const { widthPixels, heightPixels } = picture;
  const face: FaceRepresentation = {
    qualities: quality(options.score),
    information: {
      genderCode: 0,
      eyeColourCode: 0,
      hairColourCode: 0,
      subjectHeightCode: 0,
      propertyMask: 0,
      expressionMask: 0,
      poseCodes: [0, 0, 0],
      poseUncertaintyCodes: [0, 0, 0],
    },
    landmarks: isPortrait
      ? [
          landmark(LEFT_EYE_POINT, PORTRAIT_EYES.left),
          landmark(RIGHT_EYE_POINT, PORTRAIT_EYES.right),
        ]
      : [],
    // Full frontal, or basic where hands are in it; a head of 240 to 300 pixels; 24 bits of colour.
    imageTypeCode: isPortrait ? 1 : 0,
    samplingRateLevel: 2,
    colourSpaceCode: 1,
    postAcquisitionMask: 0,
    crossReference: 0,
    compression: isPlain ? 'jpeg' : 'jpeg-2000-lossless',
    widthPixels,
    heightPixels,
    image: isPlain
      ? await colour(picture).jpeg({ quality: 92 }).toBuffer()
      : await encodeJpeg2000(picture.pixels, { ...picture, channels: 3 }),
  };
  return encodeFaceRecord([face], new Date());
}

function landmark(
  pointCode: number,
  { x, y }: { readonly x: number; readonly y: number },
): FaceRepresentation['landmarks'][number] {
  return { typeCode: MPEG4_LANDMARK, pointCode, x, y, z: 0 };
}

/** One eye as a record of ISO/IEC 19794-6:2011. */
export async function irisRecord(
  person: Person,
  eye: Eye,
  options: { readonly score: number; readonly compression: SbiCompression },
): Promise<Uint8Array> {
  const picture = eyePicture(person.seed, eye, person.touch);
  const { widthPixels, heightPixels, centreX, centreY, irisDiameterPixels } = picture;
  const isPlain = options.compression === 'plain';
  const iris = {
    qualities: quality(options.score),
    representationNumber: 1,
    eye,
    // VGA; base bottom and left, never compressed before; distance and roll are not measured.
    imageTypeCode: 2,
    imageProperties: 0b0100_0101,
    range: 0,
    rollAngle: 0xffff,
    rollAngleUncertainty: 0xffff,
    place: {
      centreX: [centreX, centreX],
      centreY: [centreY, centreY],
      diameter: [irisDiameterPixels, irisDiameterPixels],
    },
    compression: isPlain ? 'png' : 'jpeg-2000',
    widthPixels,
    heightPixels,
    bitDepth: 8,
    image: isPlain
      ? await grey(picture).png().toBuffer()
      : await encodeJpeg2000(picture.pixels, { ...picture, channels: 1 }),
  } as const;
  return encodeIrisRecord([iris], new Date());
}
