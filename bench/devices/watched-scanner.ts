import { fileURLToPath } from 'node:url';
import type { DeviceCandidate } from '../../src/devices/drivers/candidate.ts';
import { HostedDevice } from '../../src/devices/host/hosted-device.ts';
import { hostedModality } from '../../src/devices/host/hosted-modalities.ts';
import type { CaptureProgress, FingerprintScanner } from '../../src/devices/modality.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import { valueOf } from '../support/value-of.ts';
import { readExchanges, writeExchangesTo } from './exchanges.ts';
import type { Exchange } from './exchanges.ts';

const WATCHED_HOST = fileURLToPath(new URL('./watched-host.ts', import.meta.url));

/** The finger that the benchmarks lay down. */
export const POSITION = 'right-index';
const TARGET = { kind: 'single', position: POSITION, impression: 'live-plain' } as const;

/** An answer of more than this is a picture. */
const MORE_THAN_AN_ACKNOWLEDGEMENT_BYTES = 1_000;

/** A scanner with its driver in a process of its own, as on the station's rack, and a watch at its port. */
export class WatchedScanner {
  readonly #scanner: FingerprintScanner;
  readonly #notes: string;

  private constructor(scanner: FingerprintScanner, notes: string) {
    this.#scanner = scanner;
    this.#notes = notes;
  }

  /** @param notes a file that is not there yet */
  static async open(candidate: DeviceCandidate, notes: string): Promise<WatchedScanner> {
    writeExchangesTo(notes);
    const hosted = valueOf(await HostedDevice.open(candidate, { script: WATCHED_HOST }));
    const opened = hostedModality(hosted);
    if (opened.role !== 'fingerprint') throw new Error(`a scanner came as ${opened.role}`);
    return new WatchedScanner(opened.device, notes);
  }

  /** The picture of the finger that lies there. */
  async capture(onProgress?: (progress: CaptureProgress) => void): Promise<GrayImage> {
    const signal = AbortSignal.timeout(60_000);
    const [print] = valueOf(await this.#scanner.capture(TARGET, signal, onProgress));
    if (print?.picture.kind !== 'gray') throw new Error('a module gives one gray picture');
    return print.picture.image;
  }

  /** The uploads of pictures so far, one for each capture. */
  async uploads(): Promise<Exchange[]> {
    // The next question writes the last exchange down.
    valueOf(await this.#scanner.checkAlive());
    return readExchanges(this.#notes).filter(
      ({ receivedBytes }) => receivedBytes > MORE_THAN_AN_ACKNOWLEDGEMENT_BYTES,
    );
  }

  close(): Promise<void> {
    return this.#scanner.close();
  }
}
