import type { DeviceRole } from '../../domain/device-role.ts';
import type { Result } from '../../domain/result.ts';
import type { PictureProgress } from '../camera-modality.ts';
import type { DeviceClosed, DeviceError } from '../device-error.ts';
import type { DeviceCandidate } from '../drivers/candidate.ts';
import type { CaptureProgress, CodeScannerEvent, DeviceInfo } from '../modality.ts';
import type { Traffic } from '../transports/traffic.ts';
import type { CallName } from './calls.ts';

/** From the station to the process of a device. */
export type ToHost =
  /** The first message. */
  | { readonly type: 'open'; readonly candidate: DeviceCandidate }
  | {
      readonly type: 'call';
      readonly id: number;
      readonly name: CallName;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'close' };

/** What an opened device says of itself. */
export interface OpenedFacts {
  readonly role: DeviceRole;
  readonly info: DeviceInfo;
}

/** From the process of a device to the station. */
export type FromHost =
  | { readonly type: 'opened'; readonly result: Result<OpenedFacts, DeviceError> }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly progress: CaptureProgress | PictureProgress;
    }
  | { readonly type: 'event'; readonly event: CodeScannerEvent }
  | { readonly type: 'closed'; readonly reason: DeviceClosed }
  /** The process is alive, how much memory it takes, and what passed through its port so far. */
  | { readonly type: 'beat'; readonly memoryBytes: number; readonly traffic: Traffic };

export const BEAT_EVERY_MS = 500;
