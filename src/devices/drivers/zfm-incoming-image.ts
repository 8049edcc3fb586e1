import type { GrayImage } from '../../domain/gray-image.ts';
import type { CaptureProgress } from '../modality.ts';
import { geometryOfUpload, packedSizeBytes, unpackPixels } from '../protocols/zfm/image.ts';
import type { ImageGeometry } from '../protocols/zfm/image.ts';

/** Progress is told once for so many new rows: often enough for a picture that grows, seldom enough to be cheap. */
const ROWS_PER_PROGRESS = 8;

const WHITE = 255;

/** No module of the family has a larger picture; what sends more is broken. */
const MAXIMUM_PACKED_BYTES = 640 * 640;

/** A picture while its rows come in. */
export class IncomingImage {
  readonly #expected: ImageGeometry;
  readonly #onProgress: (progress: CaptureProgress) => void;
  readonly #pixels: Uint8Array;
  readonly #packets: Uint8Array[] = [];
  #receivedBytes = 0;
  #rowsTold = 0;

  constructor(expected: ImageGeometry, onProgress: (progress: CaptureProgress) => void) {
    this.#expected = expected;
    this.#onProgress = onProgress;
    this.#pixels = new Uint8Array(expected.widthPixels * expected.heightPixels).fill(WHITE);
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Whether as many bytes have come as a picture of the family has. */
  get isWhole(): boolean {
    return geometryOfUpload(this.#receivedBytes, this.#expected) !== undefined;
  }

  add(packed: Uint8Array): void {
    if (this.#receivedBytes + packed.length <= MAXIMUM_PACKED_BYTES) {
      this.#packets.push(packed);
      unpackPixels(packed, this.#pixels, this.#receivedBytes * 2);
    }
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
    const image = { ...this.#expected, resolutionPpi: 500, pixels: this.#pixels.slice() } as const;
    this.#onProgress({ phase: 'reading', rowsDone, image });
  }

  /** The whole picture. Its size tells the geometry, should the module have another than was expected. */
  finish(): GrayImage {
    const geometry = geometryOfUpload(this.#receivedBytes, this.#expected);
    if (geometry === undefined) throw new Error('the picture is not whole');
    const { widthPixels, heightPixels } = geometry;
    const pixels = new Uint8Array(packedSizeBytes(geometry) * 2);
    unpackPixels(Buffer.concat(this.#packets), pixels, 0);
    return { widthPixels, heightPixels, resolutionPpi: 500, pixels };
  }
}
