/**
 * Why an answer of a device is not believed:
 * - `bad-signature`: the certificate's key did not sign these bytes;
 * - `untrusted-certificate`: no chain from the signer's certificate to a trust anchor, or one that is not valid today;
 * - `broken-hash-chain`: the hash does not continue the one that was sent (or the finger before);
 * - `stale-timestamp`: made more than five minutes before or after now;
 * - `other-transaction`: the answer to another request;
 * - `bad-payload`: signed, but not what was asked for, or not of the format.
 */
export type SbiRefusalCode =
  | 'bad-signature'
  | 'untrusted-certificate'
  | 'broken-hash-chain'
  | 'stale-timestamp'
  | 'other-transaction'
  | 'bad-payload';

/**
 * What a device says of itself with an error code:
 * - `not-registered`, `not-ready`, `busy`;
 * - `capture-timeout`: no finger, eye or face came within the time;
 * - `cancelled`: the stream was stopped during the capture;
 * - `request-refused`: the device does not take this request (count, exceptions, transaction id, purpose …);
 * - `sensor-fault`: it failed or was tampered with, or a code that the interface does not list.
 */
export type SbiReportedCode =
  | 'not-registered'
  | 'not-ready'
  | 'busy'
  | 'capture-timeout'
  | 'cancelled'
  | 'request-refused'
  | 'sensor-fault';

/** `wrong-answer`: what came is no answer of this interface. */
export interface SbiProblem {
  readonly code: SbiRefusalCode | SbiReportedCode | 'wrong-answer';
  /** For the technician's log: never personal data. */
  readonly detail: string;
  /** The number that the device itself gave, where it gave one. */
  readonly reportedCode?: string;
}

export function problem(code: SbiProblem['code'], detail: string): SbiProblem {
  return { code, detail };
}

const MEANINGS: ReadonlyMap<string, SbiReportedCode> = new Map([
  ['100', 'not-registered'],
  ['101', 'capture-timeout'],
  ['106', 'not-ready'],
  ['109', 'request-refused'],
  ['110', 'not-ready'],
  ['111', 'busy'],
  ['112', 'request-refused'],
  ['500', 'request-refused'],
  ['501', 'request-refused'],
  ['502', 'request-refused'],
  ['503', 'not-ready'],
  ['601', 'request-refused'],
  ['604', 'request-refused'],
  ['605', 'not-ready'],
  ['606', 'request-refused'],
  ['607', 'not-ready'],
  ['609', 'capture-timeout'],
  ['700', 'cancelled'],
  ['701', 'capture-timeout'],
  ['702', 'request-refused'],
  ['703', 'busy'],
  ['704', 'request-refused'],
  ['705', 'not-ready'],
  ['706', 'request-refused'],
  ['709', 'request-refused'],
  ['801', 'capture-timeout'],
  ['803', 'busy'],
]);

/** 113–123: the request does not fit the device, in the public mock's finer numbers. */
const MISMATCH = /^1(1[3-9]|2[0-3])$/;

const LONGEST_INFO = 200;

/** An error code of the interface (specification 0.9.5, "Error codes", and those the public mock adds) by its meaning. */
export function reportedProblem(errorCode: string, errorInfo: string): SbiProblem {
  const known = MISMATCH.test(errorCode) ? 'request-refused' : MEANINGS.get(errorCode);
  const info = errorInfo.slice(0, LONGEST_INFO);
  return {
    code: known ?? 'sensor-fault',
    detail: `the device said ${errorCode}: ${info}`,
    reportedCode: errorCode,
  };
}
