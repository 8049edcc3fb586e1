import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type {
  PictureProgress,
  StillCamera,
  StillCameraInfo,
  StillPicture,
} from '../camera-modality.ts';
import { deviceError, isDeaf } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { DeviceInfo } from '../modality.ts';
import {
  getFrameLength,
  getVersion,
  IMAGE_SIZES,
  numberFrom,
  readFrame,
  resumeFrame,
  stopFrame,
} from '../protocols/vc0706/commands.ts';
import { STATUS } from '../protocols/vc0706/frame.ts';
import type { CameraCommand } from '../protocols/vc0706/frame.ts';
import { examineJpeg } from '../protocols/vc0706/jpeg.ts';
import type { ClosedReason, Transport } from '../transports/transport.ts';
import { connectVc0706, DEFAULT_ANSWER_MS, statusError } from './vc0706-connect.ts';
import type { Vc0706ConnectOptions, Vc0706Connection } from './vc0706-connect.ts';

export interface Vc0706CameraOptions extends Vc0706ConnectOptions {
  /** What the port says of itself. */
  readonly identity?: Partial<DeviceInfo>;
}

/** A part of a picture is as long as the line carries in this time: a damaged one costs no more than that. */
const PART_MS = 350;

/** A camera on a transport without a rate is taken for the slowest of those with a useful one. */
const ASSUMED_BAUD_RATE = 38_400;

/** A start bit, eight data bits, a stop bit. */
const BITS_PER_BYTE = 10;

/** The camera wants addresses that are multiples of this. */
const ALIGNMENT_BYTES = 8;

/** 640 × 480 at the finest compression stays well below. */
const MAXIMUM_PICTURE_BYTES = 262_144;

/** How often the same part is asked for, a short command is said, and a whole picture is read. */
const PART_ATTEMPTS = 4;
const PICTURE_FAILURES = 12;
const COMMAND_ATTEMPTS = 3;
const PICTURE_ATTEMPTS = 2;

/** A camera that lets new pictures in has a fresh one after so long: two of its 30 a second. */
const FRESH_FRAME_MS = 70;

/** Opens the port of a VC0706 camera and makes it ready for pictures. */
export async function openVc0706Camera(
  options: Vc0706CameraOptions,
): Promise<Result<StillCamera, DeviceError>> {
  const connected = await connectVc0706(options);
  if (!connected.ok) return connected;
  return ok(new Vc0706Camera(connected.value, options));
}

class Vc0706Camera implements StillCamera {
  readonly info: StillCameraInfo;
  readonly #connection: Vc0706Connection;
  readonly #transport: Transport;
  readonly #answerMs: number;
  readonly #partBytes: number;
  #isBusy = false;
  #check: Promise<Result<void, DeviceError>> | undefined;

