import type { GrayImage } from '../../domain/gray-image.ts';
import { INSTRUCTION, SYSTEM_PARAMETER } from '../protocols/zfm/commands.ts';
import { CONFIRMATION } from '../protocols/zfm/confirmation.ts';
import { DEFAULT_GEOMETRY, packPixels, R503_GEOMETRY } from '../protocols/zfm/image.ts';
import type { ImageGeometry } from '../protocols/zfm/image.ts';
import {
  DEFAULT_ADDRESS,
  encodePacket,
  PACKET_TYPE,
  PacketParser,
} from '../protocols/zfm/packet.ts';
import type { PacketType, ParserEvent } from '../protocols/zfm/packet.ts';
import {
  BAUD_RATE_UNIT,
  encodeProductInfo,
  encodeSystemParameters,
  PACKET_SIZES_BYTES,
} from '../protocols/zfm/parameters.ts';

export const ZFM_PROFILES = ['zfm-20', 'r503'] as const;

/** Which module of the family: the R503 has a smaller sensor, knows its own name, and says 0x55 at power-on. */
export type ZfmProfile = (typeof ZFM_PROFILES)[number];

export function geometryOfProfile(profile: ZfmProfile): ImageGeometry {
  return profile === 'r503' ? R503_GEOMETRY : DEFAULT_GEOMETRY;
}

export interface ZfmDeviceOptions {
  readonly profile: ZfmProfile;
  readonly baudRate: number;
  readonly password?: number;
  /** How long taking a picture lasts; the module hears nothing meanwhile. */
  readonly exposureMs?: number;
  /** The device's transmitter. */
  readonly send: (bytes: Uint8Array) => void;
  /** Whether bytes are still leaving: the module is half-duplex and deaf until the last one is out. */
  readonly isSending: () => boolean;
  /** The module works at this rate from its next byte on. */
  readonly onBaudRate?: (baudRate: number) => void;
}

const NO_PARAMETERS = new Uint8Array(0);

/**
 * The device's side of the ZFM family as its data sheets describe it, and no kinder: a picture is taken only of a
 * finger that is there, uploaded only when one was taken since power-on, an unknown or damaged packet is answered with
 * 0x01, another address is not answered, and what arrives while the module speaks is lost.
 */
export class ZfmDevice {
  readonly #options: ZfmDeviceOptions;
  readonly #geometry: ImageGeometry;
  readonly #parser = new PacketParser();
  #baudRate: number;
  #packetSizeBytes = 128;
  #securityLevel = 3;
  #isUnlocked = false;
  #finger: GrayImage | undefined;
  #buffer: Uint8Array | undefined;
  #exposure: NodeJS.Timeout | undefined;
  #isBabbling = false;
  #babble = 1;
  #packetsToDamage = 0;

  constructor(options: ZfmDeviceOptions) {
    this.#options = options;
    this.#geometry = geometryOfProfile(options.profile);
    this.#baudRate = options.baudRate;
  }

  powerOn(): void {
    this.#parser.reset();
    this.#isUnlocked = false;
    this.#buffer = undefined;
    if (this.#options.profile === 'r503') this.#options.send(Uint8Array.of(CONFIRMATION.handshake));
  }

  powerOff(): void {
    clearTimeout(this.#exposure);
    this.#exposure = undefined;
  }

  /** Lays a finger on the sensor. The picture must have the sensor's size. */
  place(image: GrayImage): void {
    const { widthPixels, heightPixels } = this.#geometry;
    if (image.widthPixels !== widthPixels || image.heightPixels !== heightPixels) {
      throw new RangeError(`the sensor has ${widthPixels} × ${heightPixels} pixels`);
    }
    this.#finger = image;
  }

  lift(): void {
    this.#finger = undefined;
  }

  /** From now on every answer is nonsense, until told otherwise. */
  babble(isBabbling: boolean): void {
    this.#isBabbling = isBabbling;
  }

  /** The next packets leave with a wrong checksum. */
  damageNextPackets(count: number): void {
    this.#packetsToDamage = count;
  }

  receive(bytes: Uint8Array): void {
    if (this.#options.isSending() || this.#exposure !== undefined) return;
    if (this.#isBabbling) return this.#options.send(this.#nonsense(48));
    for (const event of this.#parser.push(bytes)) {
      // What came with the same burst after a command is lost as well: the module answers first.
      if (this.#answerTo(event)) return this.#parser.reset();
    }
  }

  /** Whether there was something to answer. */
  #answerTo(event: ParserEvent): boolean {
    if (event.kind === 'damaged') return this.#acknowledge(CONFIRMATION.packetError);
    const { packet } = event;
    if (packet.address !== DEFAULT_ADDRESS) return false;
    if (packet.type !== PACKET_TYPE.command) return this.#acknowledge(CONFIRMATION.packetError);
    const [instruction = 0, ...parameters] = packet.payload;
    return this.#obey(instruction, parameters);
  }

  #obey(instruction: number, parameters: readonly number[]): boolean {
    const expected = this.#parameterCount(instruction);
    if (expected !== parameters.length) return this.#acknowledge(CONFIRMATION.packetError);
    if (instruction === INSTRUCTION.verifyPassword) return this.#verifyPassword(parameters);
    const isLocked = (this.#options.password ?? 0) !== 0 && !this.#isUnlocked;
    if (isLocked) return this.#acknowledge(CONFIRMATION.passwordRequired);
    switch (instruction) {
      case INSTRUCTION.getImage:
        return this.#getImage();
      case INSTRUCTION.uploadImage:
        return this.#uploadImage();
      case INSTRUCTION.setSystemParameter:
        return this.#setSystemParameter(parameters);
      case INSTRUCTION.readSystemParameters:
        return this.#acknowledge(CONFIRMATION.ok, this.#systemParameters());
      case INSTRUCTION.readProductInfo:
        return this.#acknowledge(CONFIRMATION.ok, this.#productInfo());
      case INSTRUCTION.handshakeAs608:
        return this.#acknowledge(CONFIRMATION.handshake);
      default:
        return this.#acknowledge(CONFIRMATION.ok); // Handshake and cancel.
    }
  }

  /** How many parameter bytes an instruction has; undefined where this module does not know it. */
  #parameterCount(instruction: number): number | undefined {
    const isR503 = this.#options.profile === 'r503';
    switch (instruction) {
      case INSTRUCTION.getImage:
      case INSTRUCTION.uploadImage:
      case INSTRUCTION.readSystemParameters:
        return 0;
      case INSTRUCTION.setSystemParameter:
        return 2;
      case INSTRUCTION.verifyPassword:
        return 4;
      case INSTRUCTION.readProductInfo:
      case INSTRUCTION.handshake:
      case INSTRUCTION.cancel:
        return isR503 ? 0 : undefined;
      case INSTRUCTION.handshakeAs608:
        return isR503 ? undefined : 0;
      default:
        return undefined;
    }
  }

  #verifyPassword(parameters: readonly number[]): boolean {
    const given = parameters.reduce((value, byte) => value * 256 + byte, 0);
    this.#isUnlocked = given === (this.#options.password ?? 0);
    return this.#acknowledge(this.#isUnlocked ? CONFIRMATION.ok : CONFIRMATION.wrongPassword);
  }

  #getImage(): boolean {
    this.#exposure = setTimeout(() => {
      this.#exposure = undefined;
      if (this.#finger === undefined) {
        this.#acknowledge(CONFIRMATION.noFinger);
        return;
      }
      this.#buffer = packPixels(this.#finger.pixels);
      this.#acknowledge(CONFIRMATION.ok);
    }, this.#options.exposureMs ?? 0);
    return true;
  }

