import type { TransportErrorCode } from './transports/transport.ts';

/**
 * Everything that can be expected to go wrong with a device, as one closed list:
 * the port's own errors, and
 * - `no-answer`: the port works, but nothing speaks at the other end (wrong baud rate, half-seated cable);
 * - `wrong-answer`: something speaks, but not this protocol, or damaged beyond three tries;
 * - `password-refused`: the module is locked with a password that the station does not know;
 * - `sensor-fault`: the module answered with a confirmation code that means its sensor or its memory failed;
 * - `finger-timeout`: no finger came, or it was not lifted, within the time;
 * - `cancelled`: the caller's signal was aborted;
 * - `busy`: another capture runs on the same scanner;
 * - `not-open`: the device was closed before.
 */
export type DeviceErrorCode =
  | TransportErrorCode
  | 'no-answer'
  | 'wrong-answer'
  | 'password-refused'
  | 'sensor-fault'
  | 'finger-timeout'
  | 'cancelled'
  | 'busy'
  | 'not-open';

export interface DeviceError {
  readonly code: DeviceErrorCode;
  /** For the technician's log: never personal data. */
  readonly detail: string;
}

export function deviceError(code: DeviceErrorCode, detail: string): DeviceError {
  return { code, detail };
}
