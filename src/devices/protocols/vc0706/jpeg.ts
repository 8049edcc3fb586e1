/** The parts of a JPEG file that tell whether it is whole (ITU-T T.81, annex B). */
const MARKER = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const START_OF_FRAME = [0xc0, 0xc1, 0xc2] as const;

/** A camera may fill the last words of its buffer up behind the picture. */
const MAXIMUM_PADDING_BYTES = 16;

export type JpegVerdict =
  | {
      readonly isWhole: true;
      readonly widthPixels: number;
      readonly heightPixels: number;
      /** From SOI to EOI, without what was filled up. */
      readonly bytes: Uint8Array;
    }
  | { readonly isWhole: false; readonly detail: string };

const broken = (detail: string): JpegVerdict => ({ isWhole: false, detail });

/** Looks for SOI, the segments up to the scan with a frame header among them, and EOI at the end. */
export function examineJpeg(bytes: Uint8Array): JpegVerdict {
  if (bytes[0] !== MARKER || bytes[1] !== START_OF_IMAGE) return broken('no SOI at the start');
  const endBytes = findEnd(bytes);
  if (endBytes === undefined) return broken('no EOI at the end');
  const view = new DataView(bytes.buffer, bytes.byteOffset, endBytes);
  let size: { readonly widthPixels: number; readonly heightPixels: number } | undefined;
  let at = 2;
  while (at + 4 <= endBytes && view.getUint8(at) === MARKER) {
    const marker = view.getUint8(at + 1);
    const lengthBytes = view.getUint16(at + 2);
    const isFrame = START_OF_FRAME.some((code) => code === marker);
    if (isFrame && lengthBytes >= 8 && at + 9 <= endBytes) {
      size = { heightPixels: view.getUint16(at + 5), widthPixels: view.getUint16(at + 7) };
    }
    if (marker === START_OF_SCAN) {
      if (size === undefined) return broken('no frame header before the scan');
      if (size.widthPixels === 0 || size.heightPixels === 0) return broken('a picture of no size');
      return { isWhole: true, ...size, bytes: bytes.slice(0, endBytes) };
    }
    if (lengthBytes < 2) break;
    at += 2 + lengthBytes;
  }
  return broken('the segments before the scan are damaged');
}

/** The size up to and with the last EOI, when it is at the end. */
function findEnd(bytes: Uint8Array): number | undefined {
  const first = Math.max(2, bytes.length - 2 - MAXIMUM_PADDING_BYTES);
  for (let at = bytes.length - 2; at >= first; at -= 1) {
    if (bytes[at] === MARKER && bytes[at + 1] === END_OF_IMAGE) return at + 2;
  }
  return undefined;
}
