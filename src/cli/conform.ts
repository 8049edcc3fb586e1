import { createInterface } from 'node:readline/promises';
import { CAMERA_HEAD_CONTRACT } from '../devices/conformance/camera-head-contract.ts';
import { CODE_SCANNER_CONTRACT } from '../devices/conformance/code-scanner-contract.ts';
import type { CodeScannerBench } from '../devices/conformance/code-scanner-contract.ts';
import { holdTo } from '../devices/conformance/contract.ts';
import type { ClauseOutcome } from '../devices/conformance/contract.ts';
import { emulatedZfmBench, realZfmBench } from '../devices/conformance/fingerprint-bench.ts';
import { MODULE_CONTRACT } from '../devices/conformance/fingerprint-contract.ts';
import type { FingerprintBench } from '../devices/conformance/fingerprint-contract.ts';
import {
  emulatedCodeScannerBench,
  emulatedHidZfmBench,
  realCodeScannerBench,
  realHidZfmBench,
} from '../devices/conformance/hid-benches.ts';
import { vc0706Bench, viscaBench } from '../devices/conformance/serial-benches.ts';
import { SERIAL_CAMERA_CONTRACT } from '../devices/conformance/still-camera-contract.ts';
import { holdUvc, holdWedge } from '../devices/conformance/window-bench.ts';
import { startOwnVirtualHid } from '../devices/emulators/virtual-hid.ts';
import { conformEmulatedSbi, conformRealSbi } from './conform-sbi.ts';
import { printJson, say } from './output.ts';
import { againUnderTestBed } from './test-bed.ts';

export const CONFORMING_TRANSPORTS = ['serial', 'hid'] as const;

/** What is tried, beside the driver: a real device at a port, or its emulator. */
interface Wanted {
  readonly port: string | undefined;
  /** For a driver that speaks over both. */
  readonly transport: (typeof CONFORMING_TRANSPORTS)[number];
  readonly trust: readonly string[];
}

/** The contract that each driver is held to, on its emulator or, with a port, on the device there. */
const CONTRACTS = {
  zfm: (wanted) => holdTo(MODULE_CONTRACT, () => zfmBench(wanted), wanted.port === undefined),
  'hid-pos': ({ port }) =>
    holdTo(CODE_SCANNER_CONTRACT, () => codeScannerBench(port), port === undefined),
  visca: ({ port }) =>
    holdTo(CAMERA_HEAD_CONTRACT, () => viscaBench(port, ask), port === undefined),
  vc0706: ({ port }) =>
    holdTo(SERIAL_CAMERA_CONTRACT, () => vc0706Bench(port, ask), port === undefined),
  sbi: ({ port, trust }) =>
    port === undefined ? conformEmulatedSbi() : conformRealSbi(port, trust, ask),
  // Drivers of the window, in a real one. A camera's port is its name.
  uvc: ({ port }) => holdUvc(electron(), port, ask),
  wedge: () => holdWedge(electron()),
} as const satisfies Record<string, (wanted: Wanted) => Promise<readonly ClauseOutcome[]>>;

export const CONFORMING_DRIVERS = Object.keys(CONTRACTS) as (keyof typeof CONTRACTS)[];

/** `tram devices conform`: exits non-zero when a clause of the contract does not hold. */
export async function runConform(options: {
  driver: keyof typeof CONTRACTS;
  transport: Wanted['transport'];
  port?: string;
  trust?: string[];
  json?: boolean;
}): Promise<void> {
  const { driver, transport, port, trust = [], json } = options;
  const isHid = driver === 'hid-pos' || (driver === 'zfm' && transport === 'hid');
  if (isHid && port === undefined && (await againUnderTestBed())) return;
  const outcomes = await CONTRACTS[driver]({ port, transport, trust });
  const ok = outcomes.every(({ result }) => result !== 'failed');
  if (json) printJson({ ok, driver, port: port ?? null, clauses: outcomes });
  for (const outcome of outcomes) say(line(outcome));
  if (!ok) process.exitCode = 1;
}

async function zfmBench({ port, transport }: Wanted): Promise<FingerprintBench> {
  switch (transport) {
    case 'serial':
      return port === undefined ? emulatedZfmBench() : realZfmBench(port, ask);
    case 'hid':
      return port === undefined
        ? emulatedHidZfmBench(startOwnVirtualHid)
        : realHidZfmBench(port, ask);
  }
}

async function codeScannerBench(port: string | undefined): Promise<CodeScannerBench> {
  return port === undefined
    ? emulatedCodeScannerBench(startOwnVirtualHid)
    : realCodeScannerBench(port, ask);
}

function line({ result, statement, tookMs, detail }: ClauseOutcome): string {
  const mark = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[result];
  return `${mark} ${String(tookMs).padStart(6)} ms  ${statement}${detail ? `: ${detail}` : ''}`;
}

/** The Electron that the command was started with. */
function electron(): string {
  const path = process.env['TRAM_ELECTRON'];
  if (path) return path;
  throw new Error('a window is needed: run `npm run -s tram -- devices conform --driver NAME`');
}

async function ask(sentence: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  await terminal.question(`${sentence} Then press Enter. `);
  terminal.close();
}
