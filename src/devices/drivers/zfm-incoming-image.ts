import type { GrayImage } from '../../domain/gray-image.ts';
import type { CaptureProgress } from '../modality.ts';
import { LARGEST_UPLOAD_BYTES, unpackPixels } from '../protocols/zfm/image.ts';
import { atStationScale } from './station-scale.ts';
import type { SensorImage } from './station-scale.ts';

/** Progress is told once for so many new rows: often enough for a picture that grows, seldom enough to be cheap. */
const ROWS_PER_PROGRESS = 8;

const WHITE = 255;

/** A picture while its rows come in. */
export class IncomingImage {
  readonly #expected: SensorImage;
  readonly #onProgress: (progress: CaptureProgress) => void;
  readonly #pixels: Uint8Array;
  readonly #packed = new Uint8Array(LARGEST_UPLOAD_BYTES);
  #receivedBytes = 0;
  #rowsTold = 0;

  constructor(expected: SensorImage, onProgress: (progress: CaptureProgress) => void) {
    this.#expected = expected;
    this.#onProgress = onProgress;
    this.#pixels = new Uint8Array(expected.widthPixels * expected.heightPixels).fill(WHITE);
  }

  /** Whether anything of it has come. */
  get hasBegun(): boolean {
    return this.#receivedBytes > 0;
  }

  /** What has come, as it came. */
  get packed(): Uint8Array {
    return this.#packed.subarray(0, this.#receivedBytes);
  }

  /** @throws RangeError beyond the largest picture of the family, where the exchange has ended before. */
  add(packed: Uint8Array): void {
    this.#packed.set(packed, this.#receivedBytes);
    unpackPixels(packed, this.#pixels, this.#receivedBytes * 2);
    this.#receivedBytes += packed.length;
    this.#tellProgress();
  }

  #tellProgress(): void {
    const { widthPixels, heightPixels } = this.#expected;
    const pixelsDone = Math.min(this.#receivedBytes * 2, this.#pixels.length);
    const rowsDone = Math.floor(pixelsDone / widthPixels);
    if (rowsDone - this.#rowsTold < ROWS_PER_PROGRESS && rowsDone < heightPixels) return;
    if (rowsDone === this.#rowsTold) return;
    this.#rowsTold = rowsDone;
    const image = atStationScale(this.#pixels.slice(), this.#expected);
    const scaledRows = Math.floor((rowsDone * image.heightPixels) / heightPixels);
    this.#onProgress({ phase: 'reading', rowsDone: scaledRows, image });
  }

  /** The whole picture, when it has turned out that it is one of this sensor. */
  finish(sensor: SensorImage): GrayImage {
    const pixels = new Uint8Array(sensor.widthPixels * sensor.heightPixels);
    unpackPixels(this.packed, pixels, 0);
    return atStationScale(pixels, sensor);
  }
}
