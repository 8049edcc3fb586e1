import { readInputReports } from './report-descriptor.ts';
import type { InputField } from './report-descriptor.ts';

/** HID Point of Sale Usage Tables 1.02, Table 3.1 (page 0x8C), and Generic Desktop's byte count (HID Usage Tables, 0x01/0x3B). */
const USAGE = {
  byteCount: 0x0001_003b,
  symbologyIdentifier1: 0x008c_00fb,
  decodedData: 0x008c_00fe,
  decodeDataContinued: 0x008c_00ff,
} as const;

/** Where the parts of a scanned-data report are; offsets count from the report's first byte as it is read. */
export interface ScannedDataLayout {
  /** 0 where reports are not numbered. */
  readonly reportId: number;
  readonly reportSizeBytes: number;
  readonly lengthOffset: number;
  /** The three bytes of the AIM symbology identifier, such as `]Q1`; undefined where the scanner does not say. */
  readonly symbologyOffset: number | undefined;
  readonly dataOffset: number;
  readonly dataSizeBytes: number;
  readonly continuedOffset: number;
  readonly continuedMask: number;
}

/** The layout that scanners of several makers share: report 2 of 64 bytes with 56 bytes of data. */
export const DEFAULT_LAYOUT: ScannedDataLayout = {
  reportId: 2,
  reportSizeBytes: 64,
  lengthOffset: 1,
  symbologyOffset: 2,
  dataOffset: 5,
  dataSizeBytes: 56,
  continuedOffset: 63,
  continuedMask: 0x01,
};

/** The longest report that Linux takes from any bus (`HID_MAX_BUFFER_SIZE`). */
const LONGEST_REPORT_BYTES = 16_384;

/** An id is the first byte of a report (USB HID 1.11, 6.2.2.7). */
const LARGEST_REPORT_ID = 0xff;

const isByteAligned = (field: InputField): boolean =>
  field.bitSize === 8 && field.bitOffset % 8 === 0;

/**
 * The layout that the scanner's own report descriptor declares, or undefined when the descriptor has no whole
 * scanned-data report: length, decoded data and the continued flag in one report of a possible size.
 */
export function layoutFromDescriptor(descriptor: Uint8Array): ScannedDataLayout | undefined {
  const reports = readInputReports(descriptor);
  const { fields } = reports;
  const data = fields.find((field) => field.usage === USAGE.decodedData && isByteAligned(field));
  if (data === undefined) return undefined;
  const inSameReport = (usage: number): InputField | undefined =>
    fields.find((field) => field.reportId === data.reportId && field.usage === usage);
  const length = inSameReport(USAGE.byteCount);
  const continued = inSameReport(USAGE.decodeDataContinued);
  const symbology = inSameReport(USAGE.symbologyIdentifier1);
  const reportSizeBytes = reports.reportSizeBytes(data.reportId);
  if (length === undefined || !isByteAligned(length)) return undefined;
  if (continued === undefined || continued.bitSize === 0) return undefined;
  if (reportSizeBytes > LONGEST_REPORT_BYTES || data.reportId > LARGEST_REPORT_ID) return undefined;
  return {
    reportId: data.reportId,
    reportSizeBytes,
    lengthOffset: length.bitOffset / 8,
    symbologyOffset:
      symbology !== undefined && isByteAligned(symbology) ? symbology.bitOffset / 8 : undefined,
    dataOffset: data.bitOffset / 8,
    dataSizeBytes: data.count,
    continuedOffset: Math.floor(continued.bitOffset / 8),
    continuedMask: 1 << (continued.bitOffset % 8),
  };
}
