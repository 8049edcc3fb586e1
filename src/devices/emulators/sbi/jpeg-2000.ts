import type { OpenJpegEncoder } from '@cornerstonejs/codec-openjpeg/wasmjs';

export interface Jpeg2000Format {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** 1 grey, 3 red, green and blue; 8 bits each. */
  readonly channels: 1 | 3;
  /** How many times smaller than the pixels; without loss when absent. */
  readonly ratio?: number;
}

const DECOMPOSITION_LEVELS = 5;

/** T.800 I.5.3.3, enumerated colour spaces. */
const GREYSCALE = 17;
const SRGB = 16;

let loaded: Promise<OpenJpegEncoder> | undefined;

async function load(): Promise<OpenJpegEncoder> {
  const { default: openJpeg } = await import('@cornerstonejs/codec-openjpeg/wasmjs');
  return openJpeg({ print: () => {}, printErr: () => {} });
}

/** A JP2 file (ITU-T T.800 Annex I) as scanners send it. @param pixels row after row, the channels of a pixel together */
export async function encodeJpeg2000(
  pixels: Uint8Array,
  format: Jpeg2000Format,
): Promise<Uint8Array> {
  loaded ??= load();
  const encoder = new (await loaded).J2KEncoder();
  const { widthPixels: width, heightPixels: height, channels, ratio } = format;
  const shape = { width, height, bitsPerSample: 8, componentCount: channels, isSigned: false };
  encoder.getDecodedBuffer({ ...shape, isUsingColorTransform: channels === 3 }).set(pixels);
  encoder.setDecompositions(DECOMPOSITION_LEVELS);
  encoder.setQuality(ratio === undefined, ratio === undefined ? 0 : 1);
  if (ratio !== undefined) encoder.setCompressionRatio(0, ratio);
  encoder.encode();
  const codestream = Buffer.from(encoder.getEncodedBuffer());
  encoder.delete();
  return fileOf(codestream, format);
}

function fileOf(codestream: Uint8Array, { widthPixels, heightPixels, channels }: Jpeg2000Format) {
  const header = Buffer.alloc(14);
  header.writeUInt32BE(heightPixels, 0);
  header.writeUInt32BE(widthPixels, 4);
  header.writeUInt16BE(channels, 8);
  // Eight bits, unsigned; the one compression that there is; colours known; no rights.
  header.set([7, 7, 0, 0], 10);
  const colour = Buffer.from([1, 0, 0, 0, 0, 0, channels === 1 ? GREYSCALE : SRGB]);
  return Buffer.concat([
    box('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', Buffer.concat([box('ihdr', header), box('colr', colour)])),
    box('jp2c', codestream),
  ]);
}

function box(type: string, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + content.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}
