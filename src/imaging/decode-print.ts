import type { GrayImage } from '../domain/gray-image.ts';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { decodeGrayJpeg2000 } from './jpeg-2000.ts';
import { pictureLibrary } from './picture-library.ts';

/** A print as a scanner compressed it, and what its record says of it (ISO/IEC 19794-4:2011). */
export interface CompressedPrint {
  readonly compression: 'raw' | 'wsq' | 'jpeg' | 'jpeg-2000-lossy' | 'jpeg-2000-lossless' | 'png';
  readonly bytes: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: number;
}

/**
 * - `unsupported`: a compression, a depth or a resolution that the station cannot read;
 * - `damaged`: not a picture of that compression;
 * - `wrong-size`: another size than the record says;
 * - `too-large`: more pixels than a print has, or so coded that decoding would not end in sensible time.
 */
export type DecodePrintError = 'unsupported' | 'damaged' | 'wrong-size' | 'too-large';

/** A rolled print of the largest platen for one finger, 1.6 × 1.5 inches, at 1000 ppi has 2.4 million. */
const MOST_PIXELS = 4_000_000;

const STATION_PPI = 500;
/** Scanners call 197 pixels a centimetre 500 ppi. */
const SAME_PPI = 5;

interface Pixels {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly pixels: Uint8Array;
}

/** The print as the station looks at it: 8-bit grey at 500 ppi. Nothing is decoded that is not of the size it says. */
export async function decodePrint(
  print: CompressedPrint,
): Promise<Result<GrayImage, DecodePrintError>> {
  const { widthPixels, heightPixels, resolutionPpi } = print;
  if (widthPixels < 1 || heightPixels < 1) return err('wrong-size');
  if (widthPixels * heightPixels > MOST_PIXELS) return err('too-large');
  if (resolutionPpi < STATION_PPI - SAME_PPI) return err('unsupported');
  const pixels = await pixelsOf(print);
  if (!pixels.ok) return pixels;
  const decoded = { widthPixels, heightPixels, pixels: pixels.value };
  return ok({ ...(await atStationPpi(decoded, resolutionPpi)), resolutionPpi: STATION_PPI });
}

async function pixelsOf(print: CompressedPrint): Promise<Result<Uint8Array, DecodePrintError>> {
  const { compression, bytes, widthPixels, heightPixels } = print;
  switch (compression) {
    case 'raw':
      return bytes.length === widthPixels * heightPixels
        ? ok(Uint8Array.from(bytes))
        : err('wrong-size');
    case 'jpeg':
    case 'png':
      return decodeFile(compression, print);
    case 'jpeg-2000-lossy':
    case 'jpeg-2000-lossless':
      return decodeGrayJpeg2000(bytes, print);
    case 'wsq':
      return err('unsupported');
  }
}

async function decodeFile(
  format: 'jpeg' | 'png',
  { bytes, widthPixels, heightPixels }: CompressedPrint,
): Promise<Result<Uint8Array, DecodePrintError>> {
  const sharp = await pictureLibrary();
  try {
    const source = sharp(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS });
    const file = await source.metadata();
    if (file.format !== format) return err('damaged');
    if (file.width !== widthPixels || file.height !== heightPixels) return err('wrong-size');
    const { data } = await source
      .flatten({ background: '#ffffff' })
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return ok(Uint8Array.from(data));
  } catch {
    // sharp has one error class for all broken input.
    return err('damaged');
  }
}

/** A finer picture is made smaller: filtered, then sampled. */
async function atStationPpi(picture: Pixels, resolutionPpi: number): Promise<Pixels> {
  if (Math.abs(resolutionPpi - STATION_PPI) <= SAME_PPI) return picture;
  const sharp = await pictureLibrary();
  const { widthPixels: width, heightPixels: height, pixels } = picture;
  const scale = STATION_PPI / resolutionPpi;
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
      fit: 'fill',
    })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { widthPixels: info.width, heightPixels: info.height, pixels: Uint8Array.from(data) };
}
