import { crc32 } from 'node:zlib';
import { pictureLibrary } from './picture-library.ts';
import type { GrayImage } from '../domain/gray-image.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';

/** 'not-a-png': not a readable PNG. 'too-large': more pixels than any fingerprint scan. */
export type GrayPngError = 'not-a-png' | 'too-large';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/**
 * Of zlib. On prints in the 16 greys of the serial modules level 9 takes three times as long (17 ms) and saves half a
 * per cent; level 6 is no quicker for those who wait, and 6 % larger.
 */
const COMPRESSION_LEVEL = 7;
/** A tenprint card at 500 ppi has 16 million pixels. */
const MAXIMUM_PIXELS = 32_000_000;

/**
 * Lossless 8-bit gray PNG with its resolution in a pHYs chunk (PNG specification §11.3.5.3): 500 ppi are 19 685 pixels
 * a metre. No other metadata.
 */
export async function encodeGrayPng(image: GrayImage): Promise<Uint8Array> {
  const { widthPixels, heightPixels, pixels } = image;
  const sharp = await pictureLibrary();
  const png = await sharp(pixels, {
    raw: { width: widthPixels, height: heightPixels, channels: 1 },
  })
    .toColourspace('b-w')
    .png({ compressionLevel: COMPRESSION_LEVEL, adaptiveFiltering: true })
    .toBuffer();
  return withResolution(png, image.resolutionPpi);
}

/**
 * Puts the resolution behind the header chunk, in place of the one that is there. sharp itself would write it only
 * together with an EXIF block and a colour profile.
 */
function withResolution(png: Buffer, resolutionPpi: number): Buffer {
  const parts = [png.subarray(0, PNG_SIGNATURE.length)];
  for (let at = PNG_SIGNATURE.length; at < png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type !== 'pHYs') parts.push(png.subarray(at, end));
    if (type === 'IHDR') parts.push(resolutionChunk(resolutionPpi));
    at = end;
  }
  return Buffer.concat(parts);
}

/** The pHYs chunk: pixels a metre along both axes, unit 1 (metre). */
function resolutionChunk(resolutionPpi: number): Buffer {
  const chunk = Buffer.alloc(21);
  const pixelsPerMetre = Math.round(resolutionPpi / 0.0254);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  chunk.writeUInt32BE(pixelsPerMetre, 8);
  chunk.writeUInt32BE(pixelsPerMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return chunk;
}

/**
 * Reads a PNG as 8-bit gray. Colour becomes luminance and transparency white. The resolution is taken as 500 ppi
 * whatever the file says, for scanned test prints often carry none or a wrong one.
 */
export async function decodeGrayPng(bytes: Uint8Array): Promise<Result<GrayImage, GrayPngError>> {
  if (PNG_SIGNATURE.some((value, index) => bytes[index] !== value)) return err('not-a-png');
  const sharp = await pictureLibrary();
  let decoded;
  try {
    const source = sharp(bytes, { failOn: 'error', limitInputPixels: false });
    const { width, height } = await source.metadata();
    if (width * height > MAXIMUM_PIXELS) return err('too-large');
    decoded = await source
      .flatten({ background: '#ffffff' })
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch {
    // sharp has one error class for all broken input.
    return err('not-a-png');
  }
  const { width, height, channels } = decoded.info;
  if (channels !== 1) throw new Error(`gray picture with ${channels} channels`);
  return ok({
    widthPixels: width,
    heightPixels: height,
    resolutionPpi: 500,
    pixels: new Uint8Array(decoded.data),
  });
}
