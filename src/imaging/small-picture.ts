import { pictureLibrary } from './picture-library.ts';
import type { RawRgb } from './plain-background.ts';

/** Wide enough for a head to be some 30 pixels, small enough to average the noise of a sensor away. */
const WIDTH_PIXELS = 160;

/** A picture (JPEG or PNG) as small as a look at it needs; undefined for what is no picture. */
export async function smallPicture(bytes: Uint8Array): Promise<RawRgb | undefined> {
  const sharp = await pictureLibrary();
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .resize({ width: WIDTH_PIXELS })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return undefined;
    return { pixels: data, width: info.width, height: info.height };
  } catch {
    // sharp has one error class for all broken input; programming errors show in the tests as this answer too.
    return undefined;
  }
}
