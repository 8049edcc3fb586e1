import {
  baudRateFromCode,
  CAMERA_BAUD_RATES,
  DEFAULT_BAUD_RATE,
  DEFAULT_COMPRESSION,
  FRAME_CONTROL,
  IMAGE_SIZES,
  imageSizeFromCode,
  numberFrom,
  REGISTER,
  TRANSFER_BY_PROCESSOR,
} from '../protocols/vc0706/commands.ts';
import type { CameraBaudRate, ImageSizeName, RegisterName } from '../protocols/vc0706/commands.ts';
import {
  COMMAND,
  CommandParser,
  encodeReply,
  pictureFrame,
  STATUS,
} from '../protocols/vc0706/frame.ts';
import type { CameraCommand, Status } from '../protocols/vc0706/frame.ts';
import type { CameraDeviceFault } from './faults.ts';

/** What a camera does when it is told a rate that it does not have. */
export type UnknownRateManner = 'refuses' | 'keeps silent' | 'agrees and stays';

export interface Vc0706DeviceOptions {
  readonly serialNumber?: number;
  /** The rate in the EEPROM, which it starts with. */
  readonly baudRate?: CameraBaudRate;
  readonly fastestBaudRate?: CameraBaudRate;
  readonly unknownRateManner?: UnknownRateManner;
  /** Which flag resumes, and the other one steps: the disputed two of `FRAME_CONTROL`. 3 when absent. */
  readonly resumeFlag?: 2 | 3;
  /** In the EEPROM. */
  readonly imageSize?: ImageSizeName;
  /** How long it is deaf after power-on and reset. */
  readonly startMs: number;
  /** What the sensor sees. */
  readonly look: (imageSize: ImageSizeName, compression: number) => Promise<Uint8Array>;
  readonly send: (answer: Uint8Array) => void;
  readonly onBaudRate: (baudRate: CameraBaudRate) => void;
}

const VERSION = 'VC0703 1.00';
const OTHER_VERSION = 'OV528  0.90';
const START_TEXT = 'VC0706 1.00\r\nCtrl infr exist\r\nUSER-defined sensor\r\n525\r\nInit end\r\n';
const NO_DATA = new Uint8Array(0);

/** The number of data bytes of each command; undefined where it depends on the data. */
const DATA_BYTES: ReadonlyMap<number, number | undefined> = new Map([
  [COMMAND.getVersion, 0],
  [COMMAND.setPort, 3],
  [COMMAND.reset, 0],
  [COMMAND.readData, 4],
  [COMMAND.writeData, undefined],
  [COMMAND.readFrameBuffer, 12],
  [COMMAND.getFrameBufferLength, 1],
  [COMMAND.frameBufferControl, 1],
]);

/**
 * The camera's side of the VC0706 protocol, and no kinder: a wrong length is answered with status 2, values it does not
 * have with 3, and whatever cannot be done now with 4. A frame for another serial number is not answered. The image size
 * counts from the next start on, the compression at once and until then; a reset brings the rate of the EEPROM back.
 * What the document leaves open is decided so: a command that it does not know was not received (1), and a picture that
 * was not frozen cannot be read (4).
 */
export class Vc0706Device {
  readonly #options: Vc0706DeviceOptions;
  readonly #serialNumber: number;
  readonly #parser: CommandParser;
  #baudRate: CameraBaudRate;
  #storedImageSize: ImageSizeName;
  #imageSize: ImageSizeName;
  #compression = DEFAULT_COMPRESSION;
  #frozen: Uint8Array | undefined;
  #start: NodeJS.Timeout | undefined;
  #isExposing = false;
  #run = 0;
  #failures: Status[] = [];
  #busyCommands = 0;
  #isOtherVersion = false;

  constructor(options: Vc0706DeviceOptions) {
    this.#options = options;
    this.#serialNumber = options.serialNumber ?? 0;
    this.#parser = new CommandParser(this.#serialNumber);
    this.#baudRate = options.baudRate ?? DEFAULT_BAUD_RATE;
    this.#storedImageSize = options.imageSize ?? '640x480';
    this.#imageSize = this.#storedImageSize;
  }

