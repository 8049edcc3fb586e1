import { join } from 'node:path';
import { namedSerialDevice } from '../src/devices/drivers/catalogue.ts';
import { startEmulator } from '../src/devices/emulators/start.ts';
import { PrintExaminer } from '../src/imaging/print-examiner.ts';
import { machineMs } from './devices/clock.ts';
import { EXAMINER_THREAD } from './devices/examiner-thread.ts';
import { POSITION, WatchedScanner } from './devices/watched-scanner.ts';
import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { median, quantile, rounded } from './support/statistics.ts';
import { valueOf } from './support/value-of.ts';

const BAUD_RATE = 115_200;

/**
 * From the moment that the driver has the last byte of a print until the station has the picture to show and its
 * quality: out of the driver's process, the ridges assessed, the PNG encoded. The line is paced as it is, so that
 * the rows before the last one were worked on while they came, and the live picture went to the station meanwhile.
 */
export const devicePicture: Benchmark = {
  name: 'device-picture',
  against: 'the last byte of the print at the driver',
  unit: 'p95 milliseconds until picture and quality are known',
  goal: atMost(100),
  measure,
};

async function measure({ quick, scratch }: Setting): Promise<Measured> {
  const emulator = await startEmulator({ pace: 'real', profile: 'zfm-20', baudRate: BAUD_RATE });
  const examiner = new PrintExaminer(EXAMINER_THREAD);
  try {
    await emulator.place({ personSeed: 1, position: POSITION });
    const settings = { baudRates: [BAUD_RATE] };
    const candidate = namedSerialDevice(emulator.port, { driver: 'zfm', settings });
    const scanner = await WatchedScanner.open(candidate, join(scratch, 'exchanges'));
    const captures: Known[] = [];
    for (let capture = 0; capture < (quick ? 2 : 60); capture += 1) {
      captures.push(await pictureAndQuality(scanner, examiner));
    }
    const uploads = await scanner.uploads();
    await scanner.close();
    if (uploads.length !== captures.length) throw new Error('a print was read more than once');
    return summary(captures.map((known, at) => ({ ...known, ...uploads[at] })) as Timed[]);
  } finally {
    await examiner.stop();
    await emulator.stop();
  }
}

/** `machineMs` at the steps of one capture. */
interface Known {
  readonly capturedAt: number;
  readonly knownAt: number;
}
interface Timed extends Known {
  readonly lastByteAt: number;
}

async function pictureAndQuality(scanner: WatchedScanner, examiner: PrintExaminer): Promise<Known> {
  examiner.wake();
  const image = await scanner.capture(() => undefined);
  const capturedAt = machineMs();
  valueOf(await examiner.examine({ kind: 'gray', image }));
  return { capturedAt, knownAt: machineMs() };
}

function summary(captures: readonly Timed[]): Measured {
  const whole = captures.map(({ lastByteAt, knownAt }) => knownAt - lastByteAt);
  const toStation = captures.map(({ lastByteAt, capturedAt }) => capturedAt - lastByteAt);
  return {
    ratio: quantile(whole, 0.95),
    figures: {
      p50Ms: rounded(median(whole)),
      p95Ms: rounded(quantile(whole, 0.95)),
      maximumMs: rounded(quantile(whole, 1)),
      p50ToStationMs: rounded(median(toStation)),
      p95ToStationMs: rounded(quantile(toStation, 0.95)),
      captures: captures.length,
    },
  };
}
