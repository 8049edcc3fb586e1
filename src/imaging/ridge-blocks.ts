import type { GrayImage } from '../domain/gray-image.ts';

/** Side of a block: 0.81 mm at 500 ppi, nearly two ridges, the customary size for local ridge measures. */
export const BLOCK_PIXELS = 16;
/** Length across the ridges of the window that shows their wave, and its width along them. */
const WAVE_LENGTH = 36;
const WAVE_WIDTH = 13;

/** What one block of a print shows. */
export interface RidgeBlock {
  readonly mean: number;
  readonly deviation: number;
  /** 0 no common direction … 1 all gradients in one line. */
  readonly coherence: number;
  /** Ridge direction, radians modulo π, counter-clockwise (y upwards). */
  readonly direction: number;
  /** Distance from ridge to ridge in pixels, or 0 when no wave is seen. */
  readonly periodPixels: number;
  /** How well the wave repeats itself after one period, −1 … 1. */
  readonly regularity: number;
  /** Mean swing of the wave from its middle, gray levels. */
  readonly swing: number;
  /** Share of the window that is darker than the middle between ridge and valley. */
  readonly ridgeShare: number;
  /** How much of the gray differences lies across the ridges rather than along them, 0–1: broken ridges lower it. */
  readonly continuity: number;
  /** Gray of the ten per cent lightest pixels: valleys that are filled make it dark. */
  readonly lightGray: number;
}

/** The blocks of an image, row-major; a rest at the borders smaller than a block is left out evenly. */
export interface RidgeBlocks {
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly RidgeBlock[];
}

/** Measures every whole block. */
export function measureRidgeBlocks(image: GrayImage): RidgeBlocks {
  const columns = Math.floor(image.widthPixels / BLOCK_PIXELS);
  const rows = Math.floor(image.heightPixels / BLOCK_PIXELS);
  const left = (image.widthPixels - columns * BLOCK_PIXELS) >> 1;
  const top = (image.heightPixels - rows * BLOCK_PIXELS) >> 1;
  const blocks: RidgeBlock[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      blocks.push(measureBlock(image, left + column * BLOCK_PIXELS, top + row * BLOCK_PIXELS));
    }
  }
  return { columns, rows, blocks };
}

function measureBlock(image: GrayImage, left: number, top: number): RidgeBlock {
  const gray = grayLevels(image, left, top);
  if (gray.deviation < 6) {
    // Flat: nothing to look for, and a period would be that of the noise.
    const flat = { coherence: 0, direction: 0, periodPixels: 0, regularity: 0, swing: 0 };
    return { ...gray, ...flat, ridgeShare: 0, continuity: 0 };
  }
  const { direction, coherence } = gradientDirection(image, left, top);
  const centre = BLOCK_PIXELS / 2;
  return {
    ...gray,
    direction,
    coherence,
    ...measureWave(image, left + centre, top + centre, direction),
  };
}

function grayLevels(
  image: GrayImage,
  left: number,
  top: number,
): { mean: number; deviation: number; lightGray: number } {
  let sum = 0;
  let squares = 0;
  const histogram = new Uint16Array(32);
  for (let y = top; y < top + BLOCK_PIXELS; y += 1) {
    for (let x = left; x < left + BLOCK_PIXELS; x += 1) {
      const value = image.pixels[y * image.widthPixels + x]!; // whole blocks lie inside
      sum += value;
      squares += value * value;
      histogram[value >> 3]! += 1;
    }
  }
  const count = BLOCK_PIXELS * BLOCK_PIXELS;
  const mean = sum / count;
  let seen = 0;
  let bin = 31;
  while (bin > 0 && (seen += histogram[bin]!) < count / 10) bin -= 1;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { mean, deviation, lightGray: bin * 8 + 4 };
}

