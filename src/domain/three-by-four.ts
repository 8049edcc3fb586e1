/** A part of a picture, in pixels of the whole. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The 3×4 cm portrait of the identity card as width : height. */
const PORTRAIT_RATIO = 3 / 4;

/** The size below which a portrait is too coarse to print: about 500 ppi at 3×4 cm. Asked of every camera. */
export const PORTRAIT_WIDTH_PIXELS = 600;

/** The largest rectangle of 3 : 4 in the middle of a picture: what the framing guides enclose. */
export function largestThreeByFour(width: number, height: number): PixelRectangle {
  const cutWidth = Math.min(width, Math.floor(height * PORTRAIT_RATIO));
  const cutHeight = Math.min(height, Math.floor(cutWidth / PORTRAIT_RATIO));
  return {
    x: Math.floor((width - cutWidth) / 2),
    y: Math.floor((height - cutHeight) / 2),
    width: cutWidth,
    height: cutHeight,
  };
}
