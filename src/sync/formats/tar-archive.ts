import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';

/** Block of a tar archive (POSIX.1-1988 ustar). */
const BLOCK_BYTES = 512;
/** The largest size that eleven octal digits hold, 8 GiB − 1. */
const MAXIMUM_ENTRY_BYTES = 0o77777777777;

export type TarEntry = { readonly name: string; readonly bytes: Uint8Array };
export type TarProblem = 'truncated' | 'bad-header' | 'unsupported-entry' | 'trailing-data';

/**
 * A ustar archive as a list of segments, so that large images are not copied. Deterministic: the same
 * entries give the same bytes on every machine (mode 0600, owner 0, time 0). Names are checked by
 * the caller (`packetFileNameSchema`); at most 100 bytes of ASCII.
 */
export function writeTar(entries: readonly TarEntry[]): Uint8Array[] {
  const segments: Uint8Array[] = [];
  for (const { name, bytes } of entries) {
    segments.push(tarHeader(name, bytes.length), bytes);
    const padding = -bytes.length & (BLOCK_BYTES - 1);
    if (padding > 0) segments.push(new Uint8Array(padding));
  }
  segments.push(new Uint8Array(2 * BLOCK_BYTES));
  return segments;
}

function tarHeader(name: string, sizeBytes: number): Uint8Array {
  if (name.length === 0 || name.length > 100 || sizeBytes > MAXIMUM_ENTRY_BYTES) {
    throw new RangeError('a name or size that ustar cannot hold');
  }
  const header = Buffer.alloc(BLOCK_BYTES);
  header.write(name, 0, 'ascii');
  header.write('0000600\0', 100, 'ascii');
  header.write('0000000\0', 108, 'ascii');
  header.write('0000000\0', 116, 'ascii');
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'ascii');
  header.write('00000000000\0', 136, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\x0000', 257, 'ascii');
  header.write(`${headerChecksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return header;
}

/** Sum of the header's bytes with its own checksum field read as spaces. */
function headerChecksum(header: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < BLOCK_BYTES; index += 1) {
    sum += index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0);
  }
  return sum;
}

/**
 * Reads an archive that `writeTar` could have written and nothing else: plain files, ustar, no
 * prefix, no links, no extension headers, nothing after the end. Entries are views into `archive`.
 */
export function readTar(archive: Uint8Array): Result<TarEntry[], TarProblem> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const entries: TarEntry[] = [];
  let offset = 0;
  for (;;) {
    if (offset + BLOCK_BYTES > bytes.length) return err('truncated');
    const header = bytes.subarray(offset, offset + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) break;
    const parsed = readHeader(header);
    if (!parsed.ok) return parsed;
    const start = offset + BLOCK_BYTES;
    const end = start + parsed.value.sizeBytes;
    if (end > bytes.length) return err('truncated');
    entries.push({ name: parsed.value.name, bytes: bytes.subarray(start, end) });
    offset = start + Math.ceil(parsed.value.sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  const rest = bytes.subarray(offset);
  if (rest.length < 2 * BLOCK_BYTES) return err('truncated');
  return rest.every((byte) => byte === 0) ? ok(entries) : err('trailing-data');
}

function readHeader(header: Buffer): Result<{ name: string; sizeBytes: number }, TarProblem> {
  const checksum = readOctal(header.subarray(148, 156));
  if (checksum === undefined || checksum !== headerChecksum(header)) return err('bad-header');
  if (header.toString('latin1', 257, 263) !== 'ustar\0') return err('bad-header');
  const kind = header.toString('latin1', 156, 157);
  const prefix = header[345];
  if (kind !== '0' || prefix !== 0) return err('unsupported-entry');
  const sizeBytes = readOctal(header.subarray(124, 136));
  const nameEnd = header.subarray(0, 100).indexOf(0);
  const name = header.toString('latin1', 0, nameEnd === -1 ? 100 : nameEnd);
  if (sizeBytes === undefined || name === '') return err('bad-header');
  return ok({ name, sizeBytes });
}

function readOctal(field: Buffer): number | undefined {
  const digits = /^([0-7]{1,11})[\0 ]*$/.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}
