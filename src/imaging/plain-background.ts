/** Rows of red, green and blue, 8 bits each. */
export interface RawRgb {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

type Colour = readonly [red: number, green: number, blue: number];

/** A wall whose colour changes evenly from the left edge to the right. */
export interface PlainBackground {
  readonly left: Colour;
  readonly right: Colour;
  /** How far a pixel of the wall lies from its colour at most, by the noise that was measured. */
  readonly tolerance: number;
}

/** The parts of the picture at its upper corners in which the wall is measured. */
const CORNER = { width: 0.14, height: 0.16 } as const;

/** Median deviation within a corner: more is a pattern, a shelf, a curtain, somebody. */
const PLAIN_DEVIATION = 9;
/** A portrait is taken before a light wall; hair before the corner is plain too, and dark. */
const LIGHT_LUMINANCE = 105;
/** Between the corners: more than a lamp at one side does is two different things. */
const CORNERS_APART = 80;

/** Six median deviations leave out one pixel of normal noise in ten thousand; less than this is no silhouette. */
const DEVIATIONS = 6;
const LEAST_TOLERANCE = 26;

/**
 * The wall behind a person, by the corners that are plain and light: both, or one where the person stands before the
 * other. Undefined when neither is.
 */
export function backgroundOf(picture: RawRgb): PlainBackground | undefined {
  const left = cornerOf(picture, 0);
  const right = cornerOf(picture, picture.width - cornerWidth(picture));
  const plain = [left, right].filter((corner) => isPlain(corner));
  const [first, second = first] = plain;
  if (first === undefined || second === undefined) return undefined;
  if (distance(first.colour, second.colour) > CORNERS_APART) return undefined;
  const deviation = Math.max(first.deviation, second.deviation);
  return {
    left: first.colour,
    right: second.colour,
    tolerance: Math.max(LEAST_TOLERANCE, DEVIATIONS * deviation),
  };
}

/** Whether a pixel is not of the wall. */
export function standsOut(picture: RawRgb, background: PlainBackground, at: number): boolean {
  const { left, right, tolerance } = background;
  const share = (at % picture.width) / (picture.width - 1);
  const wall = left.map((value, channel) => value + (right[channel]! - value) * share); // both have three
  return wall.some((value, channel) => Math.abs(valueAt(picture, at, channel) - value) > tolerance);
}

interface Corner {
  readonly colour: Colour;
  readonly deviation: number;
}

/** 0–255: ITU-R BT.709 weights on the sRGB values. */
export function luminanceOf([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function isPlain({ colour, deviation }: Corner): boolean {
  return deviation <= PLAIN_DEVIATION && luminanceOf(colour) >= LIGHT_LUMINANCE;
}

function cornerOf(picture: RawRgb, fromColumn: number): Corner {
  const rows = Math.max(1, Math.round(picture.height * CORNER.height));
  const channels = [0, 1, 2].map((channel) => {
    const values: number[] = [];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < cornerWidth(picture); column += 1) {
        values.push(valueAt(picture, row * picture.width + fromColumn + column, channel));
      }
    }
    const middle = median(values);
    return { middle, deviation: median(values.map((value) => Math.abs(value - middle))) };
  });
  const [red, green, blue] = channels;
  if (!red || !green || !blue) throw new Error('a colour has three channels');
  return {
    colour: [red.middle, green.middle, blue.middle],
    deviation: Math.max(red.deviation, green.deviation, blue.deviation),
  };
}

function cornerWidth({ width }: RawRgb): number {
  return Math.max(1, Math.round(width * CORNER.width));
}

function valueAt({ pixels }: RawRgb, at: number, channel: number): number {
  return pixels[at * 3 + channel]!; // callers stay inside the picture
}

function distance(one: Colour, other: Colour): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - other[channel]!))); // both have three
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? 0;
}
