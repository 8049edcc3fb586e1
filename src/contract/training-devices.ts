import { z } from 'zod';

/** The emulated devices of a training station; all but the module wait in a drawer until they are plugged in. */
export const TRAINING_DEVICES = ['module', 'slap-scanner', 'serial-camera', 'camera-head'] as const;
export type TrainingDevice = (typeof TRAINING_DEVICES)[number];

/** What can be ordered to go wrong with each of them. */
export const TRAINING_FAULTS = {
  module: [
    'garbage',
    'truncated',
    'bad-checksum',
    'duplicate',
    'silence',
    'slow',
    'pulled-in-picture',
    'no-finger',
    'stuck-finger',
    'busy',
    'wrong-firmware',
  ],
  'slap-scanner': [
    'wrong-signature',
    'stranger',
    'expired-certificate',
    'broken-chain',
    'stale-timestamp',
    'other-transaction',
    'silence',
    'cut',
    'busy',
    'slow',
  ],
  'serial-camera': ['garbage', 'truncated', 'silence', 'slow', 'busy', 'pulled-in-picture'],
  'camera-head': ['garbage', 'silence', 'slow', 'busy'],
} as const satisfies Record<TrainingDevice, readonly string[]>;

export const ALL_TRAINING_FAULTS = [...new Set(Object.values(TRAINING_FAULTS).flat())];
export type TrainingFault = (typeof ALL_TRAINING_FAULTS)[number];

export const trainingDeviceViewSchema = z.strictObject({
  device: z.enum(TRAINING_DEVICES),
  plugged: z.boolean(),
  /** What is wrong with it on order, or null. */
  fault: z.enum(ALL_TRAINING_FAULTS).nullable(),
});
export type TrainingDeviceView = z.infer<typeof trainingDeviceViewSchema>;
