import type { Socket } from 'node:net';

import { z } from 'zod';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { fingerOfSubType } from '../protocols/sbi/bio-sub-type.ts';
import { parseJson } from '../protocols/sbi/encoded-json.ts';
import { SBI_0_9_5 } from '../protocols/sbi/profile.ts';
import type { SbiEnvironment, SbiProfile } from '../protocols/sbi/profile.ts';
import { createSbiAuthority, onFirstUse } from './sbi/authority.ts';
import type { SbiAlgorithm, SbiAuthority } from './sbi/authority.ts';
import type { SbiCompression } from './sbi/biometrics.ts';
import { readCaptureOrder } from './sbi/capture-rules.ts';
import type { CaptureOrderOnWire } from './sbi/capture-rules.ts';
import { errorBody } from './sbi/error-texts.ts';
import { NO_DEVIATION } from './sbi/faults.ts';
import type { SbiDeviations, SbiLie } from './sbi/faults.ts';
import type { WireRequest } from './sbi/http-request.ts';
import { drawnTouches, Person } from './sbi/person.ts';
import type { FingerWindow, Hand, TouchSource } from './sbi/person.ts';
import { previewFrames } from './sbi/preview.ts';
import { scoreOf, signAs, signSamples } from './sbi/sign-samples.ts';
import type { SigningBench } from './sbi/sign-samples.ts';
import { SbiUnit } from './sbi/unit.ts';
import type { SbiUnitKind } from './sbi/unit.ts';
import { SbiWire } from './sbi/wire.ts';

export interface SbiServerOptions {
  /** The devices behind the service; one slap scanner when absent. Device ids count from "1". */
  readonly units?: readonly SbiUnitKind[];
  /** The first free one of 4501–4600 when absent; 0 for any. */
  readonly port?: number;
  readonly algorithm?: SbiAlgorithm;
  readonly environment?: SbiEnvironment;
  readonly profile?: SbiProfile;
  /** `real`: a capture and a preview picture take the time that they take on a slap scanner. */
  readonly pace: 'real' | 'none';
  readonly deviations?: SbiDeviations;
  /** JPEG 2000 without loss when absent. */
  readonly compression?: SbiCompression;
  /** Who is there from the beginning; someone with ten good fingers when absent, nobody when null. */
  readonly hand?: Hand | null;
  readonly window?: FingerWindow;
  /** Where the fingers come from; drawn ones when absent. */
  readonly touches?: TouchSource;
}

const DEFAULT_HAND: Hand = { personSeed: 1 };
/** 16 × 21 mm at 500 ppi: what a slap scanner cuts out for one finger. */
export const SLAP_FINGER_WINDOW: FingerWindow = { widthPixels: 320, heightPixels: 420 };
const DEFAULT_SCORE = 60;
/** The interface asks for three pictures a second or more ("Device Stream"); the sensors are cameras of 25. */
const PACES = {
  real: { captureMs: 1_200, frameMs: 40 },
  none: { captureMs: 0, frameMs: 5 },
} as const;
const VERBS = ['MOSIPDINFO', 'RCAPTURE', 'CAPTURE', 'STREAM'];
const DEFAULT_STREAM_MS = 300_000;

const discoverySchema = z.object({
  type: z.enum(['Biometric Device', 'Finger', 'Face', 'Iris']),
});
const streamSchema = z.object({
  deviceId: z.string().optional(),
  serialNo: z.string().optional(),
  deviceSubId: z.string(),
  timeout: z.string().regex(/^\d+$/).optional(),
});

/**
 * A Secure Biometric Interface 0.9.5 service on a real socket of the loopback, as strict as the specification: a
 * request that breaks a rule gets that rule's error code, a busy device is busy. Deviations of the public mock and lies
 * are ordered one by one.
 */
export class SbiServer {
  readonly units: readonly SbiUnit[];
  /** What the station is to trust, PEM: the root, or the provider where `x5c` carries the leaf only. */
  readonly trustAnchorPem: string;
  /** What is wrong with the next answers. */
  lie: SbiLie | undefined;
  /** The quality that a good sample gets, 0–100. */
  score = DEFAULT_SCORE;
  /** Every answer waits so long. */
  delayMs = 0;
  readonly #options: SbiServerOptions;
  readonly #deviations: SbiDeviations;
  readonly #authority: SbiAuthority;
  readonly #stranger: () => Promise<SbiAuthority>;
  readonly #window: FingerWindow;
  readonly #touches: TouchSource;
  #person: Person | undefined;
  readonly #wire: SbiWire;

