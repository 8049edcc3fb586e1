/**
 * MOSIP Secure Biometric Interface (SBI, formerly MDS) 0.9.5, revision of 24 October 2023: a service on this machine
 * that owns one or more biometric devices and speaks HTTP with verbs of its own.
 */

/** The range that a service takes the first free port of. */
export const SBI_FIRST_PORT = 4501;
export const SBI_LAST_PORT = 4600;

/** What differs between the revisions of the interface that are in the field. */
export interface SbiProfile {
  readonly specVersion: string;
  readonly discoveryVerb: string;
  /** The field of a STREAM request that names the device. */
  readonly streamDeviceField: 'deviceId' | 'serialNo';
}

export const SBI_0_9_5: SbiProfile = {
  specVersion: '0.9.5',
  discoveryVerb: 'MOSIPDISC',
  streamDeviceField: 'deviceId',
};

/** As the registration client's provider for 1.0 speaks it. */
export const SBI_1_0: SbiProfile = {
  specVersion: '1.0',
  discoveryVerb: 'SBIDISC',
  streamDeviceField: 'serialNo',
};

export const SBI_ENVIRONMENTS = ['Staging', 'Developer', 'Pre-Production', 'Production'] as const;
export type SbiEnvironment = (typeof SBI_ENVIRONMENTS)[number];

export type SbiBioType = 'Finger' | 'Iris' | 'Face';
