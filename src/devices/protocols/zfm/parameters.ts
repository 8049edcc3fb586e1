/**
 * Line rates of the family: N × 9600 bit/s with N = 1 … 12 (ZFM user manual 2.0, 4.3.1; the R503 has 1, 2, 4, 6 and 12).
 * The factory's 57600 first, then by how common they are; the last seven are not among the operating system's own.
 */
export const FAMILY_BAUD_RATES: readonly number[] = [
  57_600, 115_200, 9_600, 19_200, 38_400, 28_800, 76_800, 48_000, 96_000, 67_200, 86_400, 105_600,
];

/** The unit in which the modules count their line rate. */
export const BAUD_RATE_UNIT = 9_600;

/** Data packet sizes by their code 0–3. */
export const PACKET_SIZES_BYTES = [32, 64, 128, 256] as const;

/** Bits of the status register (ZFM user manual 2.0, 4.4); bit 0 is busy and bit 1 a match. */
export const STATUS_BIT = { passwordVerified: 0x0004, imageInBuffer: 0x0008 } as const;

/** Answer to ReadSysPara (0x0F), 16 bytes (ZFM user manual 2.0, 6.2.5; R503 user manual 1.2.2, p. 13). */
export interface SystemParameters {
  readonly statusRegister: number;
  readonly systemIdentifier: number;
  readonly librarySize: number;
  readonly securityLevel: number;
  readonly address: number;
  readonly packetSizeBytes: number;
  readonly baudRate: number;
}

const SYSTEM_PARAMETERS_BYTES = 16;

export function encodeSystemParameters(parameters: SystemParameters): Uint8Array {
  const bytes = new Uint8Array(SYSTEM_PARAMETERS_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, parameters.statusRegister);
  view.setUint16(2, parameters.systemIdentifier);
  view.setUint16(4, parameters.librarySize);
  view.setUint16(6, parameters.securityLevel);
  view.setUint32(8, parameters.address);
  view.setUint16(
    12,
    PACKET_SIZES_BYTES.findIndex((size) => size === parameters.packetSizeBytes),
  );
  view.setUint16(14, parameters.baudRate / BAUD_RATE_UNIT);
  return bytes;
}

/** Undefined when the bytes are not what the data sheet describes. */
export function decodeSystemParameters(bytes: Uint8Array): SystemParameters | undefined {
  if (bytes.length < SYSTEM_PARAMETERS_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const packetSizeBytes = PACKET_SIZES_BYTES[view.getUint16(12)];
  const baudRateUnits = view.getUint16(14);
  if (packetSizeBytes === undefined || baudRateUnits < 1 || baudRateUnits > 12) return undefined;
  return {
    statusRegister: view.getUint16(0),
    systemIdentifier: view.getUint16(2),
    librarySize: view.getUint16(4),
    securityLevel: view.getUint16(6),
    address: view.getUint32(8),
    packetSizeBytes,
    baudRate: baudRateUnits * BAUD_RATE_UNIT,
  };
}

/** Answer to ReadProdInfo (0x3C), 46 bytes (R503 user manual 1.2.2). */
export interface ProductInfo {
  readonly model: string;
  readonly batchNumber: string;
  readonly serialNumber: string;
  /** `major.minor` */
  readonly hardwareVersion: string;
  readonly sensorModel: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly templateSizeBytes: number;
  readonly librarySize: number;
}

const PRODUCT_INFO_BYTES = 46;

function putText(bytes: Uint8Array, text: string, offset: number, sizeBytes: number): void {
  for (let index = 0; index < Math.min(text.length, sizeBytes); index += 1) {
    bytes[offset + index] = text.charCodeAt(index) & 0x7f;
  }
}

/** ASCII up to the first NUL; what cannot be printed is left out. */
function getText(bytes: Uint8Array, offset: number, sizeBytes: number): string {
  const field = bytes.subarray(offset, offset + sizeBytes);
  const end = field.indexOf(0);
  return [...(end < 0 ? field : field.subarray(0, end))]
    .filter((byte) => byte >= 0x20 && byte < 0x7f)
    .map((byte) => String.fromCharCode(byte))
    .join('')
    .trim();
}

export function encodeProductInfo(info: ProductInfo): Uint8Array {
  const bytes = new Uint8Array(PRODUCT_INFO_BYTES);
  const view = new DataView(bytes.buffer);
  const [major = 0, minor = 0] = info.hardwareVersion.split('.').map(Number);
  putText(bytes, info.model, 0, 16);
  putText(bytes, info.batchNumber, 16, 4);
  putText(bytes, info.serialNumber, 20, 8);
  view.setUint8(28, major);
  view.setUint8(29, minor);
  putText(bytes, info.sensorModel, 30, 8);
  view.setUint16(38, info.widthPixels);
  view.setUint16(40, info.heightPixels);
  view.setUint16(42, info.templateSizeBytes);
  view.setUint16(44, info.librarySize);
  return bytes;
}

/** Undefined when the bytes are not what the manual describes. */
export function decodeProductInfo(bytes: Uint8Array): ProductInfo | undefined {
  if (bytes.length < PRODUCT_INFO_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    model: getText(bytes, 0, 16),
    batchNumber: getText(bytes, 16, 4),
    serialNumber: getText(bytes, 20, 8),
    hardwareVersion: `${view.getUint8(28)}.${view.getUint8(29)}`,
    sensorModel: getText(bytes, 30, 8),
    widthPixels: view.getUint16(38),
    heightPixels: view.getUint16(40),
    templateSizeBytes: view.getUint16(42),
    librarySize: view.getUint16(44),
  };
}

/** Answer to GetFwVer (0x3A): 32 bytes of ASCII (R503 user manual 1.2.2, p. 25). */
const FIRMWARE_VERSION_BYTES = 32;

export function encodeFirmwareVersion(version: string): Uint8Array {
  const bytes = new Uint8Array(FIRMWARE_VERSION_BYTES);
  putText(bytes, version, 0, FIRMWARE_VERSION_BYTES);
  return bytes;
}

/** Undefined when the bytes are not what the manual describes, or say nothing. */
export function decodeFirmwareVersion(bytes: Uint8Array): string | undefined {
  if (bytes.length < FIRMWARE_VERSION_BYTES) return undefined;
  const version = getText(bytes, 0, FIRMWARE_VERSION_BYTES);
  return version === '' ? undefined : version;
}
