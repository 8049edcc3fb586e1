import type { TransportErrorCode } from './transports/transport.ts';

/**
 * Everything that can be expected to go wrong with a device, as one closed list:
 * the port's own errors, and
 * - `no-answer`: the port works, but nothing speaks at the other end at any of its rates (half-seated cable, no power);
 * - `wrong-baud-rate`: it answers, but at a rate that its description does not allow;
 * - `wrong-answer`: something speaks, but not this protocol, or damaged beyond three tries;
 * - `password-refused`: the module is locked with a password that the station does not know;
 * - `sensor-fault`: the module answered with a confirmation code that means its sensor or its memory failed;
 * - `finger-timeout`: no finger came, or it was not lifted, within the time;
 * - `cancelled`: the caller's signal was aborted;
 * - `busy`: another capture runs on the same scanner;
 * - `not-open`: the device was closed before;
 * - `not-supported`: it cannot take what was asked for;
 * - `not-ready`: it is there and says that it cannot work now (starting, not registered with its provider);
 * - `device-busy`: it is in the hands of another program;
 * - `wrong-firmware`: its firmware is one that its description refuses, or it sends another picture than it says it has;
 * - `wrong-environment`: it is registered for another environment (production, test) than the station is one of;
 * - `unsupported-image`: it compresses pictures in a way that the station cannot read;
 * - `bad-signature`, `untrusted-certificate`, `broken-hash-chain`, `stale-timestamp`, `other-transaction`,
 *   `bad-payload`: what a certified device signed is not to be believed (`protocols/sbi/problem.ts`);
 * - `driver-blocked`, `driver-leaked`, `driver-died`: the driver did not answer, took too much memory, or ended; it was
 *   ended with its process, and nothing else was.
 */
export type DeviceErrorCode =
  | TransportErrorCode
  | 'no-answer'
  | 'wrong-answer'
  | 'wrong-baud-rate'
  | 'password-refused'
  | 'sensor-fault'
  | 'finger-timeout'
  | 'cancelled'
  | 'busy'
  | 'not-open'
  | 'not-supported'
  | 'not-ready'
  | 'device-busy'
  | 'wrong-firmware'
  | 'wrong-environment'
  | 'unsupported-image'
  | 'bad-signature'
  | 'untrusted-certificate'
  | 'broken-hash-chain'
  | 'stale-timestamp'
  | 'other-transaction'
  | 'bad-payload'
  | 'driver-blocked'
  | 'driver-leaked'
  | 'driver-died';

export interface DeviceError {
  readonly code: DeviceErrorCode;
  /** For the technician's log: never personal data. */
  readonly detail: string;
}

export function deviceError(code: DeviceErrorCode, detail: string): DeviceError {
  return { code, detail };
}

/** Why a device that was open is no longer: closed by us, or lost, and how. */
export type DeviceClosed =
  { readonly kind: 'requested' } | { readonly kind: 'lost'; readonly error: DeviceError };

/** Whether an error says only that nothing was understood: the next try, or the next line rate, may be. */
export function isDeaf(error: DeviceError): boolean {
  return error.code === 'no-answer' || error.code === 'wrong-answer';
}
