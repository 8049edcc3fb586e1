import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';

import { FINGER_POSITIONS } from '../../domain/finger-position.ts';
import type { FingerPosition } from '../../domain/finger-position.ts';
import type { GrayImage } from '../../domain/gray-image.ts';
import type { ImageGeometry } from '../protocols/zfm/image.ts';

/** At 500 ppi a ridge is about 5 pixels wide, and one ridge with its valley about 9. */
const RIDGE_REACH_PIXELS = 2;
const PERIODS_REACH_PIXELS = 9;

/** A faint ridge counts as much as a strong one, and printed letters and lines no more than either. */
const STRONGEST_SWING = 16;

/** A second touch of the same finger is laid on up to so many pixels beside the first. */
const MAXIMUM_SHIFT_PIXELS = 8;

const WHITE = 255;

/** The prints of one person as grey PNG files of 500 ppi, shown under a sensor that is smaller than they are. */
export class PrintsFolder {
  readonly #files: ReadonlyMap<FingerPosition, string>;
  readonly #geometry: ImageGeometry;

  private constructor(files: ReadonlyMap<FingerPosition, string>, geometry: ImageGeometry) {
    this.#files = files;
    this.#geometry = geometry;
  }

  /**
   * File names tell the finger (`02-rolled-right-index.png`; the first in order where several do); files that name none
   * serve the fingers that are left, in order. Slaps of four fingers are left out.
   *
   * @throws when the folder cannot be read or has no print.
   */
  static async open(folder: string, geometry: ImageGeometry): Promise<PrintsFolder> {
    const names = (await readdir(folder))
      .filter((name) => /\.png$/i.test(name) && !/four|slap|thumbs/i.test(name))
      .sort();
    if (names.length === 0) throw new Error(`there is no print as PNG file in ${folder}`);
    const files = new Map<FingerPosition, string>();
    const nameless: string[] = [];
    for (const name of names) {
      const position = FINGER_POSITIONS.find((candidate) => name.toLowerCase().includes(candidate));
      if (position === undefined) nameless.push(join(folder, name));
      else if (!files.has(position)) files.set(position, join(folder, name));
    }
    for (const position of FINGER_POSITIONS) {
      const next = files.has(position) ? undefined : nameless.shift();
      if (next !== undefined) files.set(position, next);
    }
    return new PrintsFolder(files, geometry);
  }

  /** @throws when the folder has no print of this finger. */
  async touch(position: FingerPosition, touch: number): Promise<GrayImage> {
    const file = this.#files.get(position);
    if (file === undefined) throw new Error(`the folder has no print of the ${position}`);
    const { data, info } = await sharp(file)
      .flatten({ background: 'white' })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const picture = { pixels: data, widthPixels: info.width, heightPixels: info.height };
    const densest = densestWindow(picture, this.#geometry);
    const shift = (step: number): number =>
      ((touch * step) % (2 * MAXIMUM_SHIFT_PIXELS + 1)) * (touch % 2 === 0 ? 1 : -1);
    return cut(picture, densest.left + shift(5), densest.top + shift(7), this.#geometry);
  }
}

interface Picture extends ImageGeometry {
  readonly pixels: Uint8Array;
}

/** Sums over any rectangle from the top left, so that the sum over a window costs four look-ups. */
class SumTable {
  readonly #stride: number;
  readonly #sums: Float64Array;

  constructor(size: ImageGeometry, valueAt: (x: number, y: number) => number) {
    const { widthPixels, heightPixels } = size;
    this.#stride = widthPixels + 1;
    this.#sums = new Float64Array(this.#stride * (heightPixels + 1));
    for (let y = 0; y < heightPixels; y += 1) {
      let rowSum = 0;
      for (let x = 0; x < widthPixels; x += 1) {
        rowSum += valueAt(x, y);
        this.#sums[(y + 1) * this.#stride + x + 1] = this.#at(x + 1, y) + rowSum;
      }
    }
  }

  window(left: number, top: number, right: number, bottom: number): number {
    return (
      this.#at(right, bottom) - this.#at(left, bottom) - this.#at(right, top) + this.#at(left, top)
    );
  }

  #at(x: number, y: number): number {
    return this.#sums[y * this.#stride + x] ?? 0;
  }
}

/**
 * How strongly each place swings at the width of ridges: the mean of its closest surroundings against that of about two
 * ridge periods. A smudge is dark, but does not swing; grain swings, but within a ridge's width.
 */
function ridgeStrength(picture: Picture): SumTable {
  const { widthPixels, heightPixels, pixels } = picture;
  const grey = new SumTable(picture, (x, y) => pixels[y * widthPixels + x] ?? WHITE);
  const mean = (x: number, y: number, reach: number): number => {
    const left = Math.max(0, x - reach);
    const top = Math.max(0, y - reach);
    const right = Math.min(widthPixels, x + reach + 1);
    const bottom = Math.min(heightPixels, y + reach + 1);
    return grey.window(left, top, right, bottom) / ((right - left) * (bottom - top));
  };
  return new SumTable(picture, (x, y) => {
    const swing = Math.abs(mean(x, y, RIDGE_REACH_PIXELS) - mean(x, y, PERIODS_REACH_PIXELS));
    return Math.min(swing, STRONGEST_SWING);
  });
}

/** Where a window of this size holds the most ridge. */
function densestWindow(picture: Picture, size: ImageGeometry): { left: number; top: number } {
  const strength = ridgeStrength(picture);
  const { widthPixels: width, heightPixels: height } = picture;
  let best = { left: 0, top: 0, sum: -1 };
  for (let top = 0; top <= Math.max(0, height - size.heightPixels); top += 4) {
    for (let left = 0; left <= Math.max(0, width - size.widthPixels); left += 4) {
      const right = Math.min(width, left + size.widthPixels);
      const bottom = Math.min(height, top + size.heightPixels);
      const sum = strength.window(left, top, right, bottom);
      if (sum > best.sum) best = { left, top, sum };
    }
  }
  return best;
}

/** What is beyond the picture's edge is white. */
function cut(picture: Picture, left: number, top: number, size: ImageGeometry): GrayImage {
  const { widthPixels, heightPixels } = size;
  const pixels = new Uint8Array(widthPixels * heightPixels).fill(WHITE);
  for (let y = 0; y < heightPixels; y += 1) {
    for (let x = 0; x < widthPixels; x += 1) {
      const fromX = left + x;
      const fromY = top + y;
      const isInside =
        fromX >= 0 && fromX < picture.widthPixels && fromY >= 0 && fromY < picture.heightPixels;
      if (!isInside) continue;
      pixels[y * widthPixels + x] = picture.pixels[fromY * picture.widthPixels + fromX] ?? WHITE;
    }
  }
  return { widthPixels, heightPixels, resolutionPpi: 500, pixels };
}
