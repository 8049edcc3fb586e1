import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { z } from 'zod';

import type { FingerPosition } from '../../domain/finger-position.ts';
import { fingerSubType } from '../protocols/sbi/bio-sub-type.ts';
import { parseJson } from '../protocols/sbi/encoded-json.ts';
import { SBI_0_9_5, SBI_FIRST_PORT, SBI_LAST_PORT } from '../protocols/sbi/profile.ts';
import type { SbiEnvironment, SbiProfile } from '../protocols/sbi/profile.ts';
import { createSbiAuthority } from './sbi/authority.ts';
import type { SbiAlgorithm, SbiAuthority } from './sbi/authority.ts';
import { previewFrames } from './sbi/biometrics.ts';
import type { Hand } from './sbi/biometrics.ts';
import { readCaptureOrder } from './sbi/capture-rules.ts';
import type { CaptureOrderOnWire } from './sbi/capture-rules.ts';
import { errorBody } from './sbi/error-texts.ts';
import { NO_DEVIATION } from './sbi/faults.ts';
import type { SbiDeviations, SbiLie } from './sbi/faults.ts';
import { readWireRequest } from './sbi/http-request.ts';
import type { WireRequest } from './sbi/http-request.ts';
import { signAs, signSamples } from './sbi/sign-samples.ts';
import type { SigningBench } from './sbi/sign-samples.ts';
import { SbiUnit } from './sbi/unit.ts';
import type { SbiUnitKind } from './sbi/unit.ts';

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
  readonly hand?: Hand;
}

const LOOPBACK = '127.0.0.1';
const DEFAULT_HAND: Hand = { personSeed: 1, widthPixels: 280, heightPixels: 400 };
const DEFAULT_SCORE = 60;
const PACES = {
  real: { captureMs: 1_200, frameMs: 66 },
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

/** Takes the port, or undefined where another program has it. */
async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
    return server;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') return undefined;
    throw cause;
  }
}

async function listenOnFirstFree(): Promise<Server> {
  for (let port = SBI_FIRST_PORT; port <= SBI_LAST_PORT; port += 1) {
    const server = await listenOn(port);
    if (server !== undefined) return server;
  }
  throw new Error(`no free port in ${SBI_FIRST_PORT}–${SBI_LAST_PORT}`);
}

/**
 * A Secure Biometric Interface 0.9.5 service on a real socket of the loopback, as strict as the specification: a
 * request that breaks a rule gets that rule's error code, a busy device is busy. Deviations of the public mock and lies
 * are ordered one by one.
 */
export class SbiServer {
  readonly port: number;
  readonly units: readonly SbiUnit[];
  /** What the station is to trust, PEM: the root, or the provider where `x5c` carries the leaf only. */
  readonly trustAnchorPem: string;
  /** What is wrong with the next answers. */
  lie: SbiLie | undefined;
  /** The quality that every sample gets, 0–100. */
  score = DEFAULT_SCORE;
  /** Nothing lies on the sensor. */
  isEmpty = false;
  /** Every answer waits so long. */
  delayMs = 0;
  readonly #missing = new Set<string>();
  readonly #server: Server;
  readonly #options: SbiServerOptions;
  readonly #deviations: SbiDeviations;
  readonly #authority: SbiAuthority;
  readonly #stranger: SbiAuthority;
  readonly #frames: readonly Uint8Array[];
  readonly #sockets = new Set<Socket>();

  static async start(options: SbiServerOptions): Promise<SbiServer> {
    const algorithm = options.algorithm ?? 'RS256';
    const isLeafOnly = options.deviations?.leafOnly ?? false;
    const [authority, stranger, frames] = await Promise.all([
      createSbiAuthority(algorithm, isLeafOnly),
      createSbiAuthority(algorithm, isLeafOnly),
      previewFrames(options.hand ?? DEFAULT_HAND),
    ]);
    const { port } = options;
    const server = port === undefined ? await listenOnFirstFree() : await listenOn(port);
    if (server === undefined) throw new Error(`port ${port} is taken`);
    return new SbiServer(server, options, { authority, stranger, frames });
  }

