import { PORTRAIT_WARNINGS } from '../domain/portrait-warning.ts';
import type { PortraitWarning } from '../domain/portrait-warning.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { pictureLibrary } from './picture-library.ts';

export type PortraitError = 'not-an-image' | 'too-small' | 'too-large';

/** Computed from the size and from gray values; nothing here looks for a face. */
export interface PortraitChecks {
  readonly warnings: readonly PortraitWarning[];
  /** Whether the picture was not 3:4 and was cut down around its middle. */
  readonly cropped: boolean;
  /** Mean luminance of the part where the framing guide puts the face, 0–255. */
  readonly faceLuminance: number;
  /** Deviation of the luminance there. */
  readonly faceContrast: number;
  /** Share of pixels there that are burnt out (≥ 250). */
  readonly burntShare: number;
  /** Crété's blur measure there: 0 sharp … 1 without any detail. */
  readonly blur: number;
  /** 0–100, our own score: that of the worst measure, 50 where its warning begins. */
  readonly quality: number;
}

/** A portrait ready for the dossier: 3×4, sRGB JPEG without metadata. */
export interface Portrait {
  readonly jpeg: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly checks: PortraitChecks;
}

/** 3×4 cm at about 500 ppi; Circular 07/2016 Art. 12.1d gives the format 3×4 cm. */
const FULL_SIZE = { width: 600, height: 800 } as const;

/** The fewest pixels of a 3×4 cut. */
export interface PortraitMinimum {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

export const PORTRAIT_MINIMUM: PortraitMinimum = { widthPixels: 480, heightPixels: 640 };

/** The 3×4 cut of 640×480: what is taken from a serial camera that serves because no other works. */
export const FALLBACK_MINIMUM: PortraitMinimum = { widthPixels: 360, heightPixels: 480 };

const MAXIMUM_SIZE_BYTES = 20_000_000;
const MAXIMUM_PIXELS = 60_000_000;
/** A camera page that rounds to whole pixels stays inside this. */
const RATIO_TOLERANCE = 0.01;

const LIMITS = { dark: 70, bright: 205, burntShare: 0.2, contrast: 18, blur: 0.62 } as const;
/** From here on more of a measure makes no better portrait. */
const GOOD = { luminance: 138, contrast: 36, blur: 0.4 } as const;

/** The part of the 3×4 frame in which the guide places the face. */
const FACE = { left: 0.28, top: 0.2, width: 0.44, height: 0.5 } as const;

/**
 * Makes a portrait of a JPEG or PNG: its 3×4 part around the middle, at 600×800 pixels. One below `PORTRAIT_MINIMUM`,
 * where that is taken, keeps the pixels that it has: none are made up.
 */
export async function processPortrait(
  bytes: Uint8Array,
  minimum: PortraitMinimum = PORTRAIT_MINIMUM,
): Promise<Result<Portrait, PortraitError>> {
  if (bytes.length > MAXIMUM_SIZE_BYTES) return err('too-large');
  if (!isJpegOrPng(bytes)) return err('not-an-image');
  const sharp = await pictureLibrary();
  let upright;
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (autoOrient.width * autoOrient.height > MAXIMUM_PIXELS) return err('too-large');
    const frame = centralFrame(autoOrient.width, autoOrient.height);
    if (isBelow(frame, minimum)) return err('too-small');
    const size = isBelow(frame, PORTRAIT_MINIMUM) ? frame : FULL_SIZE;
    const cropped = frame.width !== autoOrient.width || frame.height !== autoOrient.height;
    const picture = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .extract(frame)
      .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    upright = { ...picture, cropped };
  } catch {
    // sharp has one error class for all broken input; programming errors show in the tests as this answer too.
    return err('not-an-image');
  }
  const { width, height, channels } = upright.info;
  const jpeg = await sharp(upright.data, { raw: { width, height, channels } })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const checks = checkPortrait({ pixels: upright.data, width, height, channels }, upright.cropped);
  return ok({ jpeg, widthPixels: width, heightPixels: height, checks });
}

function isJpegOrPng(bytes: Uint8Array): boolean {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
  return isJpeg || isPng;
}

/** The whole picture when it is 3:4 within the tolerance, otherwise the largest 3:4 part around its middle. */
function centralFrame(
  width: number,
  height: number,
): { left: number; top: number; width: number; height: number } {
  const ratio = width / height / 0.75;
  if (Math.abs(ratio - 1) <= RATIO_TOLERANCE) return { left: 0, top: 0, width, height };
  const frameWidth = ratio > 1 ? Math.round(height * 0.75) : width;
  const frameHeight = ratio > 1 ? height : Math.round(width / 0.75);
  return {
    left: (width - frameWidth) >> 1,
    top: (height - frameHeight) >> 1,
    width: frameWidth,
    height: frameHeight,
  };
}

