import { familyGeometry, packedSizeBytes } from '../protocols/zfm/image.ts';
import { STATION_PPI } from './station-scale.ts';
import type { SensorImage } from './station-scale.ts';

export type SizeVerdict =
  | 'whole'
  /** Something is missing, or it cannot be told yet: the picture is still in the module. */
  | 'ask-again'
  /** The module sends another picture than it says it has. */
  | 'contradiction';

/**
 * Which size a module's pictures have. Data packets carry no number, so one that is lost leaves no gap, and a picture
 * that lost the right number of them is as long as one of a smaller sensor. So the size that the module or its
 * description names is the only one that counts. Of a module of which nobody knows, the family's largest picture is
 * taken at its length, for nothing larger could have shrunk to it, and a smaller one only when it came twice, byte for
 * byte the same.
 */
export class PictureSize {
  #sensor: SensorImage;
  #isCertain: boolean;
  #lastUpload: Uint8Array | undefined;

  constructor(sensor: SensorImage, isCertain: boolean) {
    this.#sensor = sensor;
    this.#isCertain = isCertain;
  }

  get sensor(): SensorImage {
    return this.#sensor;
  }

  /** Another picture is in the module's buffer from now on. */
  begin(): void {
    this.#lastUpload = undefined;
  }

  judge(upload: Uint8Array): SizeVerdict {
    if (upload.length === packedSizeBytes(this.#sensor)) {
      this.#isCertain = true;
      return 'whole';
    }
    const other = familyGeometry(upload.length);
    const isTheSame =
      this.#lastUpload !== undefined && Buffer.compare(this.#lastUpload, upload) === 0;
    this.#lastUpload = upload;
    if (other === undefined || !isTheSame) return 'ask-again';
    if (this.#isCertain) return 'contradiction';
    this.#sensor = { ...other, resolutionPpi: STATION_PPI };
    this.#isCertain = true;
    return 'whole';
  }
}
