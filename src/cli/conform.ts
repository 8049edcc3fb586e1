import { createInterface } from 'node:readline/promises';
import { CAMERA_HEAD_CONTRACT } from '../devices/conformance/camera-head-contract.ts';
import { holdTo } from '../devices/conformance/contract.ts';
import type { ClauseOutcome } from '../devices/conformance/contract.ts';
import { emulatedZfmBench, realZfmBench } from '../devices/conformance/fingerprint-bench.ts';
import { FINGERPRINT_CONTRACT } from '../devices/conformance/fingerprint-contract.ts';
import { vc0706Bench, viscaBench } from '../devices/conformance/serial-benches.ts';
import { STILL_CAMERA_CONTRACT } from '../devices/conformance/still-camera-contract.ts';
import { printJson, say } from './output.ts';

/** The contract that each driver is held to, on its emulator or, with a port, on the device there. */
const CONTRACTS = {
  zfm: (port) =>
    holdTo(
      FINGERPRINT_CONTRACT,
      () => (port === undefined ? emulatedZfmBench() : Promise.resolve(realZfmBench(port, ask))),
      port === undefined,
    ),
  visca: (port) => holdTo(CAMERA_HEAD_CONTRACT, () => viscaBench(port, ask), port === undefined),
  vc0706: (port) => holdTo(STILL_CAMERA_CONTRACT, () => vc0706Bench(port, ask), port === undefined),
} as const satisfies Record<string, (port: string | undefined) => Promise<ClauseOutcome[]>>;

export const CONFORMING_DRIVERS = Object.keys(CONTRACTS) as (keyof typeof CONTRACTS)[];

/** `tram devices conform`: exits non-zero when a clause of the contract does not hold. */
export async function runConform(options: {
  driver: keyof typeof CONTRACTS;
  port?: string;
  json?: boolean;
}): Promise<void> {
  const { driver, port, json } = options;
  const outcomes = await CONTRACTS[driver](port);
  const ok = outcomes.every(({ result }) => result !== 'failed');
  if (json) printJson({ ok, driver, port: port ?? null, clauses: outcomes });
  for (const outcome of outcomes) say(line(outcome));
  if (!ok) process.exitCode = 1;
}

function line({ result, statement, tookMs, detail }: ClauseOutcome): string {
  const mark = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[result];
  return `${mark} ${String(tookMs).padStart(6)} ms  ${statement}${detail ? `: ${detail}` : ''}`;
}

async function ask(sentence: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  await terminal.question(`${sentence} Then press Enter. `);
  terminal.close();
}
