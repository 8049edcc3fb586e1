import type { FingerPosition } from './finger-position.ts';

/**
 * The plain prints of several fingers at once, in the order in which they are taken: right four, left four, both
 * thumbs (4-4-2). Source: Circular 60/2021/TT-BCA Art. 5; ISO/IEC 19794-4:2011 Table 6, codes 13, 14 and 15.
 */
export const SLAPS = ['right-four', 'left-four', 'two-thumbs'] as const;
export type Slap = (typeof SLAPS)[number];

/** The fingers of a slap, in the order of their positions. */
export const SLAP_FINGERS: Readonly<Record<Slap, readonly FingerPosition[]>> = {
  'right-four': ['right-index', 'right-middle', 'right-ring', 'right-little'],
  'left-four': ['left-index', 'left-middle', 'left-ring', 'left-little'],
  'two-thumbs': ['right-thumb', 'left-thumb'],
};

export function slapOf(position: FingerPosition): Slap {
  if (position.endsWith('thumb')) return 'two-thumbs';
  return position.startsWith('left') ? 'left-four' : 'right-four';
}
