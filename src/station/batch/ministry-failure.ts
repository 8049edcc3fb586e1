import type { ErrorCode } from '../../contract/errors.ts';
import type { MinistryError } from '../../sync/ministry-error.ts';
import { fail } from '../app.ts';
import type { Failure } from '../app.ts';

/** The sentence for each way in which a call to the ministry can fail. */
export function ministryFailure(error: MinistryError): Failure {
  return fail(ministryErrorCode(error));
}

export function ministryErrorCode(error: MinistryError): ErrorCode {
  switch (error.code) {
    case 'unreachable':
    case 'timeout':
    case 'too-busy':
    case 'server-error':
    case 'aborted':
      return 'ministry-unreachable';
    case 'untrusted-server':
    case 'refused-certificate':
    case 'not-authorised':
      return 'ministry-refused';
    case 'refused':
      return error.refusal === 'wrong-code' ? 'enrolment-code-wrong' : 'ministry-refused';
    case 'bad-answer':
    case 'bad-signature':
      return 'ministry-bad-answer';
  }
}
