import type { FingerPosition } from '../../../domain/finger-position.ts';

/**
 * The picture of two hands seen from the back, as citizens see their own: left hand at the left. Units
 * are those of the view box; the left hand is the right one mirrored.
 */
export const HANDS_VIEW = { width: 640, height: 316 } as const;

/** Distance between the middle line of the picture and the left edge of the right hand's own drawing. */
const RIGHT_HAND_X = 334;

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface FingerAxis {
  readonly base: Point;
  readonly tip: Point;
  readonly baseWidth: number;
  readonly tipWidth: number;
}

export type Hand = 'left' | 'right';
export type Finger = 'thumb' | 'index' | 'middle' | 'ring' | 'little';

/** The right hand, in its own box of 300 × 316. */
const AXES: Readonly<Record<Finger, FingerAxis>> = {
  thumb: { base: { x: 108, y: 246 }, tip: { x: 36, y: 168 }, baseWidth: 44, tipWidth: 29 },
  index: { base: { x: 110, y: 178 }, tip: { x: 93, y: 58 }, baseWidth: 34, tipWidth: 26 },
  middle: { base: { x: 146, y: 170 }, tip: { x: 144, y: 32 }, baseWidth: 35, tipWidth: 27 },
  ring: { base: { x: 182, y: 174 }, tip: { x: 195, y: 52 }, baseWidth: 33, tipWidth: 26 },
  little: { base: { x: 214, y: 190 }, tip: { x: 240, y: 96 }, baseWidth: 29, tipWidth: 22 },
};

/** Back of the hand and wrist of the right hand. */
const PALM =
  'M92 176 C100 164 118 160 146 158 C176 158 206 166 228 186 C234 204 230 232 222 256 ' +
  'C216 276 211 290 210 322 L122 322 C121 300 112 282 98 264 C84 244 84 206 92 176 Z';

/** Places of a finger in the picture. */
export interface FingerShape {
  readonly position: FingerPosition;
  /** Closed, for filling; its foot lies under the palm. */
  readonly outline: string;
  /** The same without the foot, for lines. */
  readonly edge: string;
  readonly nail: string;
  /** Middle of the mark at the fingertip. */
  readonly mark: Point;
}

export interface HandShape {
  readonly hand: Hand;
  readonly palm: string;
  readonly fingers: readonly FingerShape[];
  /** Middle of the hand's name. */
  readonly label: Point;
}

/** Whose hand a finger belongs to, and which it is there. */
export function handOf(position: FingerPosition): Hand {
  return position.startsWith('left') ? 'left' : 'right';
}

export function fingerOf(position: FingerPosition): Finger {
  const finger = FINGERS.find((one) => position.endsWith(one));
  if (!finger) throw new Error(`${position} is no finger`);
  return finger;
}

export const FINGERS: readonly Finger[] = ['thumb', 'index', 'middle', 'ring', 'little'];

/** Fingers from left to right as the picture shows them: the way the arrow keys walk. */
export const FINGERS_LEFT_TO_RIGHT: readonly FingerPosition[] = [
  'left-little',
  'left-ring',
  'left-middle',
  'left-index',
  'left-thumb',
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
];

/** The finger that lies `by` places to the right (negative: left) among these, at the ends the last one. */
export function fingerBeside(
  position: FingerPosition,
  by: number,
  among: readonly FingerPosition[] = FINGERS_LEFT_TO_RIGHT,
): FingerPosition {
  const index = among.indexOf(position) + by;
  return among[Math.min(Math.max(index, 0), among.length - 1)] ?? position;
}

/** Shapes of one hand, placed in the whole picture. */
export function handShape(hand: Hand): HandShape {
  const place = hand === 'right' ? placeRight : placeLeft;
  return {
    hand,
    palm: movePath(PALM, place),
    label: place({ x: 166, y: 288 }),
    fingers: FINGERS.map((finger) => fingerShape(hand, finger, place)),
  };
}

function placeRight({ x, y }: Point): Point {
  return { x: x + RIGHT_HAND_X, y };
}

function placeLeft({ x, y }: Point): Point {
  return { x: HANDS_VIEW.width - RIGHT_HAND_X - x, y };
}

function fingerShape(hand: Hand, finger: Finger, place: (point: Point) => Point): FingerShape {
  const axis = AXES[finger];
  const nailLength = axis.tipWidth * 0.62;
  return {
    position: `${hand}-${finger}`,
    outline: movePath(`${fingerEdge(axis)} Z`, place),
    edge: movePath(fingerEdge(axis), place),
    nail: movePath(
      `${fingerEdge({
        base: along(axis, -nailLength * 0.55),
        tip: along(axis, nailLength * 0.05),
        baseWidth: axis.tipWidth * 0.52,
        tipWidth: axis.tipWidth * 0.56,
      })} Z`,
      place,
    ),
    mark: place(along(axis, -axis.tipWidth * 1.28)),
  };
}

/** The point `distance` beyond the fingertip's centre (negative: towards the hand). */
function along({ base, tip }: FingerAxis, distance: number): Point {
  const { x, y } = direction(base, tip);
  return { x: tip.x + x * distance, y: tip.y + y * distance };
}

/** A tapered finger with a round tip, slightly fuller at the middle joint, as an SVG path. */
function fingerEdge({ base, tip, baseWidth, tipWidth }: FingerAxis): string {
  const u = direction(base, tip);
  const side = (at: Point, offset: number): Point => ({
    x: at.x - u.y * offset,
    y: at.y + u.x * offset,
  });
  const between = (share: number): Point => ({
    x: base.x + (tip.x - base.x) * share,
    y: base.y + (tip.y - base.y) * share,
  });
  const joint = (baseWidth + tipWidth) / 4 + 1;
  const tipReach = tipWidth * 0.62;
  const cap = (offset: number): Point => {
    const edge = side(tip, offset);
    return { x: edge.x + u.x * tipReach, y: edge.y + u.y * tipReach };
  };
  const half = tipWidth / 2;
  return [
    `M${text(side(base, -baseWidth / 2))}`,
    `C${text(side(between(0.3), -baseWidth / 2))} ${text(side(between(0.55), -joint))} ${text(side(tip, -half))}`,
    `C${text(cap(-half))} ${text(cap(half))} ${text(side(tip, half))}`,
    `C${text(side(between(0.55), joint))} ${text(side(between(0.3), baseWidth / 2))} ${text(side(base, baseWidth / 2))}`,
  ].join(' ');
}

function direction(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function text({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** Moves every point of a path that is made of absolute M, L, C and Z. */
function movePath(path: string, place: (point: Point) => Point): string {
  return path.replaceAll(/(-?\d+(?:\.\d+)?)[ ,](-?\d+(?:\.\d+)?)/g, (_, x: string, y: string) =>
    text(place({ x: Number(x), y: Number(y) })),
  );
}
