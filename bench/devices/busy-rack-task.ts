import { fileURLToPath } from 'node:url';
import type { DeviceCandidate } from '../../src/devices/drivers/candidate.ts';
import { spawnStationChild } from '../../src/station/host/child-process.ts';
import type { LoopDelay } from './loop-delay.ts';

const SCRIPT = fileURLToPath(new URL('./busy-rack.ts', import.meta.url));
const TASK_VARIABLE = 'TRAM_BENCH_BUSY_RACK';

export interface BusyRackTask {
  /** A fingerprint scanner that streams first, then those that take prints. */
  readonly candidates: readonly DeviceCandidate[];
  readonly storeDirectory: string;
  readonly seconds: number;
}

export interface BusyRackReport {
  readonly delay: LoopDelay;
  /** Taken, examined and saved. */
  readonly prints: number;
  /** Preview pictures that came to the station. */
  readonly pictures: number;
}

/** What comes over the channel: reports once, pictures as the window would get them. */
type FromBusyRack = { readonly type: 'event' } | { type: 'report'; report: BusyRackReport };

/** Runs the task in a process that is started as the station is. */
export function runBusyRack(task: BusyRackTask): Promise<BusyRackReport> {
  process.env[TASK_VARIABLE] = JSON.stringify(task);
  const child = spawnStationChild(process.execPath, SCRIPT);
  return new Promise((resolve, reject) => {
    child.onMessage((message) => {
      const heard = message as FromBusyRack;
      if (heard.type === 'report') resolve(heard.report);
    });
    child.onExit(({ code }) => reject(new Error(`the busy rack ended with ${code}`)));
  });
}

/** In that process: what it is to do. */
export function readTask(): BusyRackTask {
  return JSON.parse(process.env[TASK_VARIABLE] ?? '') as BusyRackTask;
}
