import type { GrayImage } from '../../domain/gray-image.ts';
import { INSTRUCTION, SYSTEM_PARAMETER } from '../protocols/zfm/commands.ts';
import { CONFIRMATION } from '../protocols/zfm/confirmation.ts';
import {
  DEFAULT_GEOMETRY,
  isPlausibleGeometry,
  packPixels,
  R503_GEOMETRY,
} from '../protocols/zfm/image.ts';
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
  encodeFirmwareVersion,
  encodeProductInfo,
  encodeSystemParameters,
  PACKET_SIZES_BYTES,
  STATUS_BIT,
} from '../protocols/zfm/parameters.ts';
import type { ZfmDeviceFault } from './faults.ts';

export const ZFM_PROFILES = ['zfm-20', 'r503'] as const;

/** Which module of the family: the R503 has a smaller sensor, knows its own name, and says 0x55 at power-on. */
export type ZfmProfile = (typeof ZFM_PROFILES)[number];

export function geometryOfProfile(profile: ZfmProfile): ImageGeometry {
  return profile === 'r503' ? R503_GEOMETRY : DEFAULT_GEOMETRY;
}

/** What the two kinds of module differ in. */
const PROFILES = {
  'zfm-20': {
    /** N of N × 9600 bit/s (ZFM user manual 2.0, 4.3.1). */
    rates: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    systemIdentifier: 0x0009,
    unknownInstruction: CONFIRMATION.packetError,
  },
  r503: {
    /** R503 user manual 1.2.2, "SetSysPara". */
    rates: [1, 2, 4, 6, 12],
    systemIdentifier: 0x0000,
    unknownInstruction: CONFIRMATION.unsupported,
  },
} as const satisfies Record<ZfmProfile, object>;

/** The module that is emulated. */
export interface ZfmModule {
  readonly profile: ZfmProfile;
  readonly baudRate: number;
  /** 0 when absent. */
  readonly password?: number;
  /** 0xFFFFFFFF when absent. */
  readonly address?: number;
  /** The profile's when absent. */
  readonly geometry?: ImageGeometry;
}

export interface ZfmDeviceOptions extends ZfmModule {
  /** How long taking a picture lasts; the module hears nothing meanwhile. */
  readonly exposureMs?: number;
  /** The device's transmitter: one packet. */
  readonly send: (packet: Uint8Array) => void;
  /** Whether bytes are still leaving: the module is half-duplex and deaf until the last one is out. */
  readonly isSending: () => boolean;
  /** The module works at this rate from its next byte on. */
  readonly onBaudRate?: (baudRate: number) => void;
}

const NO_PARAMETERS = new Uint8Array(0);

/** What a module of another make says of itself: a smaller sensor than the one that it has. */
const OTHER_MAKE = {
  model: 'R558',
  firmware: 'R558 0.1 beta',
  hardwareVersion: '0.1',
  sensorModel: 'GROW-160',
  systemIdentifier: 0x0003,
  geometry: { widthPixels: 160, heightPixels: 160 },
} as const;

/**
 * The device's side of the ZFM family as its data sheets describe it, and no kinder: a picture is taken only of a
 * finger that is there, uploaded only when one was taken since power-on (else 0x0F), a damaged packet or wrong
 * parameters are answered with 0x01, an unknown instruction with what its kind has for that, another address is not
 * answered, and what arrives while the module speaks is lost. What the data sheets leave open is decided so: an older
 * module answers an unknown instruction with 0x01, and a failed picture leaves the one before in the buffer.
 */
export class ZfmDevice {
  readonly #options: ZfmDeviceOptions;
  readonly #geometry: ImageGeometry;
  readonly #address: number;
  readonly #parser = new PacketParser();
  #baudRate: number;
  #packetSizeBytes = 128;
  #securityLevel = 3;
  #isUnlocked = false;
  #finger: GrayImage | undefined;
  #lastFinger: GrayImage | undefined;
  #buffer: Uint8Array | undefined;
  #exposure: NodeJS.Timeout | undefined;
  #faults: ReadonlySet<ZfmDeviceFault['kind']> = new Set();
  #busyCommands = 0;

