import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import type { DeviceInfo } from '../modality.ts';
import type { ScannedDataLayout } from '../protocols/hid-pos/layout.ts';
import type { StreamReport } from '../protocols/hid-stream.ts';
import type { SbiEnvironment } from '../protocols/sbi/profile.ts';
import type { Vc0706CameraOptions } from './vc0706-camera.ts';
import type { ViscaCameraHeadOptions } from './visca-camera-head.ts';
import type { ZfmFingerprintOptions } from './zfm-fingerprint.ts';

/** How a driver is to behave; port and identity are the candidate's. */
export type ZfmSettings = Omit<ZfmFingerprintOptions, 'transport' | 'identity'>;
export type ViscaSettings = Omit<ViscaCameraHeadOptions, 'transport' | 'identity'>;
export type Vc0706Settings = Omit<Vc0706CameraOptions, 'transport' | 'identity'>;

export interface SbiSettings {
  readonly port: number;
  readonly deviceId: string;
  /** PEM. Without one no device is believed. */
  readonly trustAnchors: readonly string[];
  readonly environment: SbiEnvironment;
  /** What a description says that this make and model can take; what the protocol says when absent. */
  readonly abilities?: readonly FingerprintAbility[];
  /** Versions that its description refuses; `*` stands for any text. */
  readonly refusedFirmware?: readonly string[];
}

export interface UsbIds {
  readonly vendorId: number;
  readonly productId: number;
}

interface Found {
  /** The same for the same device on whatever port: vendor, product and serial number where it has one, else its port. */
  readonly id: string;
  /** Port path, HID path, or `127.0.0.1:PORT`. */
  readonly address: string;
  /** What is known before it is opened. */
  readonly identity: Partial<DeviceInfo>;
  /** Vendor and product, where the port tells them. */
  readonly usb?: UsbIds;
  /** The description that named its driver, or undefined where somebody named the port. */
  readonly description?: string;
}

/** A device that was found or named, and which driver opens it how. Plain data: it goes to the device's process. */
export type DeviceCandidate = Found &
  (
    | {
        readonly driver: 'zfm';
        readonly role: 'fingerprint';
        readonly transport: 'serial';
        readonly settings: ZfmSettings;
      }
    | {
        readonly driver: 'zfm';
        readonly role: 'fingerprint';
        readonly transport: 'hid';
        readonly settings: ZfmSettings & { readonly report?: StreamReport };
      }
    | {
        readonly driver: 'hid-pos';
        readonly role: 'code-scanner';
        readonly transport: 'hid';
        readonly settings: { readonly layout?: ScannedDataLayout };
      }
    | {
        readonly driver: 'visca';
        readonly role: 'camera-head';
        readonly transport: 'serial';
        readonly settings: ViscaSettings;
      }
    | {
        readonly driver: 'vc0706';
        readonly role: 'portrait-camera';
        readonly transport: 'serial';
        readonly settings: Vc0706Settings;
      }
    | {
        readonly driver: 'sbi';
        readonly role: 'fingerprint' | 'portrait-camera';
        readonly transport: 'loopback-http';
        readonly settings: SbiSettings;
      }
  );

export type DriverName = DeviceCandidate['driver'];
