import type { GrayImage } from '../domain/gray-image.ts';
import type { RidgeBlock, RidgeBlocks } from './ridge-blocks.ts';
import { BLOCK_PIXELS, measureRidgeBlocks } from './ridge-blocks.ts';

/** Why a fingerprint is not good enough, in the order in which an officer should deal with it. */
export const FINGERPRINT_QUALITY_REASONS = [
  'no-finger',
  'too-small-area',
  'off-centre',
  'cut-off',
  'rotated',
  'too-dry',
  'too-wet',
  'smudged',
  'low-contrast',
] as const;

export type FingerprintQualityReason = (typeof FINGERPRINT_QUALITY_REASONS)[number];

/** The station's own measure of a plain impression. It is not NFIQ or NFIQ 2 and is not comparable with them. */
export interface FingerprintAssessment {
  /** 0 useless … 100 excellent. */
  readonly score: number;
  readonly reasons: readonly FingerprintQualityReason[];
  /** Share of the window that the finger covers, 0–1. */
  readonly foregroundShare: number;
  /** Size of the contact, mm². */
  readonly areaSquareMillimetres: number;
  /** Middle of the contact against the middle of the window, as a share of its width and height; y downwards. */
  readonly offsetX: number;
  readonly offsetY: number;
  /** Lean of the finger from upright, degrees, clockwise positive; 0 when the contact is too round or cut to tell. */
  readonly tiltDegrees: number;
  /** Mean direction coherence of the covered blocks, 0–1. */
  readonly coherence: number;
  /** Median distance from ridge to ridge, pixels. */
  readonly ridgePeriodPixels: number;
  /** Mean swing between ridge and valley, gray levels. */
  readonly contrast: number;
}

/**
 * The limits, each with its ground.
 *
 * Ridge period: 0.28–0.76 mm covers children's narrow ridges to wide ones of grown-ups' thumbs.
 * Areas: a grown-up's plain index finger covers 110–150 mm²; below 70 mm² about half of the minutiae are missing.
 * Dry and wet: on healthy contact ridges take 40–55 % of a section; dry skin leaves narrow ridges on white glass, wet
 * skin fills the valleys, so that even the lightest tenth of a block is not light.
 */
const LIMITS = {
  /** A block that varies less than this is bare glass or one flat patch. */
  foregroundDeviation: 11,
  /** … unless it is this much darker than the bare glass: filled valleys. */
  foregroundDarkening: 70,
  shortestPeriodPixels: 5.5,
  longestPeriodPixels: 15,
  fingerSquareMillimetres: 15,
  smallAreaSquareMillimetres: 70,
  fullAreaSquareMillimetres: 100,
  offCentreShare: 0.15,
  cutEdgeShare: 0.45,
  cutEmptyShare: 0.2,
  tiltDegrees: 20,
  dryRidgeShare: 0.385,
  dryLightGray: 228,
  wetLightGray: 148,
  wetMeanGray: 105,
  blurredShare: 0.3,
  lowSwing: 18,
} as const;

const BLOCK_SQUARE_MILLIMETRES = ((BLOCK_PIXELS / 500) * 25.4) ** 2;

/** How useful a block is for matching, 0–1: one direction, a regular wave of ridges, open valleys, enough contrast. */
function blockQuality(block: RidgeBlock): number {
  if (!hasRidges(block)) return 0;
  const direction = ramp(block.coherence, 0.12, 0.6);
  const wave = ramp(block.regularity, 0.2, 0.65);
  const contrast = ramp(block.swing, 4, 24);
  const valleys = ramp(block.lightGray, 60, 165);
  const thickness = ramp(block.ridgeShare, 0.12, 0.38) * ramp(1 - block.ridgeShare, 0.12, 0.35);
  return Math.sqrt(direction * wave) * contrast * valleys * thickness;
}

function hasRidges(block: RidgeBlock): boolean {
  return (
    block.periodPixels >= LIMITS.shortestPeriodPixels &&
    block.periodPixels <= LIMITS.longestPeriodPixels &&
    block.regularity >= 0.2
  );
}

