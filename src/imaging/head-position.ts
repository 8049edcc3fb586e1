import type { HeadPlace } from '../domain/head-centring.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { backgroundOf } from './plain-background.ts';
import { largestPatch } from './silhouette.ts';
import type { Silhouette } from './silhouette.ts';
import { smallPicture } from './small-picture.ts';

export interface HeadFinding extends HeadPlace {
  /** Widest part of the head, as a fraction of the picture's width. */
  readonly width: number;
  /** Width : height of the picture. */
  readonly aspectRatio: number;
  /** 0–1: how much what was found looks like a head before a wall: whole, and the same to both sides. */
  readonly confidence: number;
}

/**
 * - `not-an-image`: it cannot be read, or is larger than a look needs;
 * - `not-found`: the background is not plain and light, or nobody stands out from it.
 */
export type HeadError = 'not-an-image' | 'not-found';

const MAXIMUM_BYTES = 500_000;

/** Below this it is hair in the wind, above it no wall is left beside the person. */
const NARROWEST_HEAD = 0.04;
const WIDEST_HEAD = 0.75;
const LEAST_CONFIDENCE = 0.5;

/**
 * Finds the head of one person before a plain, light background: the silhouette against the colour of the wall, which is
 * measured at the picture's upper corners; of the silhouette the part from its top down by its own width, which ends
 * above the shoulders (a head is about a third higher than wide).
 * @param picture JPEG or PNG
 */
export async function findHead(picture: Uint8Array): Promise<Result<HeadFinding, HeadError>> {
  if (picture.length > MAXIMUM_BYTES) return err('not-an-image');
  const raw = await smallPicture(picture);
  if (raw === undefined) return err('not-an-image');
  const background = backgroundOf(raw);
  if (background === undefined) return err('not-found');
  const patch = largestPatch(raw, background);
  const head = patch && headOf(patch);
  if (head === undefined || head.confidence < LEAST_CONFIDENCE) return err('not-found');
  const { width, height } = raw;
  return ok({
    middle: head.middle / width,
    top: head.top / height,
    width: head.width / width,
    aspectRatio: width / height,
    confidence: head.confidence,
  });
}

interface Head {
  readonly middle: number;
  readonly top: number;
  readonly width: number;
  readonly confidence: number;
}

/** The head of a silhouette, in pixels. */
function headOf({ rows, width }: Silhouette): Head | undefined {
  const narrowest = NARROWEST_HEAD * width;
  const top = rows.findIndex((row) => row !== undefined && row.right - row.left >= narrowest);
  if (top === -1) return undefined;
  let widest = 0;
  let weight = 0;
  let sum = 0;
  let filled = 0;
  const middles: number[] = [];
  for (let at = top; at < rows.length; at += 1) {
    const row = rows[at];
    if (row === undefined || at - top >= Math.max(widest, 2 * narrowest)) break;
    const span = row.right - row.left;
    const middle = (row.left + row.right) / 2;
    widest = Math.max(widest, span);
    weight += span;
    sum += middle * span;
    filled += row.filled;
    middles.push(middle);
  }
  if (widest < narrowest || widest > WIDEST_HEAD * width) return undefined;
  const middle = sum / weight;
  const lean = middles.reduce((all, one) => all + Math.abs(one - middle), 0) / middles.length;
  const solid = filled / weight;
  const level = Math.max(0, 1 - lean / (widest / 4));
  return { middle, top, width: widest, confidence: Math.min(solid, level) };
}
