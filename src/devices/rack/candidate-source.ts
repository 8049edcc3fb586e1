import type { DeviceCandidate } from '../drivers/candidate.ts';
import type { Unsubscribe } from '../listeners.ts';

/** Something beside the ports that knows of devices: services on the loopback. */
export interface CandidateSource {
  /** Those that are there now. */
  candidates(): readonly DeviceCandidate[];
  /** Told when one has come or gone. */
  onChange(listener: () => void): Unsubscribe;
  stop(): Promise<void>;
}
