/** What a device is for, at the line. */
export const DEVICE_ROLES = [
  'fingerprint',
  'portrait-camera',
  'camera-head',
  'code-scanner',
] as const;
export type DeviceRole = (typeof DEVICE_ROLES)[number];
