import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { backgroundOf, luminanceOf } from './plain-background.ts';
import type { RawRgb } from './plain-background.ts';
import { smallPicture } from './small-picture.ts';

/** How the wall behind a person is lit. */
export interface BackgroundLight {
  /** 0–255, of the darker side. */
  readonly luminance: number;
  /** 0–1: of the whole picture, what is as bright as the camera can tell. */
  readonly burntShare: number;
}

/** `not-plain`: the wall is patterned, dark, or hidden by somebody. */
export type BackgroundError = 'not-an-image' | 'not-plain';

const BURNT_LUMINANCE = 250;

/**
 * Measures the light on the wall at the picture's upper corners: who sits before it does not matter.
 * @param picture JPEG or PNG
 */
export async function backgroundLight(
  picture: Uint8Array,
): Promise<Result<BackgroundLight, BackgroundError>> {
  const raw = await smallPicture(picture);
  if (raw === undefined) return err('not-an-image');
  const background = backgroundOf(raw);
  if (background === undefined) return err('not-plain');
  const luminance = Math.min(luminanceOf(background.left), luminanceOf(background.right));
  return ok({ luminance, burntShare: burntShare(raw) });
}

function burntShare({ pixels, width, height }: RawRgb): number {
  let burnt = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!] as const; // three bytes a pixel
    if (luminanceOf(colour) >= BURNT_LUMINANCE) burnt += 1;
  }
  return burnt / (width * height);
}
