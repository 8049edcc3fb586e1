/**
 * Finger positions of ISO/IEC 19794-4:2011 Table 6: 1–5 right thumb … little, 6–10 left thumb … little.
 */
export const FINGER_POSITIONS = [
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
  'left-thumb',
  'left-index',
  'left-middle',
  'left-ring',
  'left-little',
] as const;

export type FingerPosition = (typeof FINGER_POSITIONS)[number];

/** The numeric code of ISO/IEC 19794-4:2011 Table 6, 1–10. */
export function isoFingerCode(position: FingerPosition): number {
  return FINGER_POSITIONS.indexOf(position) + 1;
}

/** The position with this ISO/IEC 19794-4:2011 code, or undefined when the code is not one of 1–10. */
export function fingerPositionFromIsoCode(code: number): FingerPosition | undefined {
  return Number.isInteger(code) ? FINGER_POSITIONS[code - 1] : undefined;
}