  static async start(options: SbiServerOptions): Promise<SbiServer> {
    const algorithm = options.algorithm ?? 'RS256';
    const { leafOnly, naiveReading } = options.deviations ?? NO_DEVIATION;
    const authority = await createSbiAuthority(algorithm, leafOnly);
    const stranger = onFirstUse(() => createSbiAuthority(algorithm, leafOnly));
    const wire = await SbiWire.open({
      ...(options.port === undefined ? {} : { port: options.port }),
      isNaive: naiveReading,
      // Nothing is heard before the server, which is made at once, has the wire.
      onRequest: (socket, request) => server.#hear(socket, request),
    });
    const server = new SbiServer(wire, options, { authority, stranger });
    return server;
  }

  private constructor(
    wire: SbiWire,
    options: SbiServerOptions,
    made: { readonly authority: SbiAuthority; readonly stranger: () => Promise<SbiAuthority> },
  ) {
    this.#wire = wire;
    this.#options = options;
    this.#deviations = options.deviations ?? NO_DEVIATION;
    this.#authority = made.authority;
    this.#stranger = made.stranger;
    this.#window = options.window ?? SLAP_FINGER_WINDOW;
    this.units = (options.units ?? ['slap']).map((kind, index) => new SbiUnit(kind, index));
    this.#touches = options.touches ?? drawnTouches(this.#window);
    if (options.hand !== null) this.place(options.hand);
    this.trustAnchorPem = this.#deviations.leafOnly
      ? made.authority.providerPem
      : made.authority.rootPem;
  }

  /** Stays the same when the service is stopped and started. */
  get port(): number {
    return this.#wire.port;
  }

  /** Somebody comes to the devices and lays the fingers down. */
  place(hand: Hand = DEFAULT_HAND): void {
    this.#person = new Person(hand, this.#touches);
    this.#look();
  }

  /** Nobody is there, and nothing lies on the glass. */
  lift(): void {
    this.#person = undefined;
    this.#look();
  }

  /** The service ends: the port is closed, whatever ran is over. */
  stop(): Promise<void> {
    return this.#wire.unplug();
  }

  /** The same service begins again on its port. @throws when another program has taken it meanwhile */
  restart(): Promise<void> {
    return this.#wire.plug();
  }

  /** Stops when so many more bytes have left. */
  stopAfter(bytes: number): void {
    this.#wire.unplugAfter(bytes);
  }

  /** One bit in the middle of each of the next so many answers is another one. */
  damageNextAnswers(answers: number): void {
    this.#wire.damageNextAnswers(answers);
  }