  private constructor(
    server: Server,
    options: SbiServerOptions,
    made: {
      readonly authority: SbiAuthority;
      readonly stranger: SbiAuthority;
      readonly frames: readonly Uint8Array[];
    },
  ) {
    this.#server = server;
    // A TCP server that listens has an address of this form.
    this.port = (server.address() as AddressInfo).port;
    this.#options = options;
    this.#deviations = options.deviations ?? NO_DEVIATION;
    this.#authority = made.authority;
    this.#stranger = made.stranger;
    this.#frames = made.frames;
    this.units = (options.units ?? ['slap']).map((kind, index) => new SbiUnit(kind, index));
    this.trustAnchorPem = this.#deviations.leafOnly
      ? made.authority.providerPem
      : made.authority.rootPem;
    server.on('connection', (socket) => this.#accept(socket));
  }

  /** The person has no such finger. */
  removeFinger(position: FingerPosition): void {
    this.#missing.add(fingerSubType(position));
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // The station may hang up at any time.
    socket.on('error', () => socket.destroy());
    let heard = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      heard = Buffer.concat([heard, chunk]);
      const step = readWireRequest(heard, this.#deviations.naiveReading);
      if (step.kind === 'incomplete') return;
      socket.off('data', onData);
      socket.resume();
      if (step.kind === 'malformed') return this.#answerError(socket, 'object', '123');
      if (this.lie === 'silence') return;
      if (this.delayMs === 0) return this.#route(socket, step.request);
      const timer = setTimeout(() => this.#route(socket, step.request), this.delayMs);
      socket.once('close', () => clearTimeout(timer));
    };
    socket.on('data', onData);
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
        error: this.#success(),
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
      return { deviceInfo, error: isRegistered ? this.#success() : errorBody('100') };
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
    const failure = await this.#expose(order.value, socket);
    if (failure === undefined) {
      unit.touch += 1;
      const biometrics = await signSamples(order.value, this.#bench());
      unit.capture = undefined;
      return this.#answer(socket, '200 OK', JSON.stringify({ biometrics }));
    }
    unit.capture = undefined;
    this.#answerError(socket, 'biometrics', failure);
  }

  /** Waits for the body part, and for a picture that is good enough; answers with an error code where none comes. */
  async #expose(order: CaptureOrderOnWire, socket: Socket): Promise<string | undefined> {
    const { unit, subTypes, requestedScore, timeoutMs } = order;
    const isThere = !this.isEmpty && !subTypes.some((name) => this.#missing.has(name));
    const isGoodEnough = isThere && this.score >= requestedScore;
    const waitMs = isGoodEnough
      ? Math.min(PACES[this.#options.pace].captureMs, timeoutMs)
      : timeoutMs;
    return new Promise((resolve) => {
      const finish = (errorCode: string | undefined): void => {
        clearTimeout(timer);
        socket.off('close', onHangUp);
        resolve(errorCode);
      };
      const onHangUp = (): void => finish('700');
      const timer = setTimeout(() => finish(isThere ? undefined : '701'), waitMs);
      socket.once('close', onHangUp);
      unit.capture = { fail: finish };
    });
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
    const isOdd = this.#deviations.oddBoundary;
    const boundary = '--BoundaryString';
    unit.stream = { socket, deviceSubId };
    socket.write(
      `HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\n` +
        `Content-Type: multipart/x-mixed-replace; boundary=${isOdd ? boundary : 'BoundaryString'}\r\n\r\n`,
    );
    let count = 0;
    const space = isOdd ? '' : ' ';
    const timer = setInterval(() => {
      const jpeg = this.#frames[count % this.#frames.length];
      if (jpeg === undefined || unit.capture !== undefined || socket.writableNeedDrain) return;
      count += 1;
      const header =
        `${boundary}\r\nAccess-Control-Allow-Origin:${space}*\r\n` +
        `Content-Type:${space}image/jpeg\r\nContent-Length:${space}${jpeg.length}\r\n\r\n`;
      const part = Buffer.concat([Buffer.from(header), jpeg, Buffer.from('\r\n\r\n')]);
      if (this.lie !== 'cut') socket.write(part);
      else socket.end(part.subarray(0, part.length / 2));
    }, PACES[this.#options.pace].frameMs);
    const limit = setTimeout(() => socket.end(), timeoutMs);
    socket.once('close', () => {
      clearInterval(timer);
      clearTimeout(limit);
      unit.stream = undefined;
      unit.capture?.fail('700');
    });
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
      hand: this.#options.hand ?? DEFAULT_HAND,
      score: this.score,
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

  #success(): object | null {
    return this.#deviations.codeZero ? errorBody('0') : null;
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
    const header = [
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      'Cache-Control: no-store',
      `Location: http://127.0.0.1:${this.port}`,
      `Access-Control-Allow-Methods: OPTIONS, ${[this.#profile.discoveryVerb, ...VERBS].join(', ')}`,
    ].join('\r\n');
    const whole = `${header}\r\n\r\n${body}${this.#deviations.extraBytes ? '\r\n\r\n' : ''}`;
    if (this.lie === 'cut') socket.end(whole.slice(0, header.length + 4 + body.length / 2));
    else socket.end(whole);
  }
}

/** Undefined for what is no JSON: no schema accepts that. */
function bodyOf(request: WireRequest): unknown {
  const parsed = parseJson(Buffer.from(request.body));
  return parsed.ok ? parsed.value : undefined;
}
