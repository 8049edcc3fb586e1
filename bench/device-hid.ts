import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { catalogueOf } from '../src/devices/drivers/catalogue.ts';
import type { DeviceCandidate } from '../src/devices/drivers/candidate.ts';
import { readDescriptions } from '../src/devices/descriptions/read.ts';
import { SHIPPED_DESCRIPTIONS } from '../src/devices/descriptions/shipped.ts';
import {
  fingerprintDescription,
  startHidFingerprint,
} from '../src/devices/emulators/hid-devices.ts';
import { renderTouch } from '../src/devices/emulators/synthetic-print/index.ts';
import { startVirtualHid } from '../src/devices/emulators/virtual-hid.ts';
import { STREAM_REPORT_BYTES } from '../src/devices/protocols/hid-stream.ts';
import type { Exchange } from './devices/exchanges.ts';
import { POSITION, WatchedScanner } from './devices/watched-scanner.ts';
import { atLeast } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting, Skipped } from './support/benchmark.ts';
import { median, rounded } from './support/statistics.ts';

/** A full-speed interrupt endpoint is polled once a millisecond (USB 2.0, 5.7.4). */
const BYTES_PER_MS = STREAM_REPORT_BYTES;
const WINDOW = { widthPixels: 256, heightPixels: 288 } as const;
const SERIAL_NUMBER = 'FP-BENCH';

/**
 * A print of 256×288 over HID reports: what a full-speed endpoint allows for the reports that came, one of 64 bytes a
 * millisecond, over the time from the command until the driver had the last of them. The module is emulated behind a
 * device file of umockdev, at the pace of that endpoint; a ratio above 1 would say that it was quicker, and is an error.
 * `imageRatio` counts the bytes of the image only: what is lost to reports and packets beside.
 */
export const deviceHid: Benchmark = {
  name: 'device-hid',
  against: 'a full-speed interrupt endpoint: 64 bytes a millisecond',
  unit: 'milliseconds for a print over HID reports',
  goal: atLeast(0.95),
  measure,
};

async function measure({ quick, scratch, say }: Setting): Promise<Measured | Skipped> {
  if (spawnSync('umockdev-wrapper', ['true']).status !== 0) {
    return {
      skipped: 'the Debian packages umockdev, python3-gi and gir1.2-umockdev-1.0 are missing',
    };
  }
  const { hid, module } = await startHidFingerprint('zfm-20', SERIAL_NUMBER, startVirtualHid);
  try {
    module.place(
      renderTouch({ personSeed: 1, position: POSITION, condition: 'good', touch: 0, ...WINDOW }),
    );
    // The process of the driver is started in them.
    Object.assign(process.env, hid.environment);
    const scanner = await WatchedScanner.open(
      await candidateAt(hid.path),
      join(scratch, 'exchanges'),
    );
    for (let capture = 0; capture < (quick ? 1 : 20); capture += 1) await scanner.capture();
    const uploads = await scanner.uploads();
    await scanner.close();
    return summary(uploads, say);
  } finally {
    delete process.env['LD_PRELOAD'];
    await module.stop();
  }
}

async function candidateAt(path: string): Promise<DeviceCandidate> {
  const { descriptions } = await readDescriptions({ shipped: SHIPPED_DESCRIPTIONS });
  const device = { ...fingerprintDescription(SERIAL_NUMBER), path, usagePage: 0xffa0, usage: 1 };
  const candidate = catalogueOf(descriptions).forHidDevice(device);
  if (candidate === undefined) throw new Error('no description is for the emulated module');
  return candidate;
}

function summary(uploads: readonly Exchange[], say: Setting['say']): Measured {
  const ratios = uploads.map(
    (upload) => upload.receivedBytes / BYTES_PER_MS / milliseconds(upload),
  );
  say(ratios.map(rounded).join(', '));
  if (ratios.some((ratio) => ratio > 1)) throw new Error(`faster than the bus: ${ratios.join()}`);
  const took = median(uploads.map(milliseconds));
  const wireBytes = median(uploads.map(({ receivedBytes }) => receivedBytes));
  const imageBytes = (WINDOW.widthPixels * WINDOW.heightPixels) / 2;
  return {
    ratio: median(ratios),
    figures: {
      milliseconds: rounded(took),
      endpointMilliseconds: rounded(wireBytes / BYTES_PER_MS),
      wireBytes,
      imageBytes,
      imageRatio: rounded(imageBytes / BYTES_PER_MS / took),
      ratios: ratios.map(rounded),
    },
  };
}

function milliseconds({ askedAt, lastByteAt }: Exchange): number {
  return lastByteAt - askedAt;
}
