import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError, isDeaf } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import {
  CAMERA_BAUD_RATES,
  DEFAULT_BAUD_RATE,
  getVersion,
  IMAGE_SIZES,
  imageSizeFromCode,
  readRegister,
  reset,
  resumeFrame,
  setBaudRate,
  writeRegister,
} from '../protocols/vc0706/commands.ts';
import type { CameraBaudRate, ImageSizeName } from '../protocols/vc0706/commands.ts';
import { STATUS, statusInWords } from '../protocols/vc0706/frame.ts';
import type { CameraCommand } from '../protocols/vc0706/frame.ts';
import type { Transport } from '../transports/transport.ts';
import { findLineRate } from './line-rate-search.ts';
import { refusedFirmwareError } from './refused-firmware.ts';
import { Vc0706Link } from './vc0706-link.ts';

export interface Vc0706ConnectOptions {
  readonly transport: Transport;
  /** The camera's own serial number in every frame; 0 from the factory. */
  readonly serialNumber?: number;
  /** The rates at which it is looked for, in this order; the factory's first when absent. */
  readonly baudRates?: readonly CameraBaudRate[];
  /** The fastest rate to raise the camera to; 115200 when absent. */
  readonly highestBaudRate?: CameraBaudRate;
  /** `640x480` when absent. */
  readonly imageSize?: ImageSizeName;
  /** 0 (finest) to 255; left as it is when absent. */
  readonly compression?: number;
  /** Versions that are not to be used; `*` stands for any characters. */
  readonly refusedFirmware?: readonly string[];
  /** How long a short answer may take. */
  readonly answerMs?: number;
}

export interface Vc0706Connection {
  readonly link: Vc0706Link;
  /** As the camera says it, such as `VC0703 1.00`. */
  readonly version: string;
  readonly imageSize: ImageSizeName;
  /** Undefined where the transport has no rate. */
  readonly baudRate: CameraBaudRate | undefined;
}

/** A camera answers within milliseconds; at 9600 bit/s the bytes take 35 ms. */
export const DEFAULT_ANSWER_MS = 500;

/** After a reset the camera is deaf for one to two seconds. */
const RESTART_LIMIT_MS = 6_000;
const RESTART_PAUSE_MS = 100;

const ATTEMPTS = 3;

/** What a status other than `done` means. */
export function statusError(status: number): DeviceError {
  const detail = statusInWords(status);
  if (status === STATUS.notNow) return deviceError('not-ready', detail);
  return deviceError(status === STATUS.failed ? 'sensor-fault' : 'wrong-answer', detail);
}

/** Opens the port, finds the camera's rate, sets its picture, and raises the rate as far as the camera follows. */
export async function connectVc0706(
  options: Vc0706ConnectOptions,
): Promise<Result<Vc0706Connection, DeviceError>> {
  const { transport } = options;
  const opened = await transport.open();
  if (!opened.ok) return opened;
  const introduction = new Introduction(options);
  const connected = await introduction.run();
  if (connected.ok) return connected;
  introduction.link.detach();
  await transport.close();
  return connected;
}

interface Found {
  readonly version: string;
  readonly baudRate: CameraBaudRate | undefined;
}

class Introduction {
  readonly link: Vc0706Link;
  readonly #options: Vc0706ConnectOptions;

  constructor(options: Vc0706ConnectOptions) {
    this.#options = options;
    this.link = new Vc0706Link(options.transport, options.serialNumber ?? 0);
  }

  async run(): Promise<Result<Vc0706Connection, DeviceError>> {
    const { imageSize = '640x480', compression, refusedFirmware } = this.#options;
    const first = await this.#find(this.#rates(), CAMERA_BAUD_RATES);
    if (!first.ok) return first;
    const refused = refusedFirmwareError(first.value.version, refusedFirmware);
    if (refused !== undefined) return err(refused);
    const sized = await this.#setImageSize(imageSize, first.value);
    if (!sized.ok) return sized;
    if (compression !== undefined) {
      const written = await this.#tell(writeRegister('compression', compression));
      if (!written.ok) return written;
    }
    const raised = await this.#raiseBaudRate(sized.value);
    if (!raised.ok) return raised;
    // A program that died while it read a picture has left the camera frozen.
    const resumed = await this.#tell(resumeFrame());
    if (!resumed.ok) return resumed;
    return ok({ link: this.link, imageSize, ...raised.value });
  }

