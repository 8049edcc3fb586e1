import type { OpenJpegDecoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';

import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { codestreamOf, readCodestreamHeader } from './jpeg-2000-codestream.ts';
import type { CodestreamError } from './jpeg-2000-codestream.ts';

let loaded: Promise<OpenJpegDecoder> | undefined;

/** OpenJPEG in WebAssembly, loaded with the first picture that needs it: a day without one does without it. */
function decoderLibrary(): Promise<OpenJpegDecoder> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<OpenJpegDecoder> {
  const { default: openJpeg } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  // What it would print is told by what it gives.
  return openJpeg({ print: () => {}, printErr: () => {} });
}

/** `wrong-size`: another size than was expected, told before anything is decoded. */
export type Jpeg2000Error = CodestreamError | 'wrong-size';

interface Size {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/**
 * Decodes a grey JPEG 2000 picture of 8 bits, as JP2 file or bare codestream, lossy or not.
 *
 * @param size what it must have
 * @returns widthPixels × heightPixels bytes, row after row
 */
export function decodeGrayJpeg2000(
  bytes: Uint8Array,
  size: Size,
): Promise<Result<Uint8Array, Jpeg2000Error>> {
  return decodePicture(bytes, size, 1);
}

/**
 * The same of a colour picture, 8 bits each of red, green and blue.
 *
 * @returns widthPixels × heightPixels × 3 bytes, pixel after pixel
 */
export function decodeColourJpeg2000(
  bytes: Uint8Array,
  size: Size,
): Promise<Result<Uint8Array, Jpeg2000Error>> {
  return decodePicture(bytes, size, 3);
}

async function decodePicture(
  bytes: Uint8Array,
  size: Size,
  components: number,
): Promise<Result<Uint8Array, Jpeg2000Error>> {
  const codestream = codestreamOf(bytes);
  if (!codestream.ok) return codestream;
  const header = readCodestreamHeader(codestream.value);
  if (!header.ok) return header;
  const { widthPixels, heightPixels, bitDepths } = header.value;
  if (widthPixels !== size.widthPixels || heightPixels !== size.heightPixels) {
    return err('wrong-size');
  }
  if (bitDepths.length !== components || bitDepths.some((depth) => depth !== 8)) {
    return err('unsupported');
  }
  const pixels = decode(await decoderLibrary(), codestream.value);
  return pixels?.length === widthPixels * heightPixels * components ? ok(pixels) : err('damaged');
}

/** Undefined where the library gives up. */
function decode(library: OpenJpegDecoder, codestream: Uint8Array): Uint8Array | undefined {
  const decoder = new library.J2KDecoder();
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    return decoder.getFrameInfo().width === 0
      ? undefined
      : Uint8Array.from(decoder.getDecodedBuffer());
  } catch {
    // It aborts with errors of no one class, and cannot be used after that.
    loaded = undefined;
    return undefined;
  } finally {
    if (loaded !== undefined) decoder.delete();
  }
}