  constructor(connection: Vc0706Connection, options: Vc0706CameraOptions) {
    const { widthPixels, heightPixels } = IMAGE_SIZES[connection.imageSize];
    const bytesPerSecond = (connection.baudRate ?? ASSUMED_BAUD_RATE) / BITS_PER_BYTE;
    const partBytes = (bytesPerSecond * PART_MS) / 1000;
    this.#connection = connection;
    this.#transport = options.transport;
    this.#answerMs = options.answerMs ?? DEFAULT_ANSWER_MS;
    this.#partBytes = Math.floor(partBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    this.info = {
      make: options.identity?.make ?? 'Vimicro',
      model: options.identity?.model ?? 'VC0706',
      serialNumber: options.identity?.serialNumber ?? '',
      firmware: connection.version,
      widthPixels,
      heightPixels,
      baudRate: connection.baudRate,
    };
  }

  async takePicture(
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void = () => {},
  ): Promise<Result<StillPicture, DeviceError>> {
    if (this.#isBusy) return err(deviceError('busy', 'another picture is being taken'));
    this.#isBusy = true;
    try {
      await this.#check;
      const taken = await this.#takePicture(signal, onProgress);
      if (!taken.ok) return taken;
      const { widthPixels, heightPixels } = this.info;
      return ok({ mediaType: 'image/jpeg', bytes: taken.value, widthPixels, heightPixels });
    } finally {
      this.#isBusy = false;
    }
  }

  async #takePicture(
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void,
  ): Promise<Result<Uint8Array, DeviceError>> {
    // Also when it was resumed after the picture before: it may have taken that for one step only, and have the one
    // who sat there then in its buffer still (`FRAME_CONTROL`).
    const refreshed = await this.#tell(resumeFrame(), signal);
    if (!refreshed.ok) return refreshed;
    await delay(FRESH_FRAME_MS);
    const stopped = await this.#tell(stopFrame(), signal);
    if (!stopped.ok) return stopped;
    const picture = await this.#readPicture(signal, onProgress);
    const isLineGood = picture.ok || isDeaf(picture.error);
    if (!isLineGood) return picture;
    const resumed = await this.#tell(resumeFrame(), signal);
    // The picture is whole: that the camera did not resume is dealt with before the next one.
    return picture.ok || resumed.ok ? picture : resumed;
  }

  async #readPicture(
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void,
  ): Promise<Result<Uint8Array, DeviceError>> {
    const length = await this.#tell(getFrameLength(), signal);
    if (!length.ok) return length;
    const sizeBytes = numberFrom(length.value);
    if (length.value.length !== 4 || sizeBytes === 0 || sizeBytes > MAXIMUM_PICTURE_BYTES) {
      return err(deviceError('wrong-answer', `a picture of ${sizeBytes} bytes`));
    }
    let failure = deviceError('wrong-answer', 'no picture');
    for (let attempt = 1; attempt <= PICTURE_ATTEMPTS; attempt += 1) {
      const read = await this.#readParts(sizeBytes, signal, onProgress);
      if (!read.ok) return read;
      const judged = await this.#judge(read.value);
      if (judged.ok) return judged;
      failure = judged.error;
    }
    return err(failure);
  }

  /** Whether what was read is the picture: parts are told apart by nothing but their order. */
  async #judge(bytes: Uint8Array): Promise<Result<Uint8Array, DeviceError>> {
    const { link } = this.#connection;
    await link.listen();
    if (link.hasHeardStrays) {
      return err(deviceError('wrong-answer', 'more came than was asked for'));
    }
    const verdict = examineJpeg(bytes);
    if (!verdict.isWhole) return err(deviceError('wrong-answer', verdict.detail));
    const { widthPixels, heightPixels } = this.info;
    if (verdict.widthPixels !== widthPixels || verdict.heightPixels !== heightPixels) {
      const size = `${verdict.widthPixels} × ${verdict.heightPixels}`;
      return err(deviceError('wrong-answer', `a picture of ${size} pixels`));
    }
    return ok(verdict.bytes);
  }

  async #readParts(
    sizeBytes: number,
    signal: AbortSignal,
    onProgress: (progress: PictureProgress) => void,
  ): Promise<Result<Uint8Array, DeviceError>> {
    const { link } = this.#connection;
    const picture = new Uint8Array(sizeBytes);
    let failures = 0;
    let allFailures = 0;
    link.forgetStrays();
    for (let at = 0; at < sizeBytes;) {
      const part = await this.#readPart(at, Math.min(this.#partBytes, sizeBytes - at), signal);
      if (part.ok) {
        picture.set(part.value, at);
        at += part.value.length;
        if (!link.hasHeardStrays) failures = 0;
        onProgress({ receivedBytes: at, totalBytes: sizeBytes });
        if (!link.hasHeardStrays) continue;
      }
      failures += 1;
      allFailures += 1;
      if (!part.ok && !isDeaf(part.error)) return part;
      if (failures >= PART_ATTEMPTS || allFailures >= PICTURE_FAILURES) {
        return part.ok ? err(deviceError('wrong-answer', 'more came than was asked for')) : part;
      }
      const goOnAt = await this.#lastCertain(picture, at, signal);
      if (!goOnAt.ok) return goOnAt;
      at = goOnAt.value;
    }
    return ok(picture);
  }

  /**
   * Where to go on after damage at `at`, or after something that nobody asked for. A part that comes twice is taken for
   * the next one, and shifts all that follow by one: so the last part before `at` is read once more, and only when it is
   * the same was all well; otherwise the picture is read from its start.
   */
  async #lastCertain(
    picture: Uint8Array,
    at: number,
    signal: AbortSignal,
  ): Promise<Result<number, DeviceError>> {
    if (at === 0) return ok(0);
    const before = Math.floor((at - 1) / this.#partBytes) * this.#partBytes;
    const again = await this.#readPart(before, at - before, signal);
    // What could not be compared is not known to be right.
    if (!again.ok) return isDeaf(again.error) ? ok(0) : again;
    this.#connection.link.forgetStrays();
    const isSame = again.value.every((byte, index) => picture[before + index] === byte);
    return ok(isSame ? at : 0);
  }

  async #readPart(
    at: number,
    sizeBytes: number,
    signal: AbortSignal,
  ): Promise<Result<Uint8Array, DeviceError>> {
    const bytesPerSecond = (this.#connection.baudRate ?? ASSUMED_BAUD_RATE) / BITS_PER_BYTE;
    const lineMs = (sizeBytes / bytesPerSecond) * 1000;
    const answer = await this.#connection.link.request(readFrame(at, sizeBytes), {
      silenceMs: this.#answerMs,
      limitMs: 3 * lineMs + 2 * this.#answerMs,
      pictureBytes: sizeBytes,
      signal,
    });
    if (!answer.ok) return answer;
    const { status, data } = answer.value;
    if (status !== STATUS.done) return err(statusError(status));
    return data.length === sizeBytes
      ? ok(data)
      : err(deviceError('wrong-answer', 'a part is short'));
  }

  /** Says a short command again when its answer was damaged or lost. */
  async #tell(
    command: CameraCommand,
    signal?: AbortSignal,
  ): Promise<Result<Uint8Array, DeviceError>> {
    let answer = await this.#ask(command, signal);
    for (let attempt = 2; attempt <= COMMAND_ATTEMPTS; attempt += 1) {
      if (answer.ok || !isDeaf(answer.error)) return answer;
      answer = await this.#ask(command, signal);
    }
    return answer;
  }

  async #ask(
    command: CameraCommand,
    signal: AbortSignal | undefined,
  ): Promise<Result<Uint8Array, DeviceError>> {
    const answer = await this.#connection.link.request(command, {
      silenceMs: this.#answerMs,
      limitMs: 3 * this.#answerMs,
      ...(signal === undefined ? {} : { signal }),
    });
    if (!answer.ok) return answer;
    const { status, data } = answer.value;
    return status === STATUS.done ? ok(data) : err(statusError(status));
  }

  async checkAlive(): Promise<Result<void, DeviceError>> {
    if (this.#isBusy) return err(deviceError('busy', 'a picture is read, which tells as much'));
    this.#check ??= this.#tell(getVersion())
      .then((answer) => (answer.ok ? ok(undefined) : answer))
      .finally(() => {
        this.#check = undefined;
      });
    return this.#check;
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#transport.onClosed(listener);
  }

  async close(): Promise<void> {
    this.#connection.link.detach();
    await this.#transport.close();
  }
}