  /** @throws when the kind of module has no such rate or picture */
  constructor(options: ZfmDeviceOptions) {
    const { profile, baudRate, address = DEFAULT_ADDRESS } = options;
    this.#options = options;
    this.#geometry = options.geometry ?? geometryOfProfile(profile);
    this.#address = address;
    this.#baudRate = baudRate;
    if (!this.#hasRate(baudRate / BAUD_RATE_UNIT)) {
      throw new RangeError(`a ${profile} has no line rate of ${baudRate} bit/s`);
    }
    if (!isPlausibleGeometry(this.#geometry)) {
      throw new RangeError('no module of the family has such a picture');
    }
  }

  #hasRate(units: number): boolean {
    return PROFILES[this.#options.profile].rates.some((rate) => rate === units);
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
    this.#lastFinger = image;
  }

  lift(): void {
    this.#finger = undefined;
  }

  order(fault: ZfmDeviceFault): void {
    this.#faults = new Set([...this.#faults, fault.kind]);
    if (fault.kind === 'busy') this.#busyCommands = fault.commands ?? Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.#faults = new Set();
    this.#busyCommands = 0;
  }

  receive(bytes: Uint8Array): void {
    if (this.#options.isSending() || this.#exposure !== undefined) return;
    if (this.#busyCommands > 0) {
      // A module that works on something else hears nothing: the family has no answer that says so.
      this.#busyCommands -= 1;
      return;
    }
    for (const event of this.#parser.push(bytes)) {
      // What came with the same burst after a command is lost as well: the module answers first.
      if (this.#answerTo(event)) return this.#parser.reset();
    }
  }

  /** Whether there was something to answer. */
  #answerTo(event: ParserEvent): boolean {
    if (event.kind === 'damaged') return this.#acknowledge(CONFIRMATION.packetError);
    const { packet } = event;
    if (packet.address !== this.#address) return false;
    if (packet.type !== PACKET_TYPE.command) return this.#acknowledge(CONFIRMATION.packetError);
    const [instruction = 0, ...parameters] = packet.payload;
    return this.#obey(instruction, parameters);
  }

  #obey(instruction: number, parameters: readonly number[]): boolean {
    const expected = this.#parameterCount(instruction);
    if (expected === undefined) {
      return this.#acknowledge(PROFILES[this.#options.profile].unknownInstruction);
    }
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
      case INSTRUCTION.readFirmwareVersion:
        return this.#acknowledge(CONFIRMATION.ok, encodeFirmwareVersion(this.#firmware()));
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
      case INSTRUCTION.readFirmwareVersion:
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
      const seen = this.#seenFinger();
      if (seen === undefined) {
        this.#acknowledge(CONFIRMATION.noFinger);
        return;
      }
      this.#buffer = packPixels(seen.pixels);
      this.#acknowledge(CONFIRMATION.ok);
    }, this.#options.exposureMs ?? 0);
    return true;
  }

  #seenFinger(): GrayImage | undefined {
    if (this.#faults.has('no-finger')) return undefined;
    return this.#finger ?? (this.#faults.has('stuck-finger') ? this.#lastFinger : undefined);
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
        if (!this.#hasRate(content)) break;
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
    const profile = PROFILES[this.#options.profile];
    const { systemIdentifier } = this.#isOtherMake() ? OTHER_MAKE : profile;
    return encodeSystemParameters({
      statusRegister:
        (this.#isUnlocked ? STATUS_BIT.passwordVerified : 0) |
        (this.#buffer === undefined ? 0 : STATUS_BIT.imageInBuffer),
      systemIdentifier,
      librarySize: 200,
      securityLevel: this.#securityLevel,
      address: this.#address,
      packetSizeBytes: this.#packetSizeBytes,
      baudRate: this.#baudRate,
    });
  }

  #isOtherMake(): boolean {
    return this.#faults.has('wrong-firmware');
  }

  #firmware(): string {
    return this.#isOtherMake() ? OTHER_MAKE.firmware : 'R503 1.4';
  }

  #productInfo(): Uint8Array {
    const own = {
      model: 'R503',
      hardwareVersion: '1.2',
      sensorModel: 'GROW-192',
      geometry: this.#geometry,
    };
    const { geometry, ...said } = this.#isOtherMake() ? OTHER_MAKE : own;
    return encodeProductInfo({
      ...said,
      ...geometry,
      batchNumber: '2201',
      serialNumber: 'EMUL0001',
      templateSizeBytes: 1536,
      librarySize: 200,
    });
  }

  #acknowledge(code: number, parameters: Uint8Array = NO_PARAMETERS): true {
    this.#send(PACKET_TYPE.acknowledge, Uint8Array.of(code, ...parameters));
    return true;
  }

  #send(type: PacketType, payload: Uint8Array): void {
    this.#options.send(encodePacket({ address: this.#address, type, payload }));
  }
}
