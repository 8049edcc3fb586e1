/**
 * One picture of friction ridges as a scanner gives it: 8 bits a pixel, row after row from the top left, 0 = black
 * (ridge), 255 = white (valley and background). 500 pixels per inch is the resolution of ISO/IEC 19794-4 level 31,
 * the one that every fingerprint scanner of the station delivers.
 */
export interface GrayImage {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: 500;
  /** widthPixels × heightPixels bytes. */
  readonly pixels: Uint8Array;
}
