import type { ErrorCode } from '../../contract/errors.ts';
import type { DeviceErrorCode } from '../../devices/device-error.ts';
import { fail } from '../app.ts';
import type { Failure } from '../app.ts';

/** The sentence that the officer reads for each device error. */
export const DEVICE_ERROR_CODES: Readonly<Record<DeviceErrorCode, ErrorCode>> = {
  'port-not-found': 'device-not-found',
  'port-busy': 'device-busy',
  'permission-denied': 'device-permission',
  disconnected: 'device-disconnected',
  'io-error': 'device-disconnected',
  'no-answer': 'device-no-answer',
  'wrong-answer': 'device-garbage',
  'wrong-baud-rate': 'device-wrong-baud-rate',
  'password-refused': 'device-refused',
  'sensor-fault': 'device-refused',
  'finger-timeout': 'finger-timeout',
  cancelled: 'cancelled',
  busy: 'already-running',
  'not-open': 'device-disconnected',
  'not-supported': 'device-not-supported',
  'not-ready': 'device-not-ready',
  'device-busy': 'device-busy',
  'wrong-firmware': 'device-wrong-firmware',
  'unsupported-image': 'device-image-unsupported',
  // One sentence for whatever cannot be believed: the officer does the same about each; the incident tells them apart.
  'wrong-environment': 'device-untrusted',
  'bad-signature': 'device-untrusted',
  'untrusted-certificate': 'device-untrusted',
  'broken-hash-chain': 'device-untrusted',
  'stale-timestamp': 'device-untrusted',
  'other-transaction': 'device-untrusted',
  'bad-payload': 'device-untrusted',
  'driver-blocked': 'device-driver-failed',
  'driver-leaked': 'device-driver-failed',
  'driver-died': 'device-driver-failed',
};

export function deviceFailure(code: DeviceErrorCode): Failure {
  return fail(DEVICE_ERROR_CODES[code]);
}
