/** What the first bytes of a file say it is; the station looks closer. */
export type FileKind = 'image' | 'pdf' | 'unknown';

/** Files beyond this are not even read into the page; the station's own limit is lower. */
export const LARGEST_READ_BYTES = 60_000_000;

/** Station's limit in megabytes, for the sentence about a file that the page itself refuses. */
export const LIMIT_MEGABYTES = 20;

const SIGNATURES: readonly { kind: FileKind; bytes: readonly number[]; offset?: number }[] = [
  { kind: 'image', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'image', bytes: [0x57, 0x45, 0x42, 0x50], offset: 8 },
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46] },
];

/** Tells JPEG, PNG and WebP pictures and PDF files by their signatures. */
export function fileKind(bytes: Uint8Array): FileKind {
  return (
    SIGNATURES.find(({ bytes: signature, offset = 0 }) =>
      signature.every((value, index) => bytes[offset + index] === value),
    )?.kind ?? 'unknown'
  );
}