  /** Captures that wait and streams that run see what has changed. */
  #look(): void {
    for (const unit of this.units) {
      unit.capture?.look();
      unit.stream?.look();
    }
  }

  #hear(socket: Socket, request: WireRequest | undefined): void {
    if (request === undefined) return this.#answerError(socket, 'object', '123');
    if (this.lie === 'silence') return;
    if (this.lie === 'nonsense') {
      socket.end('+OK ready\r\n');
      return;
    }
    if (this.delayMs === 0) return this.#route(socket, request);
    const timer = setTimeout(() => this.#route(socket, request), this.delayMs);
    socket.once('close', () => clearTimeout(timer));
  }

  #route(socket: Socket, request: WireRequest): void {
    const { discoveryVerb } = this.#profile;
    if (request.verb === 'OPTIONS') return this.#answer(socket, '200 OK', '');
    switch (`${request.verb} ${request.path}`) {
      case `${discoveryVerb} /device`:
        return this.#discover(socket, request);
      case 'MOSIPDINFO /info':
        return this.#work(this.#info(socket));
      case 'RCAPTURE /capture':
        return this.#work(this.#capture(socket, request));
      case 'CAPTURE /capture':
        return this.#answerError(socket, 'biometrics', '809');
      case 'STREAM /stream':
        return this.#stream(socket, request);
    }
    if ([discoveryVerb, ...VERBS].includes(request.verb)) {
      return this.#answerError(socket, 'object', '500');
    }
    const status = this.#deviations.status405Ok ? '405 OK' : '405 Method Not Allowed';
    return this.#answer(socket, status, JSON.stringify(this.#error('500')));
  }

  /** A failure in here is a fault of the emulator: it ends the process. */
  #work(work: Promise<void>): void {
    work.catch((cause: unknown) => {
      queueMicrotask(() => {
        throw cause;
      });
    });
  }

  #discover(socket: Socket, request: WireRequest): void {
    const parsed = discoverySchema.safeParse(bodyOf(request));
    if (!parsed.success) return this.#answerError(socket, 'list', '502');
    const { type } = parsed.data;
    const devices = this.units
      .filter((unit) => type === 'Biometric Device' || unit.model.type === type)
      .map((unit) => ({
        ...this.#description(unit),
        digitalId: Buffer.from(JSON.stringify(unit.digitalId())).toString('base64url'),
        error: this.#state(unit),
      }));
    this.#answer(socket, '200 OK', JSON.stringify(devices));
  }

  async #info(socket: Socket): Promise<void> {
    const entries = this.units.map(async (unit) => {
      const { device } = this.#authority;
      const isRegistered = unit.setStatus !== 'Not Registered';
      const plain = { ...this.#description(unit), env: this.#environment, firmware: '1.0' };
      const digitalId = await device.sign(unit.digitalId());
      const payload = { ...plain, digitalId };
      const unsigned = Buffer.from(JSON.stringify(payload)).toString('base64url');
      const deviceInfo = isRegistered ? await signAs(this.#bench(), payload) : unsigned;
      return { deviceInfo, error: this.#state(unit) };
    });
    this.#answer(socket, '200 OK', JSON.stringify(await Promise.all(entries)));
  }

  async #capture(socket: Socket, request: WireRequest): Promise<void> {
    const order = readCaptureOrder(bodyOf(request), this.units, {
      environment: this.#environment,
      specVersion: this.#profile.specVersion,
    });
    if (!order.ok) return this.#answerError(socket, 'biometrics', order.error);
    const { unit } = order.value;
    const person = await this.#expose(order.value, socket);
    if (person.ok) {
      const biometrics = await signSamples(order.value, person.value, this.#bench());
      if (this.#person === person.value) this.#person = person.value.next();
      unit.capture = undefined;
      return this.#answer(socket, '200 OK', JSON.stringify({ biometrics }));
    }
    unit.capture = undefined;
    this.#answerError(socket, 'biometrics', person.error);
  }

  /**
   * Waits for the body part, and for a picture that is good enough; at the end of the time the best that there is will
   * do. Answers with who was seen, or with an error code.
   */
  #expose(order: CaptureOrderOnWire, socket: Socket): Promise<Result<Person, string>> {
    const { unit, timeoutMs } = order;
    return new Promise((resolve) => {
      let exposure: NodeJS.Timeout | undefined;
      const finish = (seen: Result<Person, string>): void => {
        clearTimeout(limit);
        clearTimeout(exposure);
        socket.off('close', onHangUp);
        resolve(seen);
      };
      const look = (): void => {
        clearTimeout(exposure);
        const seen = this.#seen(order);
        if (seen === undefined || !this.#isGoodEnough(seen, order)) return;
        exposure = setTimeout(() => finish(ok(seen)), PACES[this.#options.pace].captureMs);
      };
      const onHangUp = (): void => finish(err('700'));
      const atEnd = (): void => {
        const seen = this.#seen(order);
        finish(seen === undefined ? err('701') : ok(seen));
      };
      const limit = setTimeout(atEnd, timeoutMs);
      socket.once('close', onHangUp);
      unit.capture = { fail: (errorCode) => finish(err(errorCode)), look };
      look();
    });
  }

  /** Whoever is there with all that is asked for. */
  #seen({ subTypes }: CaptureOrderOnWire): Person | undefined {
    const person = this.#person;
    const fingers = subTypes.flatMap((name) => fingerOfSubType(name) ?? []);
    return fingers.every((finger) => person?.hasFinger(finger)) ? person : undefined;
  }

  /** Four fingers are good enough when their mean is (0.9.5, "requestedScore"). */
  #isGoodEnough(person: Person, { subTypes, requestedScore }: CaptureOrderOnWire): boolean {
    const scores = subTypes.map((name) => scoreOf(person, name, this.score));
    return scores.reduce((sum, score) => sum + score, 0) / scores.length >= requestedScore;
  }

  #stream(socket: Socket, request: WireRequest): void {
    const parsed = streamSchema.safeParse(bodyOf(request));
    if (!parsed.success) return this.#answerError(socket, 'object', '123');
    const named = parsed.data[this.#profile.streamDeviceField];
    if (named === undefined) return this.#answerError(socket, 'object', '604');
    const unit = this.units.find(
      (candidate) =>
        named === candidate[this.#profile.streamDeviceField] &&
        candidate.model.sensors.has(parsed.data.deviceSubId),
    );
    if (unit === undefined) return this.#answerError(socket, 'object', '605');
    const { status } = unit;
    if (status === 'Busy') return this.#answerError(socket, 'object', '111');
    if (status !== 'Ready') return this.#answerError(socket, 'object', '607');
    const timeoutMs = Number(parsed.data.timeout ?? DEFAULT_STREAM_MS);
    this.#sendPictures(socket, unit, parsed.data.deviceSubId, timeoutMs);
  }

  #sendPictures(socket: Socket, unit: SbiUnit, deviceSubId: string, timeoutMs: number): void {
    const boundary = this.#deviations.oddBoundary ? '--BoundaryString' : 'BoundaryString';
    this.#wire.write(
      socket,
      Buffer.from(
        `HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\n` +
          `Content-Type: multipart/x-mixed-replace; boundary=${boundary}\r\n\r\n`,
      ),
    );
    let frames: readonly Uint8Array[] = [];
    const look = (): void => {
      const seen = previewFrames(unit, deviceSubId, this.#person, this.#window);
      this.#work(seen.then((pictures) => void (frames = pictures)));
    };
    unit.stream = { socket, deviceSubId, look };
    look();
    let count = 0;
    const timer = setInterval(() => {
      const jpeg = frames[count % frames.length];
      const isPaused = unit.capture !== undefined && !this.#deviations.streamsOn;
      if (jpeg === undefined || isPaused || socket.writableNeedDrain) return;
      count += 1;
      this.#sendPicture(socket, jpeg);
    }, PACES[this.#options.pace].frameMs);
    const limit = setTimeout(() => socket.end(), timeoutMs);
    socket.once('close', () => {
      clearInterval(timer);
      clearTimeout(limit);
      unit.stream = undefined;
      unit.capture?.fail('700');
    });
  }

  #sendPicture(socket: Socket, jpeg: Uint8Array): void {
    const space = this.#deviations.oddBoundary ? '' : ' ';
    const header =
      `--BoundaryString\r\nAccess-Control-Allow-Origin:${space}*\r\n` +
      `Content-Type:${space}image/jpeg\r\nContent-Length:${space}${jpeg.length}\r\n\r\n`;
    const part = Buffer.concat([Buffer.from(header), jpeg, Buffer.from('\r\n\r\n')]);
    if (this.lie !== 'cut') this.#wire.write(socket, part);
    else socket.end(part.subarray(0, part.length / 2));
  }

  get #profile(): SbiProfile {
    return this.#options.profile ?? SBI_0_9_5;
  }

  get #environment(): SbiEnvironment {
    return this.#options.environment ?? 'Staging';
  }

  #bench(): SigningBench {
    return {
      algorithm: this.#options.algorithm ?? 'RS256',
      authority: this.#authority,
      stranger: this.#stranger,
      environment: this.#environment,
      specVersion: this.#profile.specVersion,
      compression: this.#options.compression ?? 'jpeg-2000',
      score: this.score,
      isOrderOther: this.#deviations.otherOrder,
      lie: this.lie,
    };
  }

  #description(unit: SbiUnit): object {
    return {
      deviceId: unit.deviceId,
      deviceStatus: unit.status,
      certification: 'L0',
      serviceVersion: '0.9.5',
      deviceSubId: [...unit.model.sensors.keys()],
      callbackId: `http://127.0.0.1:${this.port}/`,
      deviceCode: unit.serialNo,
      specVersion: [this.#profile.specVersion],
      purpose: 'Registration',
    };
  }

  /** A device that cannot work says so with an error code beside its status (0.9.5, "deviceStatus"). */
  #state(unit: SbiUnit): object | null {
    switch (unit.status) {
      case 'Ready':
        return this.#deviations.codeZero ? errorBody('0') : null;
      case 'Busy':
        return errorBody('111');
      case 'Not Ready':
        return errorBody('110');
      case 'Not Registered':
        return errorBody('100');
    }
  }

  #error(errorCode: string): object {
    const error = errorBody(errorCode);
    return this.#deviations.flatErrors ? error : { error };
  }

  #answerError(socket: Socket, form: 'list' | 'biometrics' | 'object', errorCode: string): void {
    const error = this.#error(errorCode);
    const empty = { specVersion: this.#profile.specVersion, data: '', hash: '' };
    const bodies = {
      list: [error],
      biometrics: { biometrics: [{ ...empty, ...error }] },
      object: error,
    };
    this.#answer(socket, '200 OK', JSON.stringify(bodies[form]));
  }

  #answer(socket: Socket, status: string, body: string): void {
    const head =
      [
        `HTTP/1.1 ${status}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        'Cache-Control: no-store',
        `Location: http://127.0.0.1:${this.port}`,
        `Access-Control-Allow-Methods: OPTIONS, ${[this.#profile.discoveryVerb, ...VERBS].join(', ')}`,
      ].join('\r\n') + '\r\n\r\n';
    if (this.lie === 'cut') {
      socket.end(head + body.slice(0, body.length / 2));
      return;
    }
    this.#wire.end(socket, head, body + (this.#deviations.extraBytes ? '\r\n\r\n' : ''));
  }
}

/** Undefined for what is no JSON: no schema accepts that. */
function bodyOf(request: WireRequest): unknown {
  const parsed = parseJson(Buffer.from(request.body));
  return parsed.ok ? parsed.value : undefined;
}
