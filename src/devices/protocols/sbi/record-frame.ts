import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { readWhole, RecordWriter } from './record-bytes.ts';
import type { RecordReader } from './record-bytes.ts';

/**
 * What the records of the 2011 edition have in common, whatever the modality (ISO/IEC 19794-1:2011, 12: general header
 * and the beginning of each representation header).
 */
export interface RecordFormat {
  /** Format identifier and version number, four characters each. */
  readonly identifier: string;
  readonly version: string;
}

export interface RecordQuality {
  /** 0–100; 255 where it could not be computed. */
  readonly score: number;
  readonly vendorId: number;
  readonly algorithmId: number;
}

/** One representation, cut out of its record: `reader` stands behind its length. */
export type ReadRepresentation<Head, T> = (reader: RecordReader, head: Head) => Result<T, string>;

const MOST_REPRESENTATIONS = 64;

/**
 * The representations of a record.
 *
 * @param readHead what the general header has behind the number of representations
 */
export function readRecord<Head, T>(
  bytes: Uint8Array,
  format: RecordFormat,
  readHead: (reader: RecordReader) => Result<Head, string>,
  readRepresentation: ReadRepresentation<Head, T>,
): Result<readonly T[], string> {
  return readWhole(bytes, (reader) => {
    if (reader.text(4) !== format.identifier) return err(`not ${format.identifier.slice(0, 3)}`);
    if (reader.text(4) !== format.version) {
      return err(`not version ${format.version.slice(0, 3)} (2011)`);
    }
    if (reader.u32() !== bytes.length) return err('the record has another length than it says');
    const count = reader.u16();
    if (count === 0 || count > MOST_REPRESENTATIONS) return err(`${count} representations`);
    const head = readHead(reader);
    if (!head.ok) return head;
    const representations: T[] = [];
    for (let index = 0; index < count; index += 1) {
      const read = readRepresentation(reader.sizedBlock(), head.value);
      if (!read.ok) return read;
      representations.push(read.value);
    }
    return ok(representations);
  });
}

/** Passes over date, capture technology, vendor and type of the device; gives the quality blocks behind them. */
export function readCaptureAndQualities(reader: RecordReader): readonly RecordQuality[] {
  reader.take(9 + 1 + 2 + 2);
  return Array.from({ length: reader.u8() }, () => ({
    score: reader.u8(),
    vendorId: reader.u16(),
    algorithmId: reader.u16(),
  }));
}

/** Taken now by a device that does not say what it is, with these qualities. */
export function writeCaptureAndQualities(
  now: Date,
  qualities: readonly RecordQuality[],
): RecordWriter {
  const writer = new RecordWriter()
    .u16(now.getUTCFullYear())
    .u8(now.getUTCMonth() + 1, now.getUTCDate(), now.getUTCHours())
    .u8(now.getUTCMinutes(), now.getUTCSeconds())
    .u16(now.getUTCMilliseconds())
    .u8(0)
    .u16(0, 0)
    .u8(qualities.length);
  for (const { score, vendorId, algorithmId } of qualities) {
    writer.u8(score).u16(vendorId, algorithmId);
  }
  return writer;
}

/** @param head what the general header has behind the number of representations */
export function writeRecord(
  format: RecordFormat,
  head: Uint8Array,
  representations: readonly Uint8Array[],
): Uint8Array {
  const content = Buffer.concat([head, ...representations]);
  return new RecordWriter()
    .text(format.identifier + format.version)
    .u32(14 + content.length)
    .u16(representations.length)
    .bytes(content)
    .whole();
}