interface RawPicture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

function isBelow(
  { width, height }: { width: number; height: number },
  { widthPixels, heightPixels }: PortraitMinimum,
): boolean {
  return width < widthPixels || height < heightPixels;
}

function checkPortrait(picture: RawPicture, cropped: boolean): PortraitChecks {
  const face = faceLuminances(picture);
  let sum = 0;
  let squares = 0;
  let burnt = 0;
  for (const value of face.values) {
    sum += value;
    squares += value * value;
    if (value >= 250) burnt += 1;
  }
  const count = face.values.length;
  const mean = sum / count;
  const contrast = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const blur = blurMeasure(face.values, face.width, face.height);
  const burntShare = burnt / count;
  const found: Record<PortraitWarning, boolean> = {
    'too-dark': mean < LIMITS.dark,
    'too-bright': mean > LIMITS.bright || burntShare > LIMITS.burntShare,
    'low-contrast': contrast < LIMITS.contrast,
    blurred: blur > LIMITS.blur,
    'low-resolution': isBelow(picture, PORTRAIT_MINIMUM),
  };
  return {
    warnings: PORTRAIT_WARNINGS.filter((warning) => found[warning]),
    cropped,
    faceLuminance: mean,
    faceContrast: contrast,
    burntShare,
    blur,
    quality: quality({ mean, contrast, blur, burntShare, width: picture.width }),
  };
}

/** Each measure from 0 at its worst over 50 at its limit to 100 at what a good portrait has; the worst of them. */
function quality(of: {
  mean: number;
  contrast: number;
  blur: number;
  burntShare: number;
  width: number;
}): number {
  const scores = [
    scale(of.mean, [0, LIMITS.dark, GOOD.luminance]),
    scale(of.mean, [255, LIMITS.bright, GOOD.luminance]),
    scale(of.contrast, [0, LIMITS.contrast, GOOD.contrast]),
    scale(of.blur, [1, LIMITS.blur, GOOD.blur]),
    scale(of.burntShare, [1, LIMITS.burntShare, 0]),
    scale(of.width, [0, PORTRAIT_MINIMUM.widthPixels, FULL_SIZE.width]),
  ];
  return Math.round(Math.min(...scores));
}

function scale(value: number, [worst, limit, good]: readonly [number, number, number]): number {
  const beyond = (value - limit) / (good - limit);
  if (beyond >= 0) return 50 + 50 * Math.min(1, beyond);
  return 50 * Math.max(0, (value - worst) / (limit - worst));
}

/** Luminance (ITU-R BT.709 weights on the sRGB values) of the face part. */
function faceLuminances(picture: RawPicture): {
  values: Float32Array;
  width: number;
  height: number;
} {
  const { pixels, channels } = picture;
  const left = Math.round(FACE.left * picture.width);
  const top = Math.round(FACE.top * picture.height);
  const width = Math.round(FACE.width * picture.width);
  const height = Math.round(FACE.height * picture.height);
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = ((top + row) * picture.width + left + column) * channels;
      const red = pixels[at]!; // the part lies inside the picture
      const green = channels >= 3 ? pixels[at + 1]! : red;
      const blue = channels >= 3 ? pixels[at + 2]! : red;
      values[row * width + column] = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
  }
  return { values, width, height };
}

/**
 * No-reference blur measure (Crété-Roffet et al., 2007): blur the picture again; a sharp one loses much of its
 * differences between neighbours, a blurred one next to none. The greater of both directions.
 */
function blurMeasure(values: Float32Array, width: number, height: number): number {
  return Math.max(
    directionalBlur(values, width, height, 1, width),
    directionalBlur(values, height, width, width, 1),
  );
}

/** Along lines of `length` pixels that are `step` apart; the lines themselves are `nextLine` apart. */
function directionalBlur(
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  nextLine: number,
): number {
  const half = 4;
  let before = 0;
  let lost = 0;
  for (let line = 0; line < lines; line += 1) {
    const start = line * nextLine;
    let previous: number | undefined;
    for (let place = half; place < length - half; place += 1) {
      let sum = 0;
      for (let offset = -half; offset <= half; offset += 1) {
        sum += values[start + (place + offset) * step]!; // kept inside the line by `half`
      }
      const smooth = sum / (2 * half + 1);
      if (previous !== undefined) {
        const here = values[start + place * step]! - values[start + (place - 1) * step]!;
        const difference = Math.abs(here);
        before += difference;
        lost += Math.max(0, difference - Math.abs(smooth - previous));
      }
      previous = smooth;
    }
  }
  return before > 0 ? 1 - lost / before : 1;
}
