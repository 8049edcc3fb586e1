/**
 * How far a camera head has to turn so that a head that was seen in its picture comes to where the framing guides of the
 * portrait have it: in the middle of the width, a little air above it.
 */

/** Where a head is in a picture, as fractions of its width and height from the upper left corner. */
export interface HeadPlace {
  /** Middle of the head. */
  readonly middle: number;
  /** Top of the head, hair included. */
  readonly top: number;
}

/** Horizontal angle of view of a zoom lens at both its ends, in degrees. */
export interface LensView {
  readonly wideDegrees: number;
  readonly teleDegrees: number;
}

export interface PictureView {
  /** Horizontal angle that the picture covers. */
  readonly horizontalDegrees: number;
  /** Width : height of the picture. */
  readonly aspectRatio: number;
}

/** Right and up are positive, as the camera sees it. */
export interface CentringTurn {
  readonly panDegrees: number;
  readonly tiltDegrees: number;
}

export type CentringStep =
  | { readonly kind: 'centred' }
  | { readonly kind: 'turn'; readonly turn: CentringTurn }
  /** Every turn was made and the head is still beside its place: the person moves, or something else was taken for it. */
  | { readonly kind: 'gave-up' };

/** The upper end of the oval of the framing guides. */
export const HEAD_PLACE: HeadPlace = { middle: 0.5, top: 0.13 };

/** A head this near to its place is not seen to be beside it: 1.5 % of the width, 3 % of the height. */
export const CENTRING_TOLERANCE: HeadPlace = { middle: 0.015, top: 0.03 };

/** The first turn comes near, the second hits; the third is for a person who moved. */
export const CENTRING_TURNS = 3;

/**
 * The horizontal angle of view at a zoom, by a lens whose magnification grows evenly (geometrically) along its range. A
 * real lens lags behind that in the middle of the range, and a turn then comes out too small rather than too large: the
 * next look finds what is left.
 * @param zoom 0 (wide) to 1 (end of the optical range)
 */
export function viewAtZoom({ wideDegrees, teleDegrees }: LensView, zoom: number): number {
  const wide = Math.tan(radians(wideDegrees) / 2);
  const tele = Math.tan(radians(teleDegrees) / 2);
  return degrees(2 * Math.atan(wide * (tele / wide) ** Math.min(Math.max(zoom, 0), 1)));
}

/**
 * The turn between where the head is seen and where it belongs, through a lens without distortion: a point at the
 * fraction f of the width lies at atan((2f − 1)·tan(angle of view / 2)) from the axis.
 */
export function centringTurn(seen: HeadPlace, view: PictureView): CentringTurn {
  const halfWidth = Math.tan(radians(view.horizontalDegrees) / 2);
  const halfHeight = halfWidth / view.aspectRatio;
  const at = (fraction: number, half: number): number =>
    degrees(Math.atan((2 * fraction - 1) * half));
  return {
    panDegrees: at(seen.middle, halfWidth) - at(HEAD_PLACE.middle, halfWidth),
    tiltDegrees: at(HEAD_PLACE.top, halfHeight) - at(seen.top, halfHeight),
  };
}

/** What to do after a look. @param turnsDone since the officer asked for centring */
export function centringStep(seen: HeadPlace, view: PictureView, turnsDone: number): CentringStep {
  const isCentred =
    Math.abs(seen.middle - HEAD_PLACE.middle) <= CENTRING_TOLERANCE.middle &&
    Math.abs(seen.top - HEAD_PLACE.top) <= CENTRING_TOLERANCE.top;
  if (isCentred) return { kind: 'centred' };
  if (turnsDone >= CENTRING_TURNS) return { kind: 'gave-up' };
  return { kind: 'turn', turn: centringTurn(seen, view) };
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}
