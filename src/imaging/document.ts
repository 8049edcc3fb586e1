import type { OutputInfo, Sharp } from 'sharp';
import { pictureLibrary } from './picture-library.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { inspectPdf, looksLikePdf } from './pdf-check.ts';

/** Why a document is refused, each with its own sentence for the officer. */
export const DOCUMENT_ERRORS = [
  /** No bytes. */
  'empty',
  /** More than 20 MB, or more pixels than any scan: not opened. */
  'too-large',
  /** Neither a picture that can be read nor a PDF, by content. */
  'unknown-type',
  'broken-image',
  /** A picture file with more than one page (TIFF): only the first would be kept. */
  'several-pages',
  'broken-pdf',
  'encrypted-pdf',
  /** A sound PDF of more than 2 MB, which cannot be made smaller without changing it. */
  'pdf-too-large',
] as const;

export type DocumentError = (typeof DOCUMENT_ERRORS)[number];

/** Part of the upright picture, as shares of its width and height, 0–1. */
export interface CropFractions {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A document ready for the dossier. */
export type ProcessedDocument =
  | {
      readonly mediaType: 'image/jpeg';
      readonly bytes: Uint8Array;
      readonly pages: 1;
      readonly widthPixels: number;
      readonly heightPixels: number;
      /** For lists: at most 320 pixels on the long side. */
      readonly thumbnailJpeg: Uint8Array;
    }
  | { readonly mediaType: 'application/pdf'; readonly bytes: Uint8Array; readonly pages: number };

export const MAXIMUM_DOCUMENT_INPUT_BYTES = 20_000_000;
export const MAXIMUM_DOCUMENT_BYTES = 2_000_000;
/** Phones reach 108 million pixels; beyond is a decompression bomb. */
const MAXIMUM_PIXELS = 120_000_000;
/** The long side of A4 (297 mm) at 212 ppi, of an identity paper far above 300 ppi. */
const LONG_SIDE_PIXELS = 2480;
const THUMBNAIL_PIXELS = 320;
const QUALITIES = [86, 78, 70, 60, 50] as const;
/** When the lowest quality is not enough, the picture shrinks by this and the qualities are tried again. */
const SHRINK_STEP = 0.8;

/**
 * Prepares a photograph, a scan or a PDF. The type is found by content. A picture is turned upright by its EXIF mark,
 * cropped, scaled, stripped of metadata and compressed below 2 MB; a PDF is checked and kept byte for byte.
 */
export async function processDocument(
  bytes: Uint8Array,
  crop?: CropFractions,
): Promise<Result<ProcessedDocument, DocumentError>> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > MAXIMUM_DOCUMENT_INPUT_BYTES) return err('too-large');
  if (looksLikePicture(bytes)) return processPicture(bytes, crop);
  return looksLikePdf(bytes) ? processPdf(bytes) : err('unknown-type');
}

function processPdf(bytes: Uint8Array): Result<ProcessedDocument, DocumentError> {
  const inspected = inspectPdf(bytes);
  if (!inspected.ok) return inspected;
  if (bytes.length > MAXIMUM_DOCUMENT_BYTES) return err('pdf-too-large');
  return ok({ mediaType: 'application/pdf', bytes, pages: inspected.value.pages });
}

/** JPEG, PNG, WebP, TIFF, and the ISO base media pictures (HEIC, AVIF), by their first bytes. */
function looksLikePicture(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return (
    start.startsWith('\xff\xd8\xff') ||
    start.startsWith('\x89PNG\r\n\x1a\n') ||
    (start.startsWith('RIFF') && start.endsWith('WEBP')) ||
    start.startsWith('II*\0') ||
    start.startsWith('MM\0*') ||
    isBaseMedia(bytes)
  );
}

function isBaseMedia(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(4, 12)).toString('latin1');
  return /^ftyp(heic|heix|hevc|mif1|msf1|avif)/.test(start);
}

async function processPicture(
  bytes: Uint8Array,
  crop: CropFractions | undefined,
): Promise<Result<ProcessedDocument, DocumentError>> {
  const sharp = await pictureLibrary();
  let upright;
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (metadata.width * metadata.height > MAXIMUM_PIXELS) return err('too-large');
    if ((metadata.pages ?? 1) > 1 && metadata.format !== 'heif') return err('several-pages');
    const { width, height } = metadata.autoOrient;
    upright = await sharp(bytes, { failOn: 'error', limitInputPixels: MAXIMUM_PIXELS })
      .autoOrient()
      .extract(cropPixels(crop, width, height))
      .resize({
        width: LONG_SIDE_PIXELS,
        height: LONG_SIDE_PIXELS,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch {
    // sharp has one error class. The prebuilt decoder has no HEVC: a HEIC file is sound, but of a type not read here.
    return err(isBaseMedia(bytes) ? 'unknown-type' : 'broken-image');
  }
  const { width, height, channels } = upright.info;
  const picture = sharp(upright.data, { raw: { width, height, channels } });
  const thumbnailJpeg = await picture
    .clone()
    .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside' })
    .jpeg({ quality: 75 })
    .toBuffer();
  const fitted = await compress(picture, Math.max(width, height));
  return ok({
    mediaType: 'image/jpeg',
    bytes: fitted.data,
    pages: 1,
    widthPixels: fitted.info.width,
    heightPixels: fitted.info.height,
    thumbnailJpeg,
  });
}

/** The wanted part in whole pixels, inside the picture and at least one pixel large. */
function cropPixels(
  crop: CropFractions | undefined,
  width: number,
  height: number,
): { left: number; top: number; width: number; height: number } {
  if (crop === undefined) return { left: 0, top: 0, width, height };
  const left = Math.min(width - 1, Math.max(0, Math.round(crop.left * width)));
  const top = Math.min(height - 1, Math.max(0, Math.round(crop.top * height)));
  return {
    left,
    top,
    width: Math.min(width - left, Math.max(1, Math.round(crop.width * width))),
    height: Math.min(height - top, Math.max(1, Math.round(crop.height * height))),
  };
}

/** The best quality that stays below the limit; smaller pictures when none does. */
async function compress(
  picture: Sharp,
  longSide: number,
): Promise<{ data: Buffer; info: OutputInfo }> {
  for (let side = longSide; ; side = Math.floor(side * SHRINK_STEP)) {
    for (const quality of QUALITIES) {
      const fitted = await picture
        .clone()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality })
        .toBuffer({ resolveWithObject: true });
      if (fitted.data.length <= MAXIMUM_DOCUMENT_BYTES) return fitted;
    }
  }
}