/** Least-squares direction of the gradients (structure tensor) over the block and four pixels around it. */
function gradientDirection(
  image: GrayImage,
  left: number,
  top: number,
): { direction: number; coherence: number } {
  const { widthPixels: width, heightPixels: height, pixels } = image;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  const lastX = Math.min(width - 2, left + BLOCK_PIXELS + 4);
  const lastY = Math.min(height - 2, top + BLOCK_PIXELS + 4);
  for (let y = Math.max(1, top - 4); y <= lastY; y += 1) {
    for (let x = Math.max(1, left - 4); x <= lastX; x += 1) {
      const at = y * width + x;
      // Sobel; one pixel of margin is kept, so all nine are inside.
      const north = pixels[at - width - 1]! + 2 * pixels[at - width]! + pixels[at - width + 1]!;
      const south = pixels[at + width - 1]! + 2 * pixels[at + width]! + pixels[at + width + 1]!;
      const west = pixels[at - width - 1]! + 2 * pixels[at - 1]! + pixels[at + width - 1]!;
      const east = pixels[at - width + 1]! + 2 * pixels[at + 1]! + pixels[at + width + 1]!;
      const gradientX = east - west;
      const gradientY = north - south;
      xx += gradientX * gradientX;
      yy += gradientY * gradientY;
      xy += gradientX * gradientY;
    }
  }
  const energy = xx + yy;
  const coherence = energy > 0 ? Math.hypot(xx - yy, 2 * xy) / energy : 0;
  const across = 0.5 * Math.atan2(2 * xy, xx - yy);
  const direction = across + Math.PI / 2;
  return { direction: direction >= Math.PI ? direction - Math.PI : direction, coherence };
}

/** Samples a window turned with the ridges; its column means are the wave of ridges and valleys. */
function measureWave(
  image: GrayImage,
  centreX: number,
  centreY: number,
  direction: number,
): Pick<RidgeBlock, 'periodPixels' | 'regularity' | 'swing' | 'ridgeShare' | 'continuity'> {
  const { widthPixels: width, heightPixels: height, pixels } = image;
  const alongX = Math.cos(direction);
  const alongY = -Math.sin(direction);
  const wave = new Float32Array(WAVE_LENGTH);
  const means = new Float32Array(WAVE_LENGTH);
  let along = 0;
  for (let step = 0; step < WAVE_LENGTH; step += 1) {
    const offset = step - WAVE_LENGTH / 2;
    let sum = 0;
    let squares = 0;
    for (let side = 0; side < WAVE_WIDTH; side += 1) {
      const way = side - (WAVE_WIDTH >> 1);
      const x = Math.round(centreX - offset * alongY + way * alongX);
      const y = Math.round(centreY + offset * alongX + way * alongY);
      const column = x < 0 ? 0 : x >= width ? width - 1 : x;
      const row = y < 0 ? 0 : y >= height ? height - 1 : y;
      const value = pixels[row * width + column]!; // clamped to the picture
      sum += value;
      squares += value * value;
    }
    const mean = sum / WAVE_WIDTH;
    means[step] = mean;
    along += squares / WAVE_WIDTH - mean * mean;
  }
  let average = 0;
  for (const value of means) average += value / WAVE_LENGTH;
  let swing = 0;
  let power = 0;
  for (let step = 0; step < WAVE_LENGTH; step += 1) {
    const value = means[step]! - average; // step < WAVE_LENGTH
    wave[step] = value;
    swing += Math.abs(value) / WAVE_LENGTH;
    power += value * value;
  }
  const { periodPixels, regularity } = findPeriod(wave, power);
  const continuity = power > 0 ? power / (power + along) : 0;
  return { periodPixels, regularity, swing, ridgeShare: darkShare(means), continuity };
}

/** The first maximum of the normalised autocorrelation, refined by a parabola. */
function findPeriod(
  wave: Float32Array,
  power: number,
): { periodPixels: number; regularity: number } {
  const longest = 20;
  const likeness = new Float32Array(longest + 2);
  for (let lag = 3; lag <= longest + 1; lag += 1) {
    let sum = 0;
    let head = 0;
    let tail = 0;
    for (let step = 0; step + lag < WAVE_LENGTH; step += 1) {
      const one = wave[step]!; // step + lag < WAVE_LENGTH
      const two = wave[step + lag]!;
      sum += one * two;
      head += one * one;
      tail += two * two;
    }
    likeness[lag] = power > 0 ? sum / (Math.sqrt(head * tail) + 1e-6) : 0;
  }
  for (let lag = 4; lag <= longest; lag += 1) {
    const here = likeness[lag]!; // 3 ≤ lag ± 1 ≤ longest + 1
    const before = likeness[lag - 1]!;
    const after = likeness[lag + 1]!;
    if (here < 0.15 || here < before || here < after) continue;
    const bend = before - 2 * here + after;
    const shift = bend < 0 ? (0.5 * (before - after)) / bend : 0;
    return { periodPixels: lag + shift, regularity: here };
  }
  return { periodPixels: 0, regularity: 0 };
}

function darkShare(means: Float32Array): number {
  let low = 255;
  let high = 0;
  for (const value of means) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const middle = (low + high) / 2;
  let dark = 0;
  for (const value of means) if (value < middle) dark += 1;
  return dark / means.length;
}
