import { readInputReports } from './report-descriptor.ts';
import type { InputField } from './report-descriptor.ts';

/** Usage page of bar-code scanners (HID Point of Sale Usage Tables 1.02, 3). */
export const BAR_CODE_SCANNER_PAGE = 0x8c;

/** HID Point of Sale Usage Tables 1.02, Table 3.1, and Generic Desktop's byte count (HID Usage Tables, 0x01/0x3B). */
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

const isByteAligned = (field: InputField): boolean =>
  field.bitSize === 8 && field.bitOffset % 8 === 0;

/**
 * The layout that the scanner's own report descriptor declares, or undefined when the descriptor has no whole
 * scanned-data report: length, decoded data and the continued flag in one report.
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
  if (length === undefined || !isByteAligned(length) || continued === undefined) return undefined;
  return {
    reportId: data.reportId,
    reportSizeBytes: reports.reportSizeBytes(data.reportId),
    lengthOffset: length.bitOffset / 8,
    symbologyOffset:
      symbology !== undefined && isByteAligned(symbology) ? symbology.bitOffset / 8 : undefined,
    dataOffset: data.bitOffset / 8,
    dataSizeBytes: data.count,
    continuedOffset: Math.floor(continued.bitOffset / 8),
    continuedMask: 1 << (continued.bitOffset % 8),
  };
}
