import { createInterface } from 'node:readline/promises';
import { CAMERA_HEAD_CONTRACT } from '../devices/conformance/camera-head-contract.ts';
import { CODE_SCANNER_CONTRACT } from '../devices/conformance/code-scanner-contract.ts';
import type { CodeScannerBench } from '../devices/conformance/code-scanner-contract.ts';
import { holdTo } from '../devices/conformance/contract.ts';
import type { Clause, ClauseOutcome } from '../devices/conformance/contract.ts';
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
import type { DeviceError } from '../devices/device-error.ts';
import { startOwnVirtualHid } from '../devices/emulators/virtual-hid.ts';
import type { Result } from '../domain/result.ts';
import { conformEmulatedSbi, conformRealSbi } from './conform-sbi.ts';
import { failWith, printJson, resultLines, say } from './output.ts';
import { mustBeSerialPort } from './serial-port.ts';
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
  zfm: (wanted) => hold(MODULE_CONTRACT, () => zfmBench(wanted), wanted),
  'hid-pos': (wanted) => hold(CODE_SCANNER_CONTRACT, () => codeScannerBench(wanted.port), wanted),
  visca: (wanted) => hold(CAMERA_HEAD_CONTRACT, () => viscaBench(wanted.port, ask), wanted),
  vc0706: (wanted) => hold(SERIAL_CAMERA_CONTRACT, () => vc0706Bench(wanted.port, ask), wanted),
  sbi: ({ port, trust }) =>
    port === undefined ? conformEmulatedSbi() : conformRealSbi(port, trust, ask),
  // Drivers of the window, in a real one. A camera's port is its name.
  uvc: ({ port }) => holdUvc(electron(), port, ask),
  wedge: () => holdWedge(electron()),
} as const satisfies Record<string, (wanted: Wanted) => Promise<readonly ClauseOutcome[]>>;

/** Where options would be passed over, they are refused. */
function refuseUnused({ driver, transport, port, trust }: ConformOptions): void {
  if (transport !== undefined && driver !== 'zfm') {
    failWith(`--transport is for zfm, which speaks over both; ${driver} speaks over one.`);
  }
  if (port !== undefined && driver === 'wedge') {
    failWith('--port is not for wedge: a scanner that types has no port, and the window hears it.');
  }
  if (trust !== undefined && (driver !== 'sbi' || port === undefined)) {
    failWith('--trust is for sbi with --port: it names who vouches for the device there.');
  }
  const isSerial =
    driver === 'visca' || driver === 'vc0706' || (driver === 'zfm' && transport !== 'hid');
  if (port !== undefined && isSerial) mustBeSerialPort('--port', port);
}

export const CONFORMING_DRIVERS = Object.keys(CONTRACTS) as (keyof typeof CONTRACTS)[];

interface ConformOptions {
  readonly driver: keyof typeof CONTRACTS;
  readonly transport?: Wanted['transport'];
  readonly port?: string;
  readonly trust?: string[];
  readonly json?: boolean;
}

/** `tram devices conform`: exits non-zero when a clause of the contract does not hold. */
export async function runConform(options: ConformOptions): Promise<void> {
  refuseUnused(options);
  const { driver, transport = 'serial', port, trust = [], json } = options;
  const isHid = driver === 'hid-pos' || (driver === 'zfm' && transport === 'hid');
  if (isHid && port === undefined && (await againUnderTestBed())) return;
  const outcomes = await CONTRACTS[driver]({ port, transport, trust });
  const ok = outcomes.every(({ result }) => result !== 'failed');
  if (json) printJson({ ok, driver, port: port ?? null, clauses: outcomes });
  const tell = resultLines(json);
  for (const outcome of outcomes) tell(line(outcome));
  if (!ok) process.exitCode = 1;
}

/** A real device that does not open is told once, not clause by clause. */
async function hold<Bench extends ConformingBench>(
  contract: readonly Clause<Bench>[],
  openBench: () => Promise<Bench>,
  { port }: Wanted,
): Promise<readonly ClauseOutcome[]> {
  if (port !== undefined) await mustOpen(openBench, port);
  return holdTo(contract, openBench, port === undefined);
}

interface ConformingBench {
  open(): Promise<Result<{ close(): Promise<void> }, DeviceError>>;
  close(): Promise<void>;
}

async function mustOpen(openBench: () => Promise<ConformingBench>, port: string): Promise<void> {
  const bench = await openBench();
  const opened = await bench.open();
  if (opened.ok) await opened.value.close();
  await bench.close();
  if (opened.ok) return;
  const { code, detail } = opened.error;
  failWith(`The device at ${port} does not open: ${code}, ${detail}.`);
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
  terminal.once('close', nobodyAnswers);
  await terminal.question(`${sentence} Then press Enter. `);
  terminal.off('close', nobodyAnswers);
  terminal.close();
}

function nobodyAnswers(): never {
  say('');
  failWith('Nobody answers: run this in a terminal, beside the device.');
}
