import type { FingerPattern } from './finger-pattern.ts';
import { directionField } from './orientation-field.ts';
import type { RandomStream } from './random.ts';
import { smoothNoise } from './smooth-noise.ts';

/** Ridges are grown at 250 ppi: their wave is still sampled more than four times, at a sixteenth of the work. */
export const GROWTH_SCALE = 2;

/** Height of the skin: +1 on the crest of a ridge, −1 at the bottom of a valley. Row-major, y downwards. */
export interface RidgeField {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly heights: Float32Array;
}

const KERNEL_RADIUS = 6;
const KERNEL_SIDE = 2 * KERNEL_RADIUS + 1;
const KERNEL_SIZE = KERNEL_SIDE * KERNEL_SIDE;
const DIRECTIONS = 60;
const PERIOD_LOW = 3.6;
const PERIOD_STEP = 0.16;
const PERIODS = 17;
const ITERATIONS = 15;
/** Each pass amplifies, and the limit at ±1 ends the growth. */
const GAIN = 3;

let kernelBank: Float32Array | undefined;

/** Even Gabor kernels without a DC part, for every direction and period; made once. */
function gaborKernels(): Float32Array {
  if (kernelBank !== undefined) return kernelBank;
  const bank = new Float32Array(DIRECTIONS * PERIODS * KERNEL_SIZE);
  for (let period = 0; period < PERIODS; period += 1) {
    for (let direction = 0; direction < DIRECTIONS; direction += 1) {
      const at = (period * DIRECTIONS + direction) * KERNEL_SIZE;
      fillKernel(bank.subarray(at, at + KERNEL_SIZE), period, direction);
    }
  }
  kernelBank = bank;
  return bank;
}

function fillKernel(kernel: Float32Array, periodIndex: number, directionIndex: number): void {
  const period = PERIOD_LOW + periodIndex * PERIOD_STEP;
  const angle = (directionIndex * Math.PI) / DIRECTIONS;
  const sigma = 0.48 * period;
  let sum = 0;
  let envelopeSum = 0;
  const envelope = new Float32Array(KERNEL_SIZE);
  for (let row = 0; row < KERNEL_SIDE; row += 1) {
    for (let column = 0; column < KERNEL_SIDE; column += 1) {
      const x = column - KERNEL_RADIUS;
      const y = KERNEL_RADIUS - row;
      const across = -x * Math.sin(angle) + y * Math.cos(angle);
      const weight = Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
      const at = row * KERNEL_SIDE + column;
      envelope[at] = weight;
      kernel[at] = weight * Math.cos((2 * Math.PI * across) / period);
      envelopeSum += weight;
      sum += kernel[at];
    }
  }
  let energy = 0;
  for (let at = 0; at < KERNEL_SIZE; at += 1) {
    kernel[at]! -= (envelope[at]! * sum) / envelopeSum; // inside: at < KERNEL_SIZE
    energy += Math.abs(kernel[at]!);
  }
  for (let at = 0; at < KERNEL_SIZE; at += 1) kernel[at]! /= energy;
}

/** Which kernel each pixel uses, as an offset into the bank. */
function kernelOffsets(
  pattern: FingerPattern,
  random: RandomStream,
  width: number,
  height: number,
): Int32Array {
  const offsets = new Int32Array(width * height);
  const directionAt = directionField(pattern);
  const bend = smoothNoise(random, width, height, 34);
  const spread = smoothNoise(random, width, height, 26);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const x = (column - width / 2) * GROWTH_SCALE;
      const y = (height / 2 - row) * GROWTH_SCALE;
      const direction = directionAt(x, y) + 0.07 * bend.at(column, row);
      const turns = direction / Math.PI;
      const directionIndex = Math.round((turns - Math.floor(turns)) * DIRECTIONS) % DIRECTIONS;
      // Ridges are wider below the singular points than above them.
      const widening = 1 + 0.07 / (1 + Math.exp((y + 75) / 30)) + 0.06 * spread.at(column, row);
      const period = (pattern.ridgePeriodPixels * widening) / GROWTH_SCALE;
      const periodIndex = Math.round((period - PERIOD_LOW) / PERIOD_STEP);
      const clamped = Math.min(PERIODS - 1, Math.max(0, periodIndex));
      offsets[row * width + column] = (clamped * DIRECTIONS + directionIndex) * KERNEL_SIZE;
    }
  }
  return offsets;
}

