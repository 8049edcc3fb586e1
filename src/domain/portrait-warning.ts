/**
 * What an officer is told about a portrait, and what its record says of it. `low-resolution`: a camera that serves
 * for want of a better one gave fewer pixels than a portrait otherwise needs.
 */
export const PORTRAIT_WARNINGS = [
  'too-dark',
  'too-bright',
  'low-contrast',
  'blurred',
  'low-resolution',
] as const;

export type PortraitWarning = (typeof PORTRAIT_WARNINGS)[number];