  #rates(): readonly CameraBaudRate[] {
    return this.#options.baudRates ?? [DEFAULT_BAUD_RATE, ...CAMERA_BAUD_RATES];
  }

  async #ask(command: CameraCommand): Promise<Result<Uint8Array, DeviceError>> {
    const silenceMs = this.#options.answerMs ?? DEFAULT_ANSWER_MS;
    const answer = await this.link.request(command, { silenceMs, limitMs: 3 * silenceMs });
    if (!answer.ok) return answer;
    const { status, data } = answer.value;
    return status === STATUS.done ? ok(data) : err(statusError(status));
  }

  /** Asks again what was damaged or lost on the way. */
  async #tell(command: CameraCommand): Promise<Result<Uint8Array, DeviceError>> {
    let answer = await this.#ask(command);
    for (let attempt = 2; attempt <= ATTEMPTS && !answer.ok && isDeaf(answer.error); attempt += 1) {
      answer = await this.#ask(command);
    }
    return answer;
  }

  /** The rate at which the camera says its version. */
  async #find(
    rates: readonly CameraBaudRate[],
    otherRates: readonly CameraBaudRate[] = [],
  ): Promise<Result<Found, DeviceError>> {
    const found = await findLineRate({
      transport: this.#options.transport,
      rates,
      otherRates,
      startAfresh: () => this.link.startAfresh(),
      ask: () => this.#ask(getVersion()),
    });
    if (!found.ok) return found;
    const version = new TextDecoder('latin1').decode(found.value.answer);
    const baudRate = rates.find((rate) => rate === found.value.baudRate);
    return ok({ version: version.replaceAll('\0', '').trim(), baudRate });
  }

  /** The size counts from the next start on: where it is another one, the camera is started anew. */
  async #setImageSize(imageSize: ImageSizeName, found: Found): Promise<Result<Found, DeviceError>> {
    const current = await this.#tell(readRegister('imageSize'));
    if (!current.ok) return current;
    if (imageSizeFromCode(current.value[0]) === imageSize) return ok(found);
    const written = await this.#tell(writeRegister('imageSize', IMAGE_SIZES[imageSize].code));
    if (!written.ok) return written;
    // It may be deaf already when it should say so.
    const restarted = await this.#ask(reset());
    if (!restarted.ok && !isDeaf(restarted.error)) return restarted;
    return this.#findAgain(found);
  }

  /** After a reset the camera works at the rate in its EEPROM: the factory's, or the one it was found at. */
  async #findAgain(found: Found): Promise<Result<Found, DeviceError>> {
    const rates = [DEFAULT_BAUD_RATE, ...(found.baudRate === undefined ? [] : [found.baudRate])];
    const deadline = performance.now() + RESTART_LIMIT_MS;
    let again = await this.#find(rates);
    while (!again.ok && isDeaf(again.error) && performance.now() < deadline) {
      await delay(RESTART_PAUSE_MS);
      again = await this.#find(rates);
    }
    return again.ok || !isDeaf(again.error) ? again : this.#find(this.#rates());
  }

  /** From the fastest down, until the camera follows. */
  async #raiseBaudRate(found: Found): Promise<Result<Found, DeviceError>> {
    const { highestBaudRate = CAMERA_BAUD_RATES[0] } = this.#options;
    let current = found;
    for (const baudRate of CAMERA_BAUD_RATES) {
      if (current.baudRate === undefined || baudRate <= current.baudRate) return ok(current);
      if (baudRate > highestBaudRate) continue;
      const tried = await this.#tryBaudRate(baudRate, current);
      if (!tried.ok) return tried;
      current = tried.value;
    }
    return ok(current);
  }

  /** The rate that the camera works at afterwards, whether it followed, refused, or kept silent. */
  async #tryBaudRate(baudRate: CameraBaudRate, found: Found): Promise<Result<Found, DeviceError>> {
    const silenceMs = this.#options.answerMs ?? DEFAULT_ANSWER_MS;
    const command = setBaudRate(baudRate);
    const told = await this.link.request(command, { silenceMs, limitMs: 3 * silenceMs });
    if (told.ok && told.value.status !== STATUS.done) return ok(found);
    if (!told.ok && !isDeaf(told.error)) return told;
    const current = found.baudRate === undefined ? [] : [found.baudRate, found.baudRate];
    // An answer may be lost and the rate be changed all the same: the new one is listened to first, then the old one.
    return this.#find([baudRate, baudRate, ...current, ...CAMERA_BAUD_RATES]);
  }
}
