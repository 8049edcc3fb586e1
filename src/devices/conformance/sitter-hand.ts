import type { CableHand } from './serial-hand.ts';

/** What happens at a device that looks at a face or at eyes. */
export interface SitterHand extends CableHand {
  /** Somebody sits before it, and stays. */
  sit(): Promise<void>;
  leave(): Promise<void>;
}
