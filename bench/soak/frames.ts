import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlightRecorder } from './flight-recorder.ts';
import { NOTHING_HEARD } from './orders.ts';
import type { FoundBreach, ListenerOrder, ListenerReport } from './orders.ts';
import { shrink } from './shrink.ts';

export interface FramesOrder {
  readonly protocol: string;
  readonly frames: number;
  readonly seed: number;
  /** The module whose `PROTOCOLS` are a `Catalogue`. */
  readonly catalogue?: URL;
  /** How long a parser may be at one stream, on a machine that may have other things to do. */
  readonly hangMs?: number;
}

/** What a run over one protocol came to. */
export interface FramesVerdict {
  readonly protocol: string;
  readonly frames: number;
  readonly seconds: number;
  readonly crashes: number;
  readonly hangs: number;
  readonly largestBufferBytes: number;
  readonly heapGrowthBytes: number;
  readonly recoveredAfterFrames: number;
  readonly breach?: {
    readonly kind: FoundBreach['kind'];
    readonly detail: string;
    readonly seed: number;
    /** The smallest damaged stream that does it, in hexadecimal; messages are parted by blanks. */
    readonly stream: string;
  };
}

const CATALOGUE = new URL('./protocols/index.ts', import.meta.url);
const LISTENER = new URL('./frame-listener.ts', import.meta.url);

const HANG_MS = 30_000;
const LOOK_MS = 50;

/** A parser that takes more than this is out of bounds, and must not take the machine with it. */
const MOST_HEAP_MEGABYTES = 512;

/** An attempt at a smaller stream that hangs costs its whole time. */
const ATTEMPT_MS = 2_000;
const MOST_ATTEMPTS_AT_FALLS = 60;

/** Of what a process says when it dies. */
const LONGEST_DETAIL = 2_000;

/** Lets the parser of one protocol hear damaged frames, in a process of its own that may hang or die. */
export async function soakFrames(soak: FramesOrder): Promise<FramesVerdict> {
  const { protocol, frames, seed, catalogue = CATALOGUE, hangMs = HANG_MS } = soak;
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'tram-soak-'));
  try {
    const order: ListenerOrder = {
      catalogue: catalogue.href,
      protocol,
      recorder: join(folder, 'recorder'),
      task: { kind: 'run', frames, seed },
    };
    const { breach, ...figures } = await obeyed(order, hangMs);
    const isFallen = breach !== undefined && !breach.isSmallest;
    const pieces = isFallen ? await smallest(order, breach, hangMs) : (breach?.pieces ?? []);
    return {
      protocol,
      frames: figures.frames,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
      crashes: breach?.kind === 'crash' ? 1 : 0,
      hangs: breach?.kind === 'hang' ? 1 : 0,
      largestBufferBytes: figures.largestBufferBytes,
      heapGrowthBytes: figures.heapGrowthBytes,
      recoveredAfterFrames: figures.recoveredAfterFrames,
      ...(breach && {
        breach: { kind: breach.kind, detail: breach.detail, seed, stream: inHexadecimal(pieces) },
      }),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the listener reports; or, when it hangs or dies, that it did. */
async function obeyed(order: ListenerOrder, hangMs: number): Promise<ListenerReport> {
  writeFileSync(order.recorder, '');
  const recorder = new FlightRecorder(order.recorder, 'r');
  const listener = fork(LISTENER, {
    execArgv: [`--max-old-space-size=${MOST_HEAP_MEGABYTES}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let report: ListenerReport | undefined;
  let hasHung = false;
  let said = '';
  listener.on('message', (message) => (report = message as ListenerReport));
  listener.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const watch = watchProgress(recorder, hangMs, () => {
    hasHung = true;
    listener.kill('SIGKILL');
  });
  try {
    listener.send(order);
    const [code, signal] = (await once(listener, 'close')) as [number | null, string | null];
    if (report !== undefined) return report;
    const { pieces, framesBefore } = recorder.last;
    const breach: FoundBreach = {
      kind: hasHung ? 'hang' : 'crash',
      detail: hasHung
        ? `more than ${hangMs} ms at one stream`
        : `ended by ${signal ?? code}: ${said.slice(0, LONGEST_DETAIL)}`,
      pieces,
      isSmallest: false,
    };
    return { ...NOTHING_HEARD, frames: framesBefore, breach };
  } finally {
    clearInterval(watch);
    recorder.close();
  }
}

/** Tells when the listener is at the same stream for too long; how long it takes to start is the machine's matter. */
function watchProgress(
  recorder: FlightRecorder,
  hangMs: number,
  onHung: () => void,
): NodeJS.Timeout {
  let { count } = recorder;
  let sinceMs = performance.now();
  return setInterval(() => {
    if (recorder.count !== count || count === 0) sinceMs = performance.now();
    ({ count } = recorder);
    if (performance.now() - sinceMs > hangMs) onHung();
  }, LOOK_MS);
}

/** What brings the listener down is made smaller from here, each attempt with a process of its own. */
async function smallest(
  order: ListenerOrder,
  { kind, pieces }: FoundBreach,
  hangMs: number,
): Promise<readonly Uint8Array[]> {
  const recorder = new FlightRecorder(order.recorder, 'r');
  const recording = recorder.last;
  recorder.close();
  const stillDoes = async (fewer: readonly Uint8Array[]): Promise<boolean> => {
    const task = { kind: 'try', recording: { ...recording, pieces: fewer } } as const;
    const { breach } = await obeyed({ ...order, task }, Math.min(hangMs, ATTEMPT_MS));
    return breach?.kind === kind;
  };
  return shrink(pieces, stillDoes, MOST_ATTEMPTS_AT_FALLS);
}

const inHexadecimal = (pieces: readonly Uint8Array[]): string =>
  pieces.map((piece) => Buffer.from(piece).toString('hex')).join(' ');
