import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { FingerPattern } from './finger-pattern.ts';
import { fingerPattern } from './finger-pattern.ts';
import type { RandomStream } from './random.ts';
import { randomStream } from './random.ts';
import type { RidgeField } from './ridge-growth.ts';
import { GROWTH_SCALE, growRidges } from './ridge-growth.ts';
import { smoothNoise } from './smooth-noise.ts';

/** The skin of one finger tip at 500 ppi: what every touch of it samples. */
export interface MasterPrint {
  readonly pattern: FingerPattern;
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** −127 bottom of a valley … +127 crest of a ridge. Row-major, y downwards. */
  readonly ridges: Int8Array;
  /** 0 none … 255 middle of a pore or of a crease: skin that does not touch. */
  readonly hollows: Uint8Array;
}

const MASTER_WIDTH_PIXELS = 344;
const MASTER_HEIGHT_PIXELS = 440;
/** About 300 kB each; two persons with ten fingers stay in memory. */
const CACHED_MASTERS = 24;

const cache = new Map<string, MasterPrint>();

/** The master print of this finger, from the cache (least recently used goes first) or grown now. */
export function masterPrint(personSeed: number, position: FingerPosition): MasterPrint {
  const key = `${personSeed} ${position}`;
  const found = cache.get(key);
  const master = found ?? growMaster(personSeed, position);
  cache.delete(key);
  cache.set(key, master);
  const oldest = cache.keys().next();
  if (cache.size > CACHED_MASTERS && oldest.done === false) cache.delete(oldest.value);
  return master;
}

function growMaster(personSeed: number, position: FingerPosition): MasterPrint {
  const pattern = fingerPattern(personSeed, position);
  const random = randomStream('ridges', personSeed, position);
  const field = growRidges(
    pattern,
    random,
    MASTER_WIDTH_PIXELS / GROWTH_SCALE,
    MASTER_HEIGHT_PIXELS / GROWTH_SCALE,
  );
  const ridges = enlarge(field);
  roughenEdges(ridges, random);
  const hollows = new Uint8Array(ridges.length);
  placePores(ridges, hollows, random);
  const creases = Math.max(0, Math.floor(random.between(-2, 4)));
  for (let crease = 0; crease < creases; crease += 1) drawCrease(hollows, random);
  return {
    pattern,
    widthPixels: MASTER_WIDTH_PIXELS,
    heightPixels: MASTER_HEIGHT_PIXELS,
    ridges,
    hollows,
  };
}

/** Doubles the resolution by the four-point midpoint rule (−1 9 9 −1)/16, first along rows, then along columns. */
function enlarge(field: RidgeField): Int8Array {
  const { widthPixels: width, heightPixels: height, heights } = field;
  const fullWidth = width * 2;
  const wide = new Float32Array(fullWidth * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const left = column > 0 ? heights[at - 1]! : heights[at]!; // neighbours exist by the tests
      const right = column < width - 1 ? heights[at + 1]! : heights[at]!;
      const second = column < width - 2 ? heights[at + 2]! : right;
      wide[row * fullWidth + column * 2] = heights[at]!;
      wide[row * fullWidth + column * 2 + 1] = (9 * (heights[at]! + right) - left - second) / 16;
    }
  }
  const ridges = new Int8Array(fullWidth * height * 2);
  for (let row = 0; row < height; row += 1) {
    const above = Math.max(0, row - 1) * fullWidth;
    const below = Math.min(height - 1, row + 1) * fullWidth;
    const second = Math.min(height - 1, row + 2) * fullWidth;
    for (let column = 0; column < fullWidth; column += 1) {
      const here = wide[row * fullWidth + column]!;
      const middle =
        (9 * (here + wide[below + column]!) - wide[above + column]! - wide[second + column]!) / 16;
      ridges[row * 2 * fullWidth + column] = limit(here * 110);
      ridges[(row * 2 + 1) * fullWidth + column] = limit(middle * 110);
    }
  }
  return ridges;
}

function limit(value: number): number {
  return value > 127 ? 127 : value < -127 ? -127 : Math.round(value);
}

