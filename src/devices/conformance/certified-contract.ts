import type { Result } from '../../domain/result.ts';
import type { DeviceError, DeviceErrorCode } from '../device-error.ts';
import type { SbiLie } from '../emulators/sbi/faults.ts';
import type { SbiUnit } from '../emulators/sbi/unit.ts';
import { expectCode, mustSucceed } from './answers.ts';
import { must } from './contract.ts';
import type { Clause } from './contract.ts';

/** A device whose answers are signed, with a service that can be told to lie. */
export interface CertifiedBench {
  lie(lie: SbiLie | undefined): void;
  setStatus(status: SbiUnit['setStatus']): void;
  open(): Promise<Result<CertifiedDevice, DeviceError>>;
  close(): Promise<void>;
}

/** Any device of the station behind the interface, whatever it captures. */
export interface CertifiedDevice {
  /** One capture of what the device is for. */
  take(): Promise<Result<unknown, DeviceError>>;
  checkAlive(): Promise<Result<void, DeviceError>>;
}

/** What an answer may be, and the name that it is refused by. */
const REFUSALS: readonly (readonly [string, SbiLie, DeviceErrorCode])[] = [
  ['an answer that its certificate’s key did not sign', 'wrong-signature', 'bad-signature'],
  ['an answer under the certificate of a stranger', 'stranger', 'untrusted-certificate'],
  ['an answer under a certificate that is over', 'expired-certificate', 'untrusted-certificate'],
  ['an answer whose hash does not continue the chain', 'broken-chain', 'broken-hash-chain'],
  ['an answer made six minutes ago', 'stale-timestamp', 'stale-timestamp'],
  ['an answer made in six minutes', 'early-timestamp', 'stale-timestamp'],
  ['the answer to another transaction', 'other-transaction', 'other-transaction'],
  ['the answer of another device', 'other-device', 'bad-payload'],
  ['an answer that is signed, but is none', 'no-json', 'bad-payload'],
];

/** What the station asks of every device that signs (`protocols/sbi/problem.ts`): nothing is believed unproved. */
export const CERTIFIED_CONTRACT: readonly Clause<CertifiedBench>[] = [
  ...REFUSALS.map(([what, lie, code]) =>
    clause(`${what} is refused as ${code}, and the next one is taken`, async (bench) => {
      const device = mustSucceed(await bench.open());
      mustSucceed(await device.take());
      bench.lie(lie);
      expectCode(await device.take(), code);
      bench.lie(undefined);
      mustSucceed(await device.take());
    }),
  ),
  clause('a device that cannot prove what it is does not open', async (bench) => {
    for (const lie of ['wrong-signature', 'stranger', 'expired-certificate'] as const) {
      bench.lie(lie);
      must(!(await bench.open()).ok, `it opened in spite of ${lie}`);
    }
    bench.lie(undefined);
    mustSucceed(await bench.open());
  }),
  clause('a device that is busy, not ready or not registered says so', async (bench) => {
    const device = mustSucceed(await bench.open());
    for (const [status, code] of [
      ['Busy', 'device-busy'],
      ['Not Ready', 'not-ready'],
      ['Not Registered', 'not-ready'],
    ] as const) {
      bench.setStatus(status);
      expectCode(await device.take(), code);
      expectCode(await device.checkAlive(), code);
    }
    bench.setStatus('Ready');
    mustSucceed(await device.take());
  }),
];

function clause(
  statement: string,
  check: (bench: CertifiedBench) => Promise<void>,
): Clause<CertifiedBench> {
  return { statement, needsEmulator: true, check };
}