  #uploadImage(): boolean {
    const image = this.#buffer;
    if (image === undefined) return this.#acknowledge(CONFIRMATION.imageTransferFailed);
    this.#acknowledge(CONFIRMATION.ok);
    for (let at = 0; at < image.length; at += this.#packetSizeBytes) {
      const isLast = at + this.#packetSizeBytes >= image.length;
      const part = image.subarray(at, at + this.#packetSizeBytes);
      this.#send(isLast ? PACKET_TYPE.endOfData : PACKET_TYPE.data, part);
    }
    return true;
  }

  #setSystemParameter([parameter, content = 0]: readonly number[]): boolean {
    switch (parameter) {
      case SYSTEM_PARAMETER.baudRate:
        if (content < 1 || content > 12) break;
        this.#acknowledge(CONFIRMATION.ok);
        this.#baudRate = content * BAUD_RATE_UNIT;
        this.#options.onBaudRate?.(this.#baudRate);
        return true;
      case SYSTEM_PARAMETER.securityLevel:
        if (content < 1 || content > 5) break;
        this.#securityLevel = content;
        return this.#acknowledge(CONFIRMATION.ok);
      case SYSTEM_PARAMETER.packetSize: {
        const sizeBytes = PACKET_SIZES_BYTES[content];
        if (sizeBytes === undefined) break;
        this.#packetSizeBytes = sizeBytes;
        return this.#acknowledge(CONFIRMATION.ok);
      }
      default:
        return this.#acknowledge(CONFIRMATION.invalidRegister);
    }
    return this.#acknowledge(CONFIRMATION.registerContentWrong);
  }

  #systemParameters(): Uint8Array {
    return encodeSystemParameters({
      statusRegister: (this.#finger === undefined ? 0 : 2) | (this.#isUnlocked ? 4 : 0),
      systemIdentifier: this.#options.profile === 'r503' ? 0x0000 : 0x0009,
      librarySize: 200,
      securityLevel: this.#securityLevel,
      address: DEFAULT_ADDRESS,
      packetSizeBytes: this.#packetSizeBytes,
      baudRate: this.#baudRate,
    });
  }

  #productInfo(): Uint8Array {
    return encodeProductInfo({
      model: 'R503',
      batchNumber: '2201',
      serialNumber: 'EMUL0001',
      hardwareVersion: '1.2',
      sensorModel: 'GROW-192',
      ...this.#geometry,
      templateSizeBytes: 1536,
      librarySize: 200,
    });
  }

  #acknowledge(code: number, parameters: Uint8Array = NO_PARAMETERS): true {
    this.#send(PACKET_TYPE.acknowledge, Uint8Array.of(code, ...parameters));
    return true;
  }

  #send(type: PacketType, payload: Uint8Array): void {
    const bytes = encodePacket({ address: DEFAULT_ADDRESS, type, payload });
    const last = bytes.length - 1;
    if (this.#packetsToDamage > 0) {
      this.#packetsToDamage -= 1;
      bytes[last] = (bytes[last] ?? 0) ^ 0xff;
    }
    this.#options.send(bytes);
  }

  /** The same nonsense in every run (a linear congruential sequence). */
  #nonsense(sizeBytes: number): Uint8Array {
    return Uint8Array.from({ length: sizeBytes }, () => {
      this.#babble = (Math.imul(this.#babble, 1_103_515_245) + 12_345) >>> 0;
      return this.#babble >>> 16;
    });
  }
}
