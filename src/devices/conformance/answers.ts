import type { Result } from '../../domain/result.ts';
import type { DeviceError, DeviceErrorCode } from '../device-error.ts';
import { must } from './contract.ts';

/** @throws naming the error @returns the value of an answer that must be a success */
export function mustSucceed<T>(answer: Result<T, DeviceError>): T {
  if (answer.ok) return answer.value;
  throw new Error(`answered ${codeOf(answer)}`);
}

/** @throws naming what was answered instead of `code` */
export function expectCode(answer: Result<unknown, DeviceError>, code: DeviceErrorCode): void {
  must(!answer.ok && answer.error.code === code, `answered ${codeOf(answer)} instead of ${code}`);
}

export function codeOf(answer: Result<unknown, DeviceError>): string {
  return answer.ok ? 'success' : `${answer.error.code} (${answer.error.detail})`;
}
