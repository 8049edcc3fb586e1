/** Where the public mock leaves the specification, each by itself. */
export interface SbiDeviations {
  /** `{errorCode, errorInfo}` without the `error` around it. */
  readonly flatErrors: boolean;
  /** The stream announces a boundary with dashes of its own, sends it bare, and leaves the spaces after colons out. */
  readonly oddBoundary: boolean;
  /** Two line ends behind each JSON body, beyond Content-Length. */
  readonly extraBytes: boolean;
  /** `HTTP/1.1 405 OK` for verbs that it does not know. */
  readonly status405Ok: boolean;
  /** An error with code "0" where there is none. */
  readonly codeZero: boolean;
  /** Reads the length at a fixed place and the body once. */
  readonly naiveReading: boolean;
  /** `x5c` carries the device's certificate alone. */
  readonly leafOnly: boolean;
  /** The fingers of a slap come in another order than they were asked for. */
  readonly otherOrder: boolean;
  /** Pictures go on in the stream while a capture runs. */
  readonly streamsOn: boolean;
}

export const NO_DEVIATION: SbiDeviations = {
  flatErrors: false,
  oddBoundary: false,
  extraBytes: false,
  status405Ok: false,
  codeZero: false,
  naiveReading: false,
  leafOnly: false,
  otherOrder: false,
  streamsOn: false,
};

export const EVERY_DEVIATION: SbiDeviations = {
  flatErrors: true,
  oddBoundary: true,
  extraBytes: true,
  status405Ok: true,
  codeZero: true,
  naiveReading: true,
  leafOnly: true,
  otherOrder: true,
  streamsOn: true,
};

/**
 * What a dishonest or broken service does:
 * - `wrong-signature`: signs with a key that is not its certificate's;
 * - `stranger`: signs with the certificate of another authority of the same name;
 * - `expired-certificate`;
 * - `broken-chain`: hashes as if there had been no sample before;
 * - `stale-timestamp`, `early-timestamp`: six minutes before, six minutes after now;
 * - `other-transaction`, `other-device`;
 * - `other-finger`: sends the finger beside the one that was asked for, under the name that was asked for;
 * - `repeated-finger`: sends the first finger for all;
 * - `other-impression`: its records say that a finger was rolled which was laid on, and the other way round;
 * - `no-json`: a signed payload that is no JSON object of a capture;
 * - `nonsense`: answers in another protocol;
 * - `silence`: accepts, and says nothing;
 * - `cut`: closes the connection in the middle of its answer.
 */
export const SBI_LIES = [
  'wrong-signature',
  'stranger',
  'expired-certificate',
  'broken-chain',
  'stale-timestamp',
  'early-timestamp',
  'other-transaction',
  'other-device',
  'other-finger',
  'repeated-finger',
  'other-impression',
  'no-json',
  'nonsense',
  'silence',
  'cut',
] as const;

export type SbiLie = (typeof SBI_LIES)[number];
