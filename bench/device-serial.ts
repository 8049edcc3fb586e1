import { join } from 'node:path';
import { namedSerialDevice } from '../src/devices/drivers/catalogue.ts';
import { startEmulator } from '../src/devices/emulators/start.ts';
import { packedSizeBytes } from '../src/devices/protocols/zfm/image.ts';
import { atLeast } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting } from './support/benchmark.ts';
import { median, rounded } from './support/statistics.ts';
import type { Exchange } from './devices/exchanges.ts';
import { POSITION, WatchedScanner } from './devices/watched-scanner.ts';

/** One start bit, eight data bits, one stop bit. */
const BITS_PER_BYTE = 10;

/**
 * A print of 256×288 over a serial line: what the line rate allows for the bytes that came (headers and checksums of the
 * packets among them), over the time from the command until the driver had the last of them. The module is emulated at
 * the end of a pseudo terminal, which hands over no byte sooner than the line would; a ratio above 1 would say that it
 * did, and is an error. `imageRatio` counts the bytes of the image only: what is lost to packets beside.
 */
function serialBenchmark(baudRate: number): Benchmark {
  return {
    name: `device-serial-${baudRate}`,
    against: `what ${baudRate} bit/s allow for the same bytes, 10 bits each`,
    unit: 'seconds for a print over the line',
    goal: atLeast(0.95),
    measure: (setting) => measure(baudRate, setting),
  };
}

export const deviceSerial57600 = serialBenchmark(57_600);
export const deviceSerial115200 = serialBenchmark(115_200);

async function measure(baudRate: number, { quick, scratch, say }: Setting): Promise<Measured> {
  const emulator = await startEmulator({ pace: 'real', profile: 'zfm-20', baudRate });
  try {
    await emulator.place({ personSeed: 1, position: POSITION });
    const settings = { baudRates: [baudRate] };
    const candidate = namedSerialDevice(emulator.port, { driver: 'zfm', settings });
    const scanner = await WatchedScanner.open(candidate, join(scratch, 'exchanges'));
    let imageBytes = 0;
    for (let capture = 0; capture < (quick ? 1 : 5); capture += 1) {
      imageBytes = packedSizeBytes(await scanner.capture());
    }
    const uploads = await scanner.uploads();
    await scanner.close();
    const ratios = uploads.map((upload) => lineSeconds(upload, baudRate) / seconds(upload));
    say(ratios.map(rounded).join(', '));
    return summary(uploads, ratios, { imageBytes, baudRate });
  } finally {
    await emulator.stop();
  }
}

/** What the line needs for the bytes that came. */
function lineSeconds({ receivedBytes }: Exchange, baudRate: number): number {
  return (receivedBytes * BITS_PER_BYTE) / baudRate;
}

function seconds({ askedAt, lastByteAt }: Exchange): number {
  return (lastByteAt - askedAt) / 1000;
}

function summary(
  uploads: readonly Exchange[],
  ratios: readonly number[],
  { imageBytes, baudRate }: { imageBytes: number; baudRate: number },
): Measured {
  if (ratios.some((ratio) => ratio > 1)) throw new Error(`faster than the line: ${ratios.join()}`);
  const took = median(uploads.map(seconds));
  const wireBytes = median(uploads.map(({ receivedBytes }) => receivedBytes));
  return {
    ratio: median(ratios),
    figures: {
      seconds: rounded(took),
      lineSeconds: rounded((wireBytes * BITS_PER_BYTE) / baudRate),
      wireBytes,
      imageBytes,
      imageRatio: rounded((imageBytes * BITS_PER_BYTE) / baudRate / took),
      ratios: ratios.map(rounded),
    },
  };
}
