import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { decodeColourJpeg2000 } from './jpeg-2000.ts';
import { pictureLibrary } from './picture-library.ts';

/** A picture of a face as a camera gives it: a whole file, or a bare JPEG 2000 codestream. */
export interface CameraPicture {
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/jp2' | 'image/j2c';
  readonly bytes: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** The picture as a file that the station's portraits are made of: JPEG or PNG. Certified cameras give JPEG 2000. */
export async function portraitFile(
  picture: CameraPicture,
): Promise<Result<Uint8Array, 'not-an-image'>> {
  if (picture.mediaType === 'image/jpeg' || picture.mediaType === 'image/png') {
    return ok(picture.bytes);
  }
  const pixels = await decodeColourJpeg2000(picture.bytes, picture);
  if (!pixels.ok) return err('not-an-image');
  const sharp = await pictureLibrary();
  const { widthPixels: width, heightPixels: height } = picture;
  return ok(
    await sharp(pixels.value, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
}
