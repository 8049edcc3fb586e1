import { inspect } from 'node:util';
import { HOST_SCRIPT } from '../src/devices/host/host-script.ts';
import { HostedDevice } from '../src/devices/host/hosted-device.ts';
import { hostedModality } from '../src/devices/host/hosted-modalities.ts';
import type { FingerprintScanner } from '../src/devices/modality.ts';
import { startSlapScanner, WAITING } from './devices/slap-scanner.ts';
import { atLeast } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { median, quantile, rounded, sum } from './support/statistics.ts';
import { valueOf } from './support/value-of.ts';

/**
 * Live pictures of a slap scanner that come to the station in a second, out of the driver's process, while a capture
 * waits for a finger. The emulated service streams as a scanner that goes on with its pictures meanwhile; the interface
 * lets others stop (SBI 0.9.5, "Registration Capture").
 */
export const devicePreview: Benchmark = {
  name: 'device-preview',
  against: 'a second of the stream',
  unit: 'live pictures at the station',
  goal: atLeast(15),
  measure,
};

interface Picture {
  readonly at: number;
  readonly bytes: number;
}

async function measure({ quick }: Setting): Promise<Measured> {
  const emulated = await startSlapScanner();
  try {
    const hosted = valueOf(await HostedDevice.open(emulated.candidate, { script: HOST_SCRIPT }));
    const opened = hostedModality(hosted);
    if (opened.role !== 'fingerprint') throw new Error(`a scanner came as ${opened.role}`);
    const pictures = await picturesDuring(quick ? 1_000 : 15_000, opened.device);
    await hosted.close();
    return summary(pictures);
  } finally {
    await emulated.stop();
  }
}

/** From the first one on: the emulator draws its fingers when they are first asked for. */
async function picturesDuring(
  timeMs: number,
  scanner: FingerprintScanner,
): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  const end = new AbortController();
  const taken = await scanner.capture(WAITING, end.signal, (progress) => {
    if (progress.phase !== 'preview') return;
    if (pictures.length === 0) setTimeout(() => end.abort(), timeMs);
    pictures.push({ at: performance.now(), bytes: progress.jpeg.length });
  });
  if (!end.signal.aborted) throw new Error(`the capture ended by itself: ${inspect(taken)}`);
  return pictures;
}

function summary(pictures: readonly Picture[]): Measured {
  const gaps = pictures.slice(1).map(({ at }, before) => at - (pictures[before]?.at ?? at));
  const seconds = sum(gaps) / 1000;
  const perSecond = gaps.length / seconds;
  return {
    ratio: perSecond,
    figures: {
      picturesPerSecond: rounded(perSecond),
      p50GapMs: rounded(median(gaps)),
      p99GapMs: rounded(quantile(gaps, 0.99)),
      pictureBytes: median(pictures.map(({ bytes }) => bytes)),
      pictures: pictures.length,
      seconds: rounded(seconds),
    },
  };
}
