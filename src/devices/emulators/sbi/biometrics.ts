import sharp from 'sharp';
import type { Sharp } from 'sharp';

import { isoFingerCode } from '../../../domain/finger-position.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { GrayImage } from '../../../domain/gray-image.ts';
import { encodeFingerRecord } from '../../protocols/sbi/finger-record.ts';
import { renderTouch } from '../synthetic-print/index.ts';

/** What lies on the emulated device. */
export interface Hand {
  readonly personSeed: number;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

const NFIQ2_ALGORITHM = 1;

function render(hand: Hand, position: FingerPosition, touch: number): GrayImage {
  return renderTouch({ ...hand, position, touch, condition: 'good' });
}

function raw(image: GrayImage): Sharp {
  const { widthPixels: width, heightPixels: height } = image;
  return sharp(image.pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
}

/** One print as a record of ISO/IEC 19794-4:2011, compressed as PNG (code 6). */
export async function printRecord(
  hand: Hand,
  position: FingerPosition,
  touch: number,
  score: number,
): Promise<Uint8Array> {
  const print = render(hand, position, touch);
  const image = await raw(print).png().toBuffer();
  const representation = {
    positionCode: isoFingerCode(position),
    impressionCode: 0,
    widthPixels: print.widthPixels,
    heightPixels: print.heightPixels,
    resolutionPpi: 500,
    bitDepth: 8,
    compression: 'png',
    qualities: [{ score: Math.round(score), vendorId: 0, algorithmId: NFIQ2_ALGORITHM }],
    image,
  } as const;
  return encodeFingerRecord([representation], new Date());
}

/** The general header of a face (ISO/IEC 19794-5) or iris record (19794-6) of 2011 around a grey picture: no more. */
export async function plainRecord(format: 'FAC' | 'IIR', seed: number): Promise<Uint8Array> {
  const picture = { width: 64, height: 64, channels: 1 } as const;
  const pixels = Uint8Array.from({ length: 64 * 64 }, (_, at) => (at * 7 + seed * 31) % 256);
  const image = await sharp(pixels, { raw: picture }).png().toBuffer();
  const header = Buffer.alloc(format === 'FAC' ? 17 : 16);
  header.write(format === 'FAC' ? 'FAC\0' + '030\0' : 'IIR\0' + '020\0', 'latin1');
  header.writeUInt32BE(header.length + image.length, 8);
  header.writeUInt16BE(1, 12);
  return Buffer.concat([header, image]);
}

/** What the camera of the device sees, picture after picture. */
export async function previewFrames(hand: Hand): Promise<readonly Uint8Array[]> {
  const touches = [0, 1, 2].map((touch) => render(hand, 'right-index', touch));
  return Promise.all(touches.map((print) => raw(print).jpeg({ quality: 70 }).toBuffer()));
}
