import type { GrayImage } from '../../src/domain/gray-image.ts';

/** Ridges as numbers around 0 at 125 ppi steps, 0 on bare glass. */
function ridgeMap(image: GrayImage): Float32Array {
  const { widthPixels: width, heightPixels: height, pixels } = image;
  const map = new Float32Array(width * height);
  const reach = 8;
  for (let y = reach; y < height - reach; y += 1) {
    for (let x = reach; x < width - reach; x += 1) {
      let sum = 0;
      let count = 0;
      for (let row = y - reach; row <= y + reach; row += 4) {
        for (let column = x - reach; column <= x + reach; column += 4) {
          sum += pixels[row * width + column] ?? 255;
          count += 1;
        }
      }
      const mean = sum / count;
      const blurred =
        ((pixels[y * width + x] ?? 255) * 2 +
          (pixels[y * width + x + 1] ?? 255) +
          (pixels[y * width + x - 1] ?? 255) +
          (pixels[(y + 1) * width + x] ?? 255) +
          (pixels[(y - 1) * width + x] ?? 255)) /
        6;
      map[y * width + x] = mean > 235 ? 0 : mean - blurred;
    }
  }
  return map;
}

/**
 * How alike two prints of one window size are: the best normalised correlation of their ridges over rotations of
 * ±16° and shifts of ±30 pixels. 1 = the same picture, about 0.1 = ridges that meet by chance.
 */
export function ridgeLikeness(one: GrayImage, other: GrayImage): number {
  const { widthPixels: width, heightPixels: height } = one;
  const fixed = ridgeMap(one);
  const moving = ridgeMap(other);
  let best = -1;
  const refine = (degrees: number, shiftX: number, shiftY: number, step: number): number =>
    correlation(fixed, moving, width, height, (degrees * Math.PI) / 180, shiftX, shiftY, step);
  let place = { degrees: 0, x: 0, y: 0 };
  for (let degrees = -16; degrees <= 16; degrees += 4) {
    for (let x = -30; x <= 30; x += 3) {
      for (let y = -30; y <= 30; y += 3) {
        const value = refine(degrees, x, y, 7);
        if (value > best) [best, place] = [value, { degrees, x, y }];
      }
    }
  }
  let exact = -1;
  for (let degrees = place.degrees - 3; degrees <= place.degrees + 3; degrees += 1) {
    for (let x = place.x - 2; x <= place.x + 2; x += 1) {
      for (let y = place.y - 2; y <= place.y + 2; y += 1) {
        exact = Math.max(exact, refine(degrees, x, y, 3));
      }
    }
  }
  return exact;
}

function correlation(
  fixed: Float32Array,
  moving: Float32Array,
  width: number,
  height: number,
  angle: number,
  shiftX: number,
  shiftY: number,
  step: number,
): number {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let products = 0;
  let fixedPower = 0;
  let movingPower = 0;
  for (let y = -height / 2; y < height / 2; y += step) {
    for (let x = -width / 2; x < width / 2; x += step) {
      const here = fixed[Math.round(y + height / 2) * width + Math.round(x + width / 2)] ?? 0;
      const column = Math.round(x * cos - y * sin + shiftX + width / 2);
      const row = Math.round(x * sin + y * cos + shiftY + height / 2);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const there = moving[row * width + column] ?? 0;
      products += here * there;
      fixedPower += here * here;
      movingPower += there * there;
    }
  }
  return products / (Math.sqrt(fixedPower * movingPower) + 1e-6);
}
