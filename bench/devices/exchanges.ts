import { appendFileSync, readFileSync } from 'node:fs';
import { machineMs } from './clock.ts';

/** Where the process of a device writes down its exchanges: one JSON line each. */
const FILE_VARIABLE = 'TRAM_BENCH_EXCHANGES';

/** What a driver wrote, and what came until it wrote again. */
export interface Exchange {
  /** `machineMs` before the command was written. */
  readonly askedAt: number;
  /** `machineMs` when the driver had the last byte of the answer. */
  readonly lastByteAt: number;
  readonly receivedBytes: number;
}

/** A port as the notes see it. */
interface WatchedPort {
  onData(listener: (bytes: Uint8Array) => void): void;
}

/** In the process of a device: notes every exchange at a port. @returns what is to be called before each write */
export function noteExchanges(port: WatchedPort): () => void {
  const path = process.env[FILE_VARIABLE];
  if (path === undefined) throw new Error(`${FILE_VARIABLE} says where to write`);
  let exchange: Exchange | undefined;
  port.onData((bytes) => {
    if (exchange === undefined) return;
    const receivedBytes = exchange.receivedBytes + bytes.length;
    exchange = { ...exchange, receivedBytes, lastByteAt: machineMs() };
  });
  return () => {
    const now = machineMs();
    if (exchange !== undefined) appendFileSync(path, `${JSON.stringify(exchange)}\n`);
    exchange = { askedAt: now, lastByteAt: now, receivedBytes: 0 };
  };
}

/** Processes that are started from now on write their exchanges to this file. */
export function writeExchangesTo(path: string): void {
  process.env[FILE_VARIABLE] = path;
}

/** Every exchange but the last one: that is written down when the driver writes again. */
export function readExchanges(path: string): Exchange[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exchange);
}
