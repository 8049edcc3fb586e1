import type { GrayImage } from '../domain/gray-image.ts';
import type { Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import { decodePrint } from './decode-print.ts';
import type { CompressedPrint, DecodePrintError } from './decode-print.ts';
import { assessFingerprint } from './fingerprint-quality.ts';
import type { FingerprintAssessment } from './fingerprint-quality.ts';
import { encodeGrayPng } from './gray-png.ts';

/** A print as its device gave it. */
export type PrintPicture =
  | { readonly kind: 'gray'; readonly image: GrayImage }
  | { readonly kind: 'encoded'; readonly print: CompressedPrint };

export interface ExaminedPrint {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly resolutionPpi: GrayImage['resolutionPpi'];
  readonly assessment: FingerprintAssessment;
  /** As it is kept and shown: see `encodeGrayPng`. */
  readonly png: Uint8Array;
}

/**
 * All that is worked out of one print: its ridges, how good they are, and the picture that is kept. It takes a few
 * hundredths of a second of the thread that it runs on; `PrintExaminer` gives it one of its own.
 */
export async function examinePrint(
  picture: PrintPicture,
): Promise<Result<ExaminedPrint, DecodePrintError>> {
  const decoded = picture.kind === 'gray' ? ok(picture.image) : await decodePrint(picture.print);
  if (!decoded.ok) return decoded;
  const { widthPixels, heightPixels, resolutionPpi } = decoded.value;
  const encoding = encodeGrayPng(decoded.value);
  // The picture library works beside this thread meanwhile.
  const assessment = assessFingerprint(decoded.value);
  const png = Uint8Array.from(await encoding);
  return ok({ widthPixels, heightPixels, resolutionPpi, assessment, png });
}
