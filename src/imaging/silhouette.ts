import { standsOut } from './plain-background.ts';
import type { PlainBackground, RawRgb } from './plain-background.ts';

/** One row of a silhouette: from `left` up to, not including, `right`. */
export interface SilhouetteRow {
  readonly left: number;
  readonly right: number;
  /** How many pixels between the two belong to it. */
  readonly filled: number;
}

export interface Silhouette {
  readonly width: number;
  /** From the top; undefined where nothing of it is. */
  readonly rows: readonly (SilhouetteRow | undefined)[];
}

/** Of nine pixels that touch, most must stand out: single ones are noise. */
const MOST_OF_NINE = 5;
/** A patch smaller than this part of the picture is nobody. */
const LEAST_SHARE = 0.02;

/** The largest connected part of a picture that stands out from the wall; undefined when nobody does. */
export function largestPatch(picture: RawRgb, background: PlainBackground): Silhouette | undefined {
  const { width, height } = picture;
  const mask = Uint8Array.from({ length: width * height }, (_, at) =>
    standsOut(picture, background, at) ? 1 : 0,
  );
  const patches = patchesOf(smoothed(mask, width, height), width);
  const largest = patches.reduce<readonly number[]>(
    (best, patch) => (patch.length > best.length ? patch : best),
    [],
  );
  if (largest.length < LEAST_SHARE * width * height) return undefined;
  return { width, rows: rowsOf(largest, width, height) };
}

function smoothed(mask: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(mask.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let count = 0;
      for (let down = -1; down <= 1; down += 1) {
        for (let across = -1; across <= 1; across += 1) {
          // At the edge the nearest pixel inside counts again: a head that is cut off there ends at the edge.
          const near = clamp(row + down, height) * width + clamp(column + across, width);
          count += mask[near] ?? 0;
        }
      }
      result[row * width + column] = count >= MOST_OF_NINE ? 1 : 0;
    }
  }
  return result;
}

function clamp(at: number, size: number): number {
  return Math.min(Math.max(at, 0), size - 1);
}

/** The pixels of each connected patch, over edges. */
function patchesOf(mask: Uint8Array, width: number): (readonly number[])[] {
  const seen = new Uint8Array(mask.length);
  const patches: number[][] = [];
  mask.forEach((set, start) => {
    if (set === 0 || seen[start] === 1) return;
    const patch = [start];
    seen[start] = 1;
    // The list grows while it is walked.
    for (const at of patch) {
      for (const next of neighbours(at, width, mask.length)) {
        if (mask[next] === 0 || seen[next] === 1) continue;
        seen[next] = 1;
        patch.push(next);
      }
    }
    patches.push(patch);
  });
  return patches;
}

function neighbours(at: number, width: number, count: number): number[] {
  const column = at % width;
  return [
    ...(column > 0 ? [at - 1] : []),
    ...(column < width - 1 ? [at + 1] : []),
    ...(at >= width ? [at - width] : []),
    ...(at + width < count ? [at + width] : []),
  ];
}

function rowsOf(
  patch: readonly number[],
  width: number,
  height: number,
): (SilhouetteRow | undefined)[] {
  const rows: (SilhouetteRow | undefined)[] = Array.from({ length: height }, () => undefined);
  for (const at of patch) {
    const index = Math.floor(at / width);
    const column = at % width;
    const row = rows[index] ?? { left: column, right: column + 1, filled: 0 };
    rows[index] = {
      left: Math.min(row.left, column),
      right: Math.max(row.right, column + 1),
      filled: row.filled + 1,
    };
  }
  return rows;
}
