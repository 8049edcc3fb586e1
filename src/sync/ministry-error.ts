/**
 * Why a call to the ministry gave nothing:
 * - `unreachable`: no connection, or it broke; try again later;
 * - `timeout`: connected, but no answer in time, or the data stopped moving; try again later;
 * - `aborted`: the caller gave up;
 * - `untrusted-server`: its certificate is not of the pinned authority, or not valid at this clock;
 * - `refused-certificate`: the ministry does not take the station's certificate;
 * - `not-authorised`: the certificate is good, but not for this;
 * - `refused`: the ministry does not take what was sent; `refusal` is its own code;
 * - `too-busy`: asked to come back later;
 * - `server-error`: a fault on the ministry's side; try again later;
 * - `bad-answer`: an answer that is not of the format;
 * - `bad-signature`: an answer whose signature the pinned keys did not make.
 */
export const MINISTRY_ERROR_CODES = [
  'unreachable',
  'timeout',
  'aborted',
  'untrusted-server',
  'refused-certificate',
  'not-authorised',
  'refused',
  'too-busy',
  'server-error',
  'bad-answer',
  'bad-signature',
] as const;
export type MinistryErrorCode = (typeof MINISTRY_ERROR_CODES)[number];

export type MinistryError = {
  readonly code: MinistryErrorCode;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** The ministry's own code, e.g. `wrong-hash`. */
  readonly refusal?: string;
  /** For the technician: an error code of the system or the library. No data of a citizen. */
  readonly detail?: string;
};

/** True when the same call may well succeed a little later without anybody doing anything. */
export function isPassing(error: MinistryError): boolean {
  switch (error.code) {
    case 'unreachable':
    case 'timeout':
    case 'too-busy':
    case 'server-error':
      return true;
    case 'aborted':
    case 'untrusted-server':
    case 'refused-certificate':
    case 'not-authorised':
    case 'refused':
    case 'bad-answer':
    case 'bad-signature':
      return false;
  }
}

/** OpenSSL and Node codes of a server certificate that the pinned authority does not vouch for. */
const UNTRUSTED_SERVER = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Alerts (RFC 8446 §6) by which a strict server refuses a client certificate in the handshake. */
const REFUSED_CERTIFICATE =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|CERTIFICATE_REQUIRED)|CERTIFICATE_REQUIRED/;

/** Reads an error that a connection gave. */
export function connectionError(cause: unknown): MinistryError {
  const code = errorCode(cause);
  if (UNTRUSTED_SERVER.has(code)) return { code: 'untrusted-server', detail: code };
  if (REFUSED_CERTIFICATE.test(code)) return { code: 'refused-certificate', detail: code };
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') return { code: 'timeout', detail: code };
  if (code.startsWith('HPE_')) return { code: 'bad-answer', detail: code };
  return { code: 'unreachable', detail: code };
}

function errorCode(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return errorCode(cause.errors[0]);
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : 'unknown';
}

/** Reads an answer that is not a success. `refusal` is the `code` of its body, where it has one. */
export function statusError(status: number, refusal: string | undefined): MinistryError {
  const rest = refusal === undefined ? { status } : { status, refusal };
  if (status === 401) return { code: 'refused-certificate', ...rest };
  if (status === 403) return { code: 'not-authorised', ...rest };
  if (status === 429 || status === 503) return { code: 'too-busy', ...rest };
  if (status >= 500) return { code: 'server-error', ...rest };
  if (status >= 400) return { code: 'refused', ...rest };
  return { code: 'bad-answer', ...rest };
}
