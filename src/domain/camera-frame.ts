import { largestThreeByFour, PORTRAIT_WIDTH_PIXELS } from './three-by-four.ts';

export interface FrameSize {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** What is asked of a camera first: the finest that still runs at full rate over USB 2. */
export const PORTRAIT_FRAME: FrameSize = { widthPixels: 1920, heightPixels: 1080 };

/** Larger than any camera: it gives its largest. Papers are read, not watched. */
export const PAPER_FRAME: FrameSize = { widthPixels: 7680, heightPixels: 4320 };

/** Other sizes that cameras have, none larger than the first choice but for the higher ones of 4 : 3. */
const OTHER_SIZES: readonly FrameSize[] = [
  [1600, 1200],
  [1440, 1080],
  [1280, 1024],
  [1280, 960],
  [1152, 864],
  [1280, 800],
  [1024, 768],
  [1280, 720],
  [800, 600],
  [640, 480],
].map(([widthPixels = 0, heightPixels = 0]) => ({ widthPixels, heightPixels }));

/** Whether the 3×4 cut of the frame has 600×800 pixels. */
export function isFineEnough({ widthPixels, heightPixels }: FrameSize): boolean {
  return largestThreeByFour(widthPixels, heightPixels).width >= PORTRAIT_WIDTH_PIXELS;
}

/**
 * Sizes worth asking a camera for whose present one is too coarse for a portrait: those with a larger 3×4 cut, the
 * largest cut first; of two with the same cut the smaller frame.
 * @param largest what the camera says of its largest width and height: it need not have both at once
 */
export function finerSizes(present: FrameSize, largest: FrameSize): readonly FrameSize[] {
  return OTHER_SIZES.filter(
    (size) =>
      size.widthPixels <= largest.widthPixels &&
      size.heightPixels <= largest.heightPixels &&
      cutPixels(size) > cutPixels(present),
  ).toSorted(
    (one, other) => cutPixels(other) - cutPixels(one) || one.widthPixels - other.widthPixels,
  );
}

function cutPixels({ widthPixels, heightPixels }: FrameSize): number {
  const { width, height } = largestThreeByFour(widthPixels, heightPixels);
  return width * height;
}