/** 0 at `low` and below, 1 at `high` and above. */
function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Assesses one picture of one finger. Less than 10 ms for 256×288 pixels. */
export function assessFingerprint(image: GrayImage): FingerprintAssessment {
  const grid = measureRidgeBlocks(image);
  const covered = coveredBlocks(grid, glassGray(image));
  const inside = grid.blocks.filter((_, index) => covered[index] === 1);
  const ridged = inside.filter(hasRidges);
  const area = inside.length * BLOCK_SQUARE_MILLIMETRES;
  const place = placement(grid, covered);
  const measures = {
    foregroundShare: grid.blocks.length > 0 ? inside.length / grid.blocks.length : 0,
    areaSquareMillimetres: area,
    offsetX: place.offsetX,
    offsetY: place.offsetY,
    tiltDegrees: place.tiltDegrees,
    coherence: meanOf(inside, (block) => block.coherence),
    ridgePeriodPixels: median(ridged.map((block) => block.periodPixels)),
    contrast: meanOf(inside, (block) => block.swing),
  };
  // Noise has waves by chance, but no common direction.
  const skin = ridged.filter((block) => block.coherence > 0.2);
  if (skin.length * BLOCK_SQUARE_MILLIMETRES < LIMITS.fingerSquareMillimetres) {
    return { score: 0, reasons: ['no-finger'], ...measures };
  }
  const found = new Set([...placeReasons(area, place), ...skinReasons(innerBlocks(grid, covered))]);
  const clarity = meanOf(inside, blockQuality);
  const factor =
    ramp(area, 0, LIMITS.fullAreaSquareMillimetres) *
    (1 - 0.5 * ramp(Math.max(Math.abs(place.offsetX), Math.abs(place.offsetY)), 0.1, 0.35)) *
    (1 - 0.35 * ramp(Math.abs(place.tiltDegrees), 12, 40));
  return {
    score: Math.round(100 * Math.min(1, clarity * 1.08) * factor),
    reasons: FINGERPRINT_QUALITY_REASONS.filter((reason) => found.has(reason)),
    ...measures,
  };
}

/** Gray of the bare glass: the lightest three per cent, but never taken for dark. */
function glassGray(image: GrayImage): number {
  const histogram = new Uint32Array(256);
  for (const value of image.pixels) histogram[value]! += 1; // a byte is 0–255
  const wanted = image.pixels.length * 0.03;
  let seen = 0;
  let gray = 255;
  while (gray > 0 && (seen += histogram[gray]!) < wanted) gray -= 1;
  return Math.max(200, gray);
}

/** 1 for each block that the finger covers; single blocks are dirt and are dropped, single holes are filled. */
function coveredBlocks(grid: RidgeBlocks, glass: number): Uint8Array {
  const first = Uint8Array.from(grid.blocks, (block) =>
    block.deviation > LIMITS.foregroundDeviation || block.mean < glass - LIMITS.foregroundDarkening
      ? 1
      : 0,
  );
  const kept = new Uint8Array(first.length);
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      let neighbours = 0;
      let present = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(grid.rows - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(grid.columns - 1, column + 1); x += 1) {
          present += 1;
          neighbours += first[y * grid.columns + x]!; // inside by the clamps
        }
      }
      kept[row * grid.columns + column] = neighbours * 2 > present ? 1 : 0;
    }
  }
  return kept;
}

interface Placement {
  readonly offsetX: number;
  readonly offsetY: number;
  readonly tiltDegrees: number;
  /** Shares of the four borders that the contact touches: left, right, top, bottom. */
  readonly touched: readonly [number, number, number, number];
  /** Bare shares of the window beyond the contact on the same four sides. */
  readonly bare: readonly [number, number, number, number];
}

function placement(grid: RidgeBlocks, covered: Uint8Array): Placement {
  const { columns, rows } = grid;
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let squaresX = 0;
  let squaresY = 0;
  let products = 0;
  const touched: [number, number, number, number] = [0, 0, 0, 0];
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let index = 0; index < covered.length; index += 1) {
    if (covered[index] !== 1) continue;
    const column = index % columns;
    const row = (index - column) / columns;
    count += 1;
    sumX += column;
    sumY += row;
    squaresX += column * column;
    squaresY += row * row;
    products += column * row;
    if (column === 0) touched[0] += 1 / rows;
    if (column === columns - 1) touched[1] += 1 / rows;
    if (row === 0) touched[2] += 1 / columns;
    if (row === rows - 1) touched[3] += 1 / columns;
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  }
  if (count === 0) {
    return { offsetX: 0, offsetY: 0, tiltDegrees: 0, touched, bare: [1, 1, 1, 1] };
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  return {
    offsetX: (meanX + 0.5) / columns - 0.5,
    offsetY: (meanY + 0.5) / rows - 0.5,
    tiltDegrees: tilt(
      squaresX / count - meanX * meanX,
      squaresY / count - meanY * meanY,
      products / count - meanX * meanY,
    ),
    touched,
    bare: [left / columns, (columns - 1 - right) / columns, top / rows, (rows - 1 - bottom) / rows],
  };
}

