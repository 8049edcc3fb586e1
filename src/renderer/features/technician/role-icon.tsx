import { IconCamera, IconFingerprint, IconQrcode, IconRotate360 } from '@tabler/icons-react';
import type { DeviceRole } from '../../../domain/device-role.ts';

const ICONS = {
  fingerprint: IconFingerprint,
  'portrait-camera': IconCamera,
  'camera-head': IconRotate360,
  'code-scanner': IconQrcode,
} as const satisfies Record<DeviceRole, unknown>;

/** The sign of what a device is for. */
export function RoleIcon({ role, size = 26 }: { role: DeviceRole; size?: number }) {
  const Icon = ICONS[role];
  return <Icon size={size} stroke={1.7} aria-hidden="true" />;
}
