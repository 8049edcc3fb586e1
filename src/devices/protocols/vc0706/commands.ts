import { COMMAND } from './frame.ts';
import type { CameraCommand } from './frame.ts';

/** The image sizes of the VC0706, by the code in its register. */
export const IMAGE_SIZES = {
  '640x480': { code: 0x00, widthPixels: 640, heightPixels: 480 },
  '320x240': { code: 0x11, widthPixels: 320, heightPixels: 240 },
  '160x120': { code: 0x22, widthPixels: 160, heightPixels: 120 },
} as const;

export type ImageSizeName = keyof typeof IMAGE_SIZES;

export function imageSizeFromCode(code: number | undefined): ImageSizeName | undefined {
  const names = Object.keys(IMAGE_SIZES) as ImageSizeName[];
  return names.find((name) => IMAGE_SIZES[name].code === code);
}

/** From the fastest to the slowest. */
export const CAMERA_BAUD_RATES = [115_200, 57_600, 38_400, 19_200, 9_600] as const;

export type CameraBaudRate = (typeof CAMERA_BAUD_RATES)[number];

/** The rate at which the modules leave the factory (VC0706 protocol, 1.1.3). */
export const DEFAULT_BAUD_RATE: CameraBaudRate = 38_400;

/** The reload values of the camera's timer that stand for the rates (VC0706 protocol, 1.1.3). */
const BAUD_RATE_CODES: Readonly<Record<CameraBaudRate, number>> = {
  115_200: 0x0da6,
  /** 0.6 % fast. The exact value would be 0x1C4C; all public drivers say this one, so cameras are known to take it. */
  57_600: 0x1c1c,
  38_400: 0x2af2,
  19_200: 0x56e4,
  9_600: 0xaec8,
};

/** A UART still understands one that is so far off. */
const RATE_TOLERANCE = 0.02;

export function baudRateCode(baudRate: CameraBaudRate): number {
  return BAUD_RATE_CODES[baudRate];
}

/** The rate that a reload value makes: 3750 × 115200 / (value + 256), which is where the printed values come from. */
export function baudRateFromCode(code: number): CameraBaudRate | undefined {
  const made = (3_750 * 115_200) / (code + 256);
  return CAMERA_BAUD_RATES.find((rate) => Math.abs(made / rate - 1) <= RATE_TOLERANCE);
}

/** Where READ_DATA and WRITE_DATA read and write. */
export const REGISTER = {
  /** In the EEPROM: it is read at power-on and at reset, and kept over both. */
  imageSize: { device: 0x04, address: 0x0019 },
  /** In the chip: it counts at once, and a reset forgets it. */
  compression: { device: 0x01, address: 0x1204 },
} as const;

export type RegisterName = keyof typeof REGISTER;

/** 0 (finest) to 255; the camera starts with 0x36. */
export const DEFAULT_COMPRESSION = 0x36;

/**
 * The last two are disputed. Vimicro's document prints resume as 2 and step as 3, and drivers written from it say so
 * (raspi_camera_enhanced.py; SergeyMSV/LIB.Module.CameraVC0706). Those that were tried on cameras resume with 3 and step
 * with 2 (Adafruit's Arduino and CircuitPython libraries and what follows them; dewyatt/vc0706: "swapped in the
 * datasheet"; the JC425M module's manual: "3: resume"). 3 lets a new picture in by either reading: it is said before
 * every picture, and whichever it was, the next picture is new.
 */
export const FRAME_CONTROL = { stopCurrent: 0, stopNext: 1, step: 2, resume: 3 } as const;

/** The picture's bytes over the UART, by the camera's own processor. */
export const TRANSFER_BY_PROCESSOR = 0x0a;

/** The camera waits so long between the reply and the picture's bytes, in 0.01 ms. */
const TRANSFER_DELAY = 10;

const command = (code: number, ...data: readonly number[]): CameraCommand => ({
  code,
  data: Uint8Array.from(data),
});

const twoBytes = (value: number): [number, number] => [(value >> 8) & 0xff, value & 0xff];
const fourBytes = (value: number): number[] => [...twoBytes(value >>> 16), ...twoBytes(value)];

/** Answered with eleven characters, such as `VC0703 1.00`. */
export const getVersion = (): CameraCommand => command(COMMAND.getVersion);

/** Answered at once; then the camera starts anew, at the rate in its EEPROM, and says so in plain text. */
export const reset = (): CameraCommand => command(COMMAND.reset);

export function readRegister(name: RegisterName): CameraCommand {
  const { device, address } = REGISTER[name];
  return command(COMMAND.readData, device, 1, ...twoBytes(address));
}

export function writeRegister(name: RegisterName, value: number): CameraCommand {
  const { device, address } = REGISTER[name];
  return command(COMMAND.writeData, device, 1, ...twoBytes(address), value);
}

/** Freezes the picture that is in the buffer. */
export const stopFrame = (): CameraCommand =>
  command(COMMAND.frameBufferControl, FRAME_CONTROL.stopCurrent);

/** Lets new pictures into the buffer; one new picture, where the camera takes it for a step. */
export const resumeFrame = (): CameraCommand =>
  command(COMMAND.frameBufferControl, FRAME_CONTROL.resume);

/** Answered with four bytes: the length of the picture in the buffer. */
export const getFrameLength = (): CameraCommand => command(COMMAND.getFrameBufferLength, 0);

/** Both numbers in bytes; the address a multiple of 8. */
export function readFrame(address: number, sizeBytes: number): CameraCommand {
  return command(
    COMMAND.readFrameBuffer,
    0,
    TRANSFER_BY_PROCESSOR,
    ...fourBytes(address),
    ...fourBytes(sizeBytes),
    ...twoBytes(TRANSFER_DELAY),
  );
}

/** Answered at the old rate; the camera works at the new one from then on, until it is reset. */
export function setBaudRate(baudRate: CameraBaudRate): CameraCommand {
  return command(COMMAND.setPort, 0x01, ...twoBytes(baudRateCode(baudRate)));
}

/** An unsigned number, most significant byte first. */
export function numberFrom(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
