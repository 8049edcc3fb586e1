import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DeviceCandidate } from '../src/devices/drivers/candidate.ts';
import { namedSerialDevice } from '../src/devices/drivers/catalogue.ts';
import { startEmulator } from '../src/devices/emulators/start.ts';
import type { Emulator } from '../src/devices/emulators/start.ts';
import { runBusyRack } from './devices/busy-rack-task.ts';
import type { BusyRackReport } from './devices/busy-rack-task.ts';
import type { LoopDelay } from './devices/loop-delay.ts';
import { startSlapScanner } from './devices/slap-scanner.ts';
import { POSITION } from './devices/watched-scanner.ts';
import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { rounded } from './support/statistics.ts';

const BAUD_RATE = 115_200;
const IDLE_LOOP = join(import.meta.dirname, 'devices/idle-loop.ts');

/**
 * The event loop of a process that is started as the station is and holds the rack: a serial scanner takes one print
 * after the other and a certified one slap after slap, each print examined, saved durably and shown on its way, while a
 * third scanner streams its live picture. `p99Ms` is that of all turns of the loop; the goal is held by what one in a hundred events waits that come
 * at any moment, where that is longer. `idle` is a loop without work beside it: what the machine alone does to a loop.
 */
export const deviceEventLoop: Benchmark = {
  name: 'device-event-loop',
  against: 'a loop without work beside it, 1 ms a turn',
  unit: 'p99 milliseconds of delay',
  goal: atMost(20),
  measure,
};

async function measure({ quick, scratch }: Setting): Promise<Measured> {
  const [streaming, slaps, serial] = await Promise.all([
    startSlapScanner(),
    startSlapScanner(),
    startEmulator({ pace: 'real', profile: 'zfm-20', baudRate: BAUD_RATE }),
  ]);
  try {
    await serial.place({ personSeed: 1, position: POSITION });
    const seconds = quick ? 5 : 60;
    const candidates = [streaming.candidate, slaps.candidate, candidateOf(serial)];
    const [report, idle] = await Promise.all([
      runBusyRack({ candidates, storeDirectory: join(scratch, 'store'), seconds }),
      idleLoop(seconds),
    ]);
    return summary(report, idle);
  } finally {
    await Promise.all([streaming, slaps, serial].map((one) => one.stop()));
  }
}

function candidateOf({ port }: Emulator): DeviceCandidate {
  return namedSerialDevice(port, { driver: 'zfm', settings: { baudRates: [BAUD_RATE] } });
}

async function idleLoop(seconds: number): Promise<LoopDelay> {
  const { stdout } = await promisify(execFile)(process.execPath, [IDLE_LOOP, String(seconds)]);
  return JSON.parse(stdout) as LoopDelay;
}

function summary({ delay, prints, pictures }: BusyRackReport, idle: LoopDelay): Measured {
  return {
    ratio: Math.max(delay.p99Ms, delay.p99OfEventsMs),
    figures: { ...figuresOf(delay), idle: figuresOf(idle), prints, pictures },
  };
}

function figuresOf(delay: LoopDelay): Record<string, number> {
  return {
    p50Ms: rounded(delay.p50Ms),
    p99Ms: rounded(delay.p99Ms),
    p99OfEventsMs: rounded(delay.p99OfEventsMs),
    maximumMs: rounded(delay.maximumMs),
    turns: delay.turns,
  };
}
