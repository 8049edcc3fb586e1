/** Width and height of the picture that a module uploads. */
export interface ImageGeometry {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** ZFM-20, R30x and AS608: 256 × 288. */
export const DEFAULT_GEOMETRY: ImageGeometry = { widthPixels: 256, heightPixels: 288 };

/** R503: 192 × 192. */
export const R503_GEOMETRY: ImageGeometry = { widthPixels: 192, heightPixels: 192 };

/** The geometries of the family, the largest first, each with a number of bytes of its own. */
const FAMILY_GEOMETRIES: readonly ImageGeometry[] = [
  DEFAULT_GEOMETRY,
  R503_GEOMETRY,
  { widthPixels: 160, heightPixels: 160 },
  { widthPixels: 208, heightPixels: 288 },
];

/** Size of the upload: two pixels a byte. */
export function packedSizeBytes(geometry: ImageGeometry): number {
  return (geometry.widthPixels * geometry.heightPixels) / 2;
}

/** The geometry of the family whose upload has so many bytes. */
export function familyGeometry(sizeBytes: number): ImageGeometry | undefined {
  return FAMILY_GEOMETRIES.find((geometry) => packedSizeBytes(geometry) === sizeBytes);
}

/** No module of the family has more pixels in a row or in a column. */
const MOST_PIXELS = 640;

/** Whether a picture of this size is one that a sensor of the family can have. */
export function isPlausibleGeometry(geometry: ImageGeometry): boolean {
  return [geometry.widthPixels, geometry.heightPixels].every(
    (size) => size >= 64 && size <= MOST_PIXELS && size % 2 === 0,
  );
}

/** The largest upload; what sends more is broken. */
export const LARGEST_UPLOAD_BYTES = packedSizeBytes({
  widthPixels: MOST_PIXELS,
  heightPixels: MOST_PIXELS,
});

/** Two pixels a byte, high nibble first, to one byte a pixel: 0–15 becomes 0–255 by × 17. */
export function unpackPixels(packed: Uint8Array, into: Uint8Array, firstPixel: number): void {
  let at = firstPixel;
  for (const byte of packed) {
    if (at >= into.length) return;
    into[at] = (byte >> 4) * 17;
    into[at + 1] = (byte & 0x0f) * 17;
    at += 2;
  }
}

/** One byte a pixel to two pixels a byte, as the module's converter gives them. */
export function packPixels(pixels: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(pixels.length / 2));
  for (let index = 0; index < packed.length; index += 1) {
    const high = Math.round((pixels[index * 2] ?? 255) / 17);
    const low = Math.round((pixels[index * 2 + 1] ?? 255) / 17);
    packed[index] = (high << 4) | low;
  }
  return packed;
}
