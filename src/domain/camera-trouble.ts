/**
 * Why a camera of the window gives no picture, as the window tells the station:
 * - `port-not-found`: there is no camera, or not this one;
 * - `permission-denied`: this computer does not let the station use it;
 * - `port-busy`: another program holds it;
 * - `disconnected`: it was pulled while it was open;
 * - `not-supported`: it has no picture of the kind that was asked for;
 * - `no-answer`: it is open, and no picture comes;
 * - `io-error`: the system cannot talk to it.
 */
export const CAMERA_TROUBLES = [
  'port-not-found',
  'permission-denied',
  'port-busy',
  'disconnected',
  'not-supported',
  'no-answer',
  'io-error',
] as const;
export type CameraTrouble = (typeof CAMERA_TROUBLES)[number];
