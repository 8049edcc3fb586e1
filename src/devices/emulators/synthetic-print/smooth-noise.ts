import type { RandomStream } from './random.ts';

/**
 * A smooth random surface: normal values on a coarse grid, joined by smoothstep interpolation.
 * Sampled at any point of [0, width) × [0, height) pixels; deviation about 0.6.
 */
export interface SmoothNoise {
  at(x: number, y: number): number;
}

/** `cellPixels` is the size of the hills. The surface continues beyond its border with the border's values. */
export function smoothNoise(
  random: RandomStream,
  widthPixels: number,
  heightPixels: number,
  cellPixels: number,
): SmoothNoise {
  const columns = Math.ceil(widthPixels / cellPixels) + 2;
  const rows = Math.ceil(heightPixels / cellPixels) + 2;
  const grid = new Float32Array(columns * rows);
  for (let index = 0; index < grid.length; index += 1) grid[index] = random.normal();
  const scale = 1 / cellPixels;
  return {
    at(x, y) {
      const gridX = Math.min(Math.max(x * scale, 0), columns - 1.001);
      const gridY = Math.min(Math.max(y * scale, 0), rows - 1.001);
      const left = gridX | 0;
      const top = gridY | 0;
      let fractionX = gridX - left;
      let fractionY = gridY - top;
      fractionX *= fractionX * (3 - 2 * fractionX);
      fractionY *= fractionY * (3 - 2 * fractionY);
      const at = top * columns + left;
      const upper = grid[at]! + (grid[at + 1]! - grid[at]!) * fractionX; // inside by the clamp above
      const lower =
        grid[at + columns]! + (grid[at + columns + 1]! - grid[at + columns]!) * fractionX;
      return upper + (lower - upper) * fractionY;
    },
  };
}