/** Direction of the longer axis of the contact, from its second moments; a round contact says nothing. */
function tilt(momentX: number, momentY: number, momentXY: number): number {
  const difference = Math.hypot(momentX - momentY, 2 * momentXY);
  if (difference < 0.12 * (momentX + momentY)) return 0;
  const fromVertical = 0.5 * Math.atan2(-2 * momentXY, momentY - momentX);
  return (fromVertical * 180) / Math.PI;
}

function placeReasons(area: number, place: Placement): FingerprintQualityReason[] {
  const reasons: FingerprintQualityReason[] = [];
  if (area < LIMITS.smallAreaSquareMillimetres) reasons.push('too-small-area');
  const offset = Math.max(Math.abs(place.offsetX), Math.abs(place.offsetY));
  if (offset > LIMITS.offCentreShare) reasons.push('off-centre');
  const [left, right, top] = place.touched;
  const [bareLeft, bareRight, , bareBottom] = place.bare;
  // The base of the finger tip always runs on beyond the window; the other three sides should not, with room left.
  const isCut =
    (left > LIMITS.cutEdgeShare && bareRight > LIMITS.cutEmptyShare) ||
    (right > LIMITS.cutEdgeShare && bareLeft > LIMITS.cutEmptyShare) ||
    (top > LIMITS.cutEdgeShare && bareBottom > LIMITS.cutEmptyShare);
  if (isCut) reasons.push('cut-off');
  if (Math.abs(place.tiltDegrees) > LIMITS.tiltDegrees && !isCut) reasons.push('rotated');
  return reasons;
}

/**
 * Blocks with skin on all four sides: at the border of the contact bare glass would pass for dry skin. A contact that is
 * all border is judged as a whole.
 */
function innerBlocks(grid: RidgeBlocks, covered: Uint8Array): readonly RidgeBlock[] {
  const { columns, rows } = grid;
  const isCovered = (column: number, row: number): boolean =>
    column < 0 ||
    row < 0 ||
    column >= columns ||
    row >= rows ||
    covered[row * columns + column] === 1;
  const inside = grid.blocks.filter((_, index) => covered[index] === 1);
  const inner = grid.blocks.filter((_, index) => {
    const column = index % columns;
    const row = (index - column) / columns;
    return (
      isCovered(column, row) &&
      isCovered(column - 1, row) &&
      isCovered(column + 1, row) &&
      isCovered(column, row - 1) &&
      isCovered(column, row + 1)
    );
  });
  return inner.length * 4 >= inside.length ? inner : inside;
}

function skinReasons(inside: readonly RidgeBlock[]): FingerprintQualityReason[] {
  // The median, for a block with an edge of the contact in it has a great swing without any ridge.
  const swing = median(inside.map((block) => block.swing));
  const reasons: FingerprintQualityReason[] = [];
  const light = meanOf(inside, (block) => block.lightGray);
  const ridgeShare = meanOf(inside, (block) => block.ridgeShare);
  const mean = meanOf(inside, (block) => block.mean);
  if (ridgeShare < LIMITS.dryRidgeShare && light > LIMITS.dryLightGray) reasons.push('too-dry');
  if (light < LIMITS.wetLightGray && mean < LIMITS.wetMeanGray) reasons.push('too-wet');
  const isBlurred = (block: RidgeBlock): number =>
    !hasRidges(block) || block.regularity < 0.35 ? 1 : 0;
  if (meanOf(inside, isBlurred) > LIMITS.blurredShare) reasons.push('smudged');
  if (swing < LIMITS.lowSwing) reasons.push('low-contrast');
  return reasons;
}

function meanOf<T>(items: readonly T[], value: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return items.length > 0 ? sum / items.length : 0;
}

function median(values: number[]): number {
  values.sort((one, other) => one - other);
  return values[values.length >> 1] ?? 0;
}
