import { FINGERPRINT_ABILITIES } from '../../domain/fingerprint-ability.ts';
import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import type { DriverName } from './candidate.ts';

/** What a driver speaks, over what, and what its devices can do. */
export interface DriverDescription {
  readonly name: string;
  readonly speaks: string;
  readonly transports: readonly ('serial' | 'hid' | 'loopback-http' | 'media' | 'keyboard')[];
  readonly capabilities: readonly DriverCapability[];
}

export type DriverCapability =
  | FingerprintAbility
  | 'iris'
  | 'face'
  | 'exception-photo'
  | 'still-picture'
  | 'live-picture'
  | 'camera-head'
  | 'codes';

/** Those in a process of their own, and those of the window, which alone hears cameras and keyboard. */
export type StationDriver = DriverName | 'uvc' | 'wedge';

/** The drivers of this station, each against its public data sheet or standard. */
const DESCRIBED: Readonly<Record<StationDriver, Omit<DriverDescription, 'name'>>> = {
  zfm: {
    speaks: 'fingerprint module packets of ZFM-20, R30x, AS608 and R503',
    transports: ['serial', 'hid'],
    capabilities: ['single-plain'],
  },
  'hid-pos': {
    speaks: 'USB HID Point of Sale 1.02, usage page 0x8C, bar-code scanner',
    transports: ['hid'],
    capabilities: ['codes'],
  },
  wedge: {
    speaks: 'key presses of a bar-code scanner that types like a keyboard',
    transports: ['keyboard'],
    capabilities: ['codes'],
  },
  uvc: {
    speaks:
      'cameras of this computer (USB Video Class) by Media Capture and Streams, MediaStream Image Capture',
    transports: ['media'],
    capabilities: ['live-picture', 'still-picture'],
  },
  visca: {
    speaks: 'Sony VISCA, camera heads of the EVI-D series',
    transports: ['serial'],
    capabilities: ['camera-head'],
  },
  vc0706: {
    speaks: 'VC0706 serial JPEG camera',
    transports: ['serial'],
    capabilities: ['still-picture'],
  },
  sbi: {
    speaks: 'MOSIP Secure Biometric Interface 0.9.5 on 127.0.0.1:4501–4600',
    transports: ['loopback-http'],
    capabilities: [...FINGERPRINT_ABILITIES, 'iris', 'face', 'exception-photo'],
  },
};

export const DRIVERS: readonly DriverDescription[] = Object.entries(DESCRIBED).map(
  ([name, description]) => ({ name, ...description }),
);

export function capabilitiesOfDriver(driver: StationDriver): readonly DriverCapability[] {
  return DESCRIBED[driver].capabilities;
}