/** Ridge edges are not smooth curves; this shape belongs to the finger and returns at each touch. */
function roughenEdges(ridges: Int8Array, random: RandomStream): void {
  const fine = smoothNoise(random, MASTER_WIDTH_PIXELS, MASTER_HEIGHT_PIXELS, 3.2);
  const broad = smoothNoise(random, MASTER_WIDTH_PIXELS, MASTER_HEIGHT_PIXELS, 14);
  for (let row = 0; row < MASTER_HEIGHT_PIXELS; row += 1) {
    for (let column = 0; column < MASTER_WIDTH_PIXELS; column += 1) {
      const at = row * MASTER_WIDTH_PIXELS + column;
      ridges[at] = limit(ridges[at]! + 24 * fine.at(column, row) + 16 * broad.at(column, row));
    }
  }
}

/** Pores sit on the crests, one about every half millimetre along a ridge (9–18 to the centimetre of ridge). */
function placePores(ridges: Int8Array, hollows: Uint8Array, random: RandomStream): void {
  const wanted = Math.round((MASTER_WIDTH_PIXELS * MASTER_HEIGHT_PIXELS) / 110);
  for (let pore = 0; pore < wanted; pore += 1) {
    let column = 3 + Math.floor(random.next() * (MASTER_WIDTH_PIXELS - 6));
    let row = 3 + Math.floor(random.next() * (MASTER_HEIGHT_PIXELS - 6));
    for (let step = 0; step < 4; step += 1) [column, row] = uphill(ridges, column, row);
    const at = row * MASTER_WIDTH_PIXELS + column;
    if (ridges[at]! < 60 || hollows[at]! > 20) continue;
    drawSpot(hollows, column, row, random.between(0.8, 1.5), random.between(110, 230));
  }
}

function uphill(ridges: Int8Array, column: number, row: number): [number, number] {
  let best: [number, number] = [column, row];
  let height = -128;
  for (let y = Math.max(3, row - 1); y <= Math.min(MASTER_HEIGHT_PIXELS - 4, row + 1); y += 1) {
    for (
      let x = Math.max(3, column - 1);
      x <= Math.min(MASTER_WIDTH_PIXELS - 4, column + 1);
      x += 1
    ) {
      // The loops stay within the picture.
      const here = ridges[y * MASTER_WIDTH_PIXELS + x]!;
      if (here > height) [height, best] = [here, [x, y]];
    }
  }
  return best;
}

function drawSpot(
  hollows: Uint8Array,
  centreX: number,
  centreY: number,
  radius: number,
  depth: number,
): void {
  const reach = Math.ceil(radius * 2);
  for (let row = Math.floor(centreY) - reach; row <= centreY + reach; row += 1) {
    for (let column = Math.floor(centreX) - reach; column <= centreX + reach; column += 1) {
      if (row < 0 || column < 0) continue;
      if (row >= MASTER_HEIGHT_PIXELS || column >= MASTER_WIDTH_PIXELS) continue;
      const square = (column - centreX) ** 2 + (row - centreY) ** 2;
      const value = depth * Math.exp(-square / (1.4 * radius * radius));
      const at = row * MASTER_WIDTH_PIXELS + column;
      // Inside the picture, as checked above.
      if (value > hollows[at]!) hollows[at] = value;
    }
  }
}

/** A white line across the ridges, slightly curved and broken: a crease or an old cut. */
function drawCrease(hollows: Uint8Array, random: RandomStream): void {
  let x = random.between(0.2, 0.8) * MASTER_WIDTH_PIXELS;
  let y = random.between(0.2, 0.8) * MASTER_HEIGHT_PIXELS;
  let heading = random.between(-0.9, 0.9) + (random.next() < 0.3 ? Math.PI / 2 : 0);
  const length = random.between(30, 110);
  const radius = random.between(0.9, 1.7);
  for (let step = 0; step < length; step += 1) {
    heading += 0.03 * random.normal();
    x += Math.cos(heading);
    y += Math.sin(heading);
    const strength = 250 * Math.min(1, (4 * Math.min(step, length - step)) / length);
    if (random.next() > 0.12) drawSpot(hollows, x, y, radius, strength);
  }
}