/** One pass: every pixel becomes the answer of its own kernel, amplified and limited. */
function growOnce(
  from: Float32Array,
  into: Float32Array,
  offsets: Int32Array,
  spans: Int16Array,
  width: number,
  height: number,
): void {
  const bank = gaborKernels();
  const stride = width + 2 * KERNEL_RADIUS;
  for (let row = 0; row < height; row += 1) {
    const end = spans[row * 2 + 1]!; // two entries for each row
    for (let column = spans[row * 2]!; column < end; column += 1) {
      let kernelAt = offsets[row * width + column]!;
      let at = row * stride + column;
      let sum = 0;
      for (let kernelRow = 0; kernelRow < KERNEL_SIDE; kernelRow += 1) {
        // The whole row of the kernel unrolled: the inner loop of the generator. Padding keeps it inside.
        sum +=
          bank[kernelAt]! * from[at]! +
          bank[kernelAt + 1]! * from[at + 1]! +
          bank[kernelAt + 2]! * from[at + 2]! +
          bank[kernelAt + 3]! * from[at + 3]! +
          bank[kernelAt + 4]! * from[at + 4]! +
          bank[kernelAt + 5]! * from[at + 5]! +
          bank[kernelAt + 6]! * from[at + 6]! +
          bank[kernelAt + 7]! * from[at + 7]! +
          bank[kernelAt + 8]! * from[at + 8]! +
          bank[kernelAt + 9]! * from[at + 9]! +
          bank[kernelAt + 10]! * from[at + 10]! +
          bank[kernelAt + 11]! * from[at + 11]! +
          bank[kernelAt + 12]! * from[at + 12]!;
        kernelAt += KERNEL_SIDE;
        at += stride;
      }
      const grown = sum * GAIN;
      into[(row + KERNEL_RADIUS) * stride + column + KERNEL_RADIUS] =
        grown > 1 ? 1 : grown < -1 ? -1 : grown;
    }
  }
}

/** For each row the first and the one-past-last column of the skin: an ellipse with room for rotation and shift. */
function skinSpans(width: number, height: number): Int16Array {
  const spans = new Int16Array(height * 2);
  for (let row = 0; row < height; row += 1) {
    const y = (row + 0.5) / height - 0.5;
    const reach = Math.sqrt(Math.max(0, 1 - (y / 0.56) ** 2));
    const half = Math.min(0.5, 0.58 * reach) * width;
    spans[row * 2] = Math.max(0, Math.floor(width / 2 - half));
    spans[row * 2 + 1] = Math.min(width, Math.ceil(width / 2 + half));
  }
  return spans;
}

/**
 * Grows ridges from scattered spots by iterated oriented filtering: where two growing patches meet out of step, ridges
 * end or fork, and so minutiae appear by themselves. `widthPixels` and `heightPixels` are at 250 ppi.
 */
export function growRidges(
  pattern: FingerPattern,
  random: RandomStream,
  widthPixels: number,
  heightPixels: number,
): RidgeField {
  const offsets = kernelOffsets(pattern, random, widthPixels, heightPixels);
  const spans = skinSpans(widthPixels, heightPixels);
  const stride = widthPixels + 2 * KERNEL_RADIUS;
  let from = new Float32Array(stride * (heightPixels + 2 * KERNEL_RADIUS));
  let into = new Float32Array(from.length);
  const spots = Math.round((widthPixels * heightPixels) / 260);
  for (let spot = 0; spot < spots; spot += 1) {
    const column = KERNEL_RADIUS + Math.floor(random.next() * widthPixels);
    const row = KERNEL_RADIUS + Math.floor(random.next() * heightPixels);
    from[row * stride + column] = 1;
  }
  for (let pass = 0; pass < ITERATIONS; pass += 1) {
    growOnce(from, into, offsets, spans, widthPixels, heightPixels);
    [from, into] = [into, from];
  }
  const heights = new Float32Array(widthPixels * heightPixels);
  for (let row = 0; row < heightPixels; row += 1) {
    const at = (row + KERNEL_RADIUS) * stride + KERNEL_RADIUS;
    heights.set(from.subarray(at, at + widthPixels), row * widthPixels);
  }
  return { widthPixels, heightPixels, heights };
}
