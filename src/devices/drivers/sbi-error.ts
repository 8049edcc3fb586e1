import type { Result } from '../../domain/result.ts';
import type { SbiProblem } from '../protocols/sbi/problem.ts';
import type { LoopbackError } from '../transports/loopback-http.ts';

/** Everything that can be expected to go wrong with a device behind a Secure Biometric Interface. */
export type SbiErrorCode =
  | LoopbackError['code']
  | SbiProblem['code']
  /** The station has closed this device. */
  | 'not-open'
  /** It is registered for another environment (production, test) than this station is one of. */
  | 'wrong-environment'
  /** Its description refuses the firmware that it says to have. */
  | 'wrong-firmware';

export interface SbiError {
  readonly code: SbiErrorCode;
  /** For the technician's log: never personal data. */
  readonly detail: string;
  /** The number that the device itself gave, where it gave one. */
  readonly reportedCode?: string;
}

export type SbiResult<T> = Result<T, SbiError>;
