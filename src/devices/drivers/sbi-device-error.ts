import { unreachable } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError, DeviceErrorCode } from '../device-error.ts';
import type { SbiError, SbiErrorCode } from './sbi-error.ts';

/** An error of the interface in the words of all devices. What a device signed and is not believed keeps its name. */
export function deviceErrorFrom({ code, detail }: SbiError): DeviceError {
  return deviceError(codeFrom(code), detail);
}

function codeFrom(code: SbiErrorCode): DeviceErrorCode {
  switch (code) {
    case 'port-not-found':
    case 'port-busy':
    case 'permission-denied':
    case 'io-error':
    case 'no-answer':
    case 'wrong-answer':
    case 'cancelled':
    case 'not-open':
    case 'not-ready':
    case 'sensor-fault':
    case 'bad-signature':
    case 'untrusted-certificate':
    case 'broken-hash-chain':
    case 'stale-timestamp':
    case 'other-transaction':
    case 'bad-payload':
    case 'wrong-environment':
    case 'wrong-firmware':
      return code;
    // The service is there and breaks its answers off; one that is gone is told by its session.
    case 'disconnected':
      return 'wrong-answer';
    case 'busy':
      return 'device-busy';
    case 'not-registered':
      return 'not-ready';
    case 'capture-timeout':
      return 'finger-timeout';
    case 'request-refused':
      return 'not-supported';
    default:
      return unreachable(code);
  }
}