  get baudRate(): CameraBaudRate {
    return this.#baudRate;
  }

  get imageSize(): ImageSizeName {
    return this.#imageSize;
  }

  get compression(): number {
    return this.#compression;
  }

  get isFrozen(): boolean {
    return this.#frozen !== undefined;
  }

  /** The next commands are answered with these statuses and not carried out. */
  failNext(...statuses: readonly Status[]): void {
    this.#failures = [...statuses];
  }

  order(fault: CameraDeviceFault): void {
    if (fault.kind === 'wrong-firmware') this.#isOtherVersion = true;
    else this.#busyCommands = fault.commands ?? Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.#failures = [];
    this.#busyCommands = 0;
    this.#isOtherVersion = false;
  }

  powerOn(): void {
    this.powerOff();
    this.#imageSize = this.#storedImageSize;
    this.#compression = DEFAULT_COMPRESSION;
    this.#setBaudRate(this.#options.baudRate ?? DEFAULT_BAUD_RATE);
    this.#start = setTimeout(() => {
      this.#start = undefined;
      this.#options.send(new TextEncoder().encode(START_TEXT));
    }, this.#options.startMs);
  }

  powerOff(): void {
    clearTimeout(this.#start);
    this.#start = undefined;
    this.#parser.reset();
    this.#frozen = undefined;
    this.#isExposing = false;
    this.#run += 1;
  }

  receive(bytes: Uint8Array): void {
    if (this.#start !== undefined || this.#isExposing) return;
    for (const command of this.#parser.push(bytes)) this.#obey(command);
  }

  #obey(command: CameraCommand): void {
    const failure = this.#failures.shift();
    if (failure !== undefined) return this.#reply(command.code, failure);
    if (this.#busyCommands > 0) {
      this.#busyCommands -= 1;
      return this.#reply(command.code, STATUS.notNow);
    }
    if (!DATA_BYTES.has(command.code)) return this.#reply(command.code, STATUS.notReceived);
    const expected = DATA_BYTES.get(command.code) ?? 4 + (command.data[1] ?? 0);
    if (command.data.length !== expected) return this.#reply(command.code, STATUS.wrongLength);
    switch (command.code) {
      case COMMAND.getVersion:
        return this.#reply(command.code, STATUS.done, this.#version());
      case COMMAND.reset:
        this.#reply(command.code, STATUS.done);
        return this.powerOn();
      case COMMAND.setPort:
        return this.#setPort(command.data);
      case COMMAND.readData:
        return this.#readData(command.data);
      case COMMAND.writeData:
        return this.#writeData(command.data);
      case COMMAND.frameBufferControl:
        return this.#controlFrames(command.data[0] ?? 0);
      case COMMAND.getFrameBufferLength:
        return this.#tellLength(command.data[0] ?? 0);
      default:
        return this.#readFrameBuffer(command.data);
    }
  }

  #version(): Uint8Array {
    return new TextEncoder().encode(this.#isOtherVersion ? OTHER_VERSION : VERSION);
  }

  #setPort(data: Uint8Array): void {
    const baudRate = data[0] === 0x01 ? baudRateFromCode(numberFrom(data.subarray(1))) : undefined;
    if (baudRate === undefined) return this.#reply(COMMAND.setPort, STATUS.wrongFormat);
    const isKnown = baudRate <= (this.#options.fastestBaudRate ?? CAMERA_BAUD_RATES[0]);
    if (isKnown) {
      this.#reply(COMMAND.setPort, STATUS.done);
      return this.#setBaudRate(baudRate);
    }
    switch (this.#options.unknownRateManner ?? 'refuses') {
      case 'refuses':
        return this.#reply(COMMAND.setPort, STATUS.failed);
      case 'agrees and stays':
        return this.#reply(COMMAND.setPort, STATUS.done);
      case 'keeps silent':
        return;
    }
  }

  #setBaudRate(baudRate: CameraBaudRate): void {
    this.#baudRate = baudRate;
    this.#options.onBaudRate(baudRate);
  }

  #readData(data: Uint8Array): void {
    const register = registerAt(data);
    if (register === undefined) return this.#reply(COMMAND.readData, STATUS.wrongFormat);
    const size = IMAGE_SIZES[this.#storedImageSize].code;
    const value = register === 'imageSize' ? size : this.#compression;
    this.#reply(COMMAND.readData, STATUS.done, Uint8Array.of(value));
  }

  #writeData(data: Uint8Array): void {
    const register = registerAt(data);
    const value = data[4];
    if (register === undefined || value === undefined) {
      return this.#reply(COMMAND.writeData, STATUS.wrongFormat);
    }
    if (register === 'imageSize') {
      const imageSize = imageSizeFromCode(value);
      if (imageSize === undefined) return this.#reply(COMMAND.writeData, STATUS.wrongFormat);
      this.#storedImageSize = imageSize;
    } else {
      this.#compression = value;
    }
    this.#reply(COMMAND.writeData, STATUS.done);
  }

  #controlFrames(control: number): void {
    const resumeFlag = this.#options.resumeFlag ?? FRAME_CONTROL.resume;
    if (control > FRAME_CONTROL.resume) {
      return this.#reply(COMMAND.frameBufferControl, STATUS.wrongFormat);
    }
    if (control === resumeFlag) {
      this.#frozen = undefined;
      return this.#reply(COMMAND.frameBufferControl, STATUS.done);
    }
    const isStep = control !== FRAME_CONTROL.stopCurrent && control !== FRAME_CONTROL.stopNext;
    return void this.#freeze(isStep);
  }

  /** What is frozen stays; a step lets one new picture in. */
  async #freeze(isStep: boolean): Promise<void> {
    const run = this.#run;
    if (this.#frozen === undefined || isStep) {
      this.#isExposing = true;
      const picture = await this.#options.look(this.#imageSize, this.#compression);
      if (run !== this.#run) return; // It lost its current meanwhile.
      this.#isExposing = false;
      this.#frozen = picture;
    }
    this.#reply(COMMAND.frameBufferControl, STATUS.done);
  }

  #tellLength(frame: number): void {
    if (frame > 1) return this.#reply(COMMAND.getFrameBufferLength, STATUS.wrongFormat);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, frame === 0 ? (this.#frozen?.length ?? 0) : 0);
    this.#reply(COMMAND.getFrameBufferLength, STATUS.done, length);
  }

  #readFrameBuffer(data: Uint8Array): void {
    const [frame, mode] = data;
    const address = numberFrom(data.subarray(2, 6));
    const sizeBytes = numberFrom(data.subarray(6, 10));
    const code = COMMAND.readFrameBuffer;
    if (frame !== 0 || mode !== TRANSFER_BY_PROCESSOR || address % 8 !== 0) {
      return this.#reply(code, STATUS.wrongFormat);
    }
    if (this.#frozen === undefined) return this.#reply(code, STATUS.notNow);
    if (sizeBytes === 0 || address + sizeBytes > this.#frozen.length) {
      return this.#reply(code, STATUS.wrongFormat);
    }
    const around = pictureFrame(this.#serialNumber);
    const part = this.#frozen.subarray(address, address + sizeBytes);
    const answer = new Uint8Array(2 * around.length + sizeBytes);
    answer.set(around);
    answer.set(part, around.length);
    answer.set(around, around.length + sizeBytes);
    this.#options.send(answer);
  }

  #reply(code: number, status: Status, data: Uint8Array = NO_DATA): void {
    this.#options.send(encodeReply(this.#serialNumber, { code, status, data }));
  }
}

function registerAt(data: Uint8Array): RegisterName | undefined {
  const [device, count] = data;
  const address = numberFrom(data.subarray(2, 4));
  const names = Object.keys(REGISTER) as RegisterName[];
  return names.find(
    (name) => count === 1 && REGISTER[name].device === device && REGISTER[name].address === address,
  );
}
