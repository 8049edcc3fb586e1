import type { DeviceRole } from '../domain/device-role.ts';
import type { CameraHead, StillCamera } from './camera-modality.ts';
import type { CodeScanner, FingerprintScanner } from './modality.ts';

/** A device that a driver has opened, as the modality that it is. */
export type OpenedDevice =
  | { readonly role: 'fingerprint'; readonly device: FingerprintScanner }
  | { readonly role: 'code-scanner'; readonly device: CodeScanner }
  | { readonly role: 'portrait-camera'; readonly device: StillCamera }
  | { readonly role: 'camera-head'; readonly device: CameraHead };

export type DeviceInRole<Role extends DeviceRole> = Extract<OpenedDevice, { role: Role }>['device'];
