import type { DeviceRole } from '../../domain/device-role.ts';
import type { CodeScannerEvent, DeviceInfo, FingerprintScannerInfo } from '../modality.ts';
import type { DeviceError } from '../device-error.ts';
import type { DriverName, UsbIds } from '../drivers/candidate.ts';
import type { DeviceTraffic } from '../host/transfer-rate.ts';
import type { TransportError } from '../transports/transport.ts';

/**
 * - `connecting`: the port is there, the driver talks to it;
 * - `ready`;
 * - `unplugged`: it was there once, or is expected on a named port, and is not there now;
 * - `failed`: the port is there, but the device cannot be used, and why;
 * - `set-aside`: a technician wants it left alone.
 */
export type DeviceHealth =
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  | { readonly state: 'unplugged' }
  | { readonly state: 'failed'; readonly error: DeviceError }
  | { readonly state: 'set-aside' };

export interface RackDevice {
  /** Stays the same for the same device, pulled and plugged again, on whatever port. */
  readonly id: string;
  readonly role: DeviceRole;
  /** `uvc`: a camera that the window opens itself. */
  readonly driver: DriverName | 'uvc';
  readonly transport: 'serial' | 'hid' | 'loopback-http' | 'media';
  readonly address: string;
  /** Where its port tells them. */
  readonly usb: UsbIds | undefined;
  /** The description that named its driver; empty where somebody named the port. */
  readonly description: string;
  /** What is known of it; abilities of an open fingerprint scanner alone. */
  readonly info: Partial<DeviceInfo & Pick<FingerprintScannerInfo, 'abilities'>>;
  readonly health: DeviceHealth;
  /** Whether it is the one that does its role's work now. */
  readonly isServing: boolean;
  /** Undefined while it is not open. */
  readonly traffic: DeviceTraffic | undefined;
  /** From the moment it was seen until it was ready, the last time; undefined before. */
  readonly readyAfterMs: number | undefined;
}

export type RackEvent =
  | { readonly kind: 'changed'; readonly device: RackDevice }
  /** Another device does this role's work now, or none. */
  | { readonly kind: 'role'; readonly role: DeviceRole; readonly deviceId: string | undefined }
  | { readonly kind: 'code-scanner'; readonly deviceId: string; readonly event: CodeScannerEvent }
  /** The ports of one kind cannot be listed (`udevadm` missing, no permission); named ports work all the same. */
  | {
      readonly kind: 'discovery-failed';
      readonly transport: 'serial' | 'hid';
      readonly error: TransportError;
    };

/** What a technician has set for a device. */
export interface DeviceSettings {
  /** It is left alone. */
  readonly setAside?: boolean | undefined;
  /** It serves its role before others that are ready too. */
  readonly preferred?: boolean | undefined;
}
