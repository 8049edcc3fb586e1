/** The first `count` pixels of an 8-bit grey picture as a canvas takes them. */
export function grayToRgba(gray: Uint8Array, count: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(count * 4);
  for (let index = 0; index < count; index += 1) {
    rgba.fill(gray[index] ?? 255, index * 4, index * 4 + 3);
    rgba[index * 4 + 3] = 255;
  }
  return rgba;
}
