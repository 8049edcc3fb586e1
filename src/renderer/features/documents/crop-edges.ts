/** Where each edge of the kept part lies, as fractions of the picture's width and height from top left. */
export interface CropEdges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const EDGES = ['left', 'top', 'right', 'bottom'] as const;
export type Edge = (typeof EDGES)[number];

export const WHOLE_PICTURE: CropEdges = { left: 0, top: 0, right: 1, bottom: 1 };

/** No paper fills less than this share of its photograph. */
const SMALLEST_SHARE = 0.1;

/** Moves one edge to a place, kept inside the picture and off the edge opposite. */
export function moveEdge(crop: CropEdges, edge: Edge, to: number): CropEdges {
  const { least, most } = edgeRange(crop, edge);
  return { ...crop, [edge]: Math.min(Math.max(to, least), most) };
}

/** How far an edge may go. */
export function edgeRange(crop: CropEdges, edge: Edge): { least: number; most: number } {
  switch (edge) {
    case 'left':
      return { least: 0, most: crop.right - SMALLEST_SHARE };
    case 'top':
      return { least: 0, most: crop.bottom - SMALLEST_SHARE };
    case 'right':
      return { least: crop.left + SMALLEST_SHARE, most: 1 };
    case 'bottom':
      return { least: crop.top + SMALLEST_SHARE, most: 1 };
  }
}

/** The kept part as the station takes it; null for the whole picture. */
export function cropPart(
  crop: CropEdges,
): { left: number; top: number; width: number; height: number } | null {
  const { left, top, right, bottom } = crop;
  if (left === 0 && top === 0 && right === 1 && bottom === 1) return null;
  return { left, top, width: right - left, height: bottom - top };
}
