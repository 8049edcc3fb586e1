import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type {
  CameraHead,
  CameraHeadInfo,
  DegreeRange,
  HeadPosition,
  HeadTurn,
} from '../camera-modality.ts';
import { deviceError, isDeaf } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { DeviceInfo } from '../modality.ts';
import { addressSet, encodeCommand, interfaceClear } from '../protocols/visca/commands.ts';
import type { ViscaCommand } from '../protocols/visca/commands.ts';
import {
  maximumSpeedInquiry,
  panTiltInquiry,
  powerInquiry,
  versionInquiry,
  zoomInquiry,
} from '../protocols/visca/inquiries.ts';
import type { CameraVersion, PanTiltSteps, ViscaInquiry } from '../protocols/visca/inquiries.ts';
import { modelFromCode } from '../protocols/visca/models.ts';
import type { PanTiltAxis, ViscaHead, ViscaModel } from '../protocols/visca/models.ts';
import type { CameraAddress } from '../protocols/visca/packet.ts';
import type { ViscaQuirk } from '../protocols/visca/quirks.ts';
import type { ViscaErrorName } from '../protocols/visca/replies.ts';
import { findLineRate } from './line-rate-search.ts';
import type { ClosedReason, Transport } from '../transports/transport.ts';
import { refusedFirmwareError } from './refused-firmware.ts';
import { ViscaLink } from './visca-link.ts';
import type { SayOptions } from './visca-link.ts';

export interface ViscaCameraHeadOptions {
  readonly transport: Transport;
  /** The camera's place on the chain, 1 to 7; 1 when absent. */
  readonly address?: CameraAddress;
  /** The rates to try, in this order (the switch at the back of the EVI-D70 has these two). */
  readonly baudRates?: readonly number[];
  /** How long an answer may take before it is asked for again. */
  readonly answerMs?: number;
  /** How much longer than its way a turn may take before it is said again. */
  readonly moveSettleMs?: number;
  /** What the numbers of a model mean that `protocols/visca/models.ts` does not know. */
  readonly head?: ViscaHead;
  /** ROM revisions, four hexadecimal digits, that are not to be used; `*` stands for any characters. */
  readonly refusedFirmware?: readonly string[];
  readonly quirks?: readonly ViscaQuirk[];
  /** What the port says of itself. */
  readonly identity?: Partial<DeviceInfo>;
}

const DEFAULT_BAUD_RATES = [9_600, 38_400] as const;

/** A camera answers within a picture of its video (17 ms); a machine under load may read it late. */
const DEFAULT_ANSWER_MS = 800;

/** What was damaged or lost on the way is said again: every command here does the same when it comes twice. */
const ATTEMPTS = 3;

/** Switching on takes seconds: the lens and the head find their ends. */
const POWER_ON_MS = 15_000;

/** A move takes its way at no less than 10° a second, and a moment to start and settle. */
const DEFAULT_MOVE_SETTLE_MS = 3_000;
const MOVE_MS_PER_DEGREE = 100;

/** Fast enough for a queue, slow enough not to startle who sits before it. */
const SPEED_SHARE = 2 / 3;

/** Opens the port of a VISCA camera, finds its rate, switches it on, and learns which model it is. */
export async function openViscaCameraHead(
  options: ViscaCameraHeadOptions,
): Promise<Result<CameraHead, DeviceError>> {
  const { transport, answerMs = DEFAULT_ANSWER_MS, address = 1 } = options;
  const opened = await transport.open();
  if (!opened.ok) return opened;
  const camera = new ViscaCamera(new ViscaLink({ transport, address, answerMs }));
  const met = await meet(camera, options);
  if (met.ok) return ok(new ViscaCameraHead(camera, options, met.value));
  camera.link.detach();
  await transport.close();
  return met;
}

interface Acquaintance {
  readonly version: CameraVersion;
  readonly model: ViscaModel;
  readonly maximumSpeed: PanTiltSteps;
}

async function meet(
  camera: ViscaCamera,
  options: ViscaCameraHeadOptions,
): Promise<Result<Acquaintance, DeviceError>> {
  const found = await findBaudRate(camera, options);
  if (!found.ok) return found;
  const cleared = await camera.clear();
  if (!cleared.ok) return cleared;
  const version = await camera.ask(versionInquiry);
  if (!version.ok) return version;
  const refused = refusedFirmwareError(firmwareOf(version.value), options.refusedFirmware);
  if (refused !== undefined) return err(refused);
  const power = await camera.ask(powerInquiry);
  if (!power.ok) return power;
  if (power.value === 'standby') {
    const on = await camera.order({ kind: 'power', power: 'on' }, { workMs: POWER_ON_MS });
    if (!on.ok) return on;
  }
  const model = { ...modelFromCode(version.value.modelCode), ...options.head };
  const maximumSpeed = await askMaximumSpeed(camera, options, model);
  if (!maximumSpeed.ok) return maximumSpeed;
  return ok({ version: version.value, model, maximumSpeed: maximumSpeed.value });
}

/** A model that does not know the question has the speeds of its data sheet. */
async function askMaximumSpeed(
  camera: ViscaCamera,
  options: ViscaCameraHeadOptions,
  model: ViscaModel,
): Promise<Result<PanTiltSteps, DeviceError>> {
  const ofModel = { pan: model.pan.maximumSpeed, tilt: model.tilt.maximumSpeed };
  if (options.quirks?.includes('no-speed-inquiry') === true) return ok(ofModel);
  const asked = await camera.ask(maximumSpeedInquiry);
  return asked.ok || !isDeaf(asked.error) ? asked : ok(ofModel);
}

/** The ROM revision, four hexadecimal digits. */
function firmwareOf(version: CameraVersion): string {
  return version.romRevision.toString(16).padStart(4, '0');
}

/** Address Set is heard by every camera at its rate, and comes back when the chain is whole. */
async function findBaudRate(
  camera: ViscaCamera,
  options: ViscaCameraHeadOptions,
): Promise<Result<void, DeviceError>> {
  const { transport, baudRates: rates = DEFAULT_BAUD_RATES, address = 1 } = options;
  const found = await findLineRate({
    transport,
    rates,
    otherRates: DEFAULT_BAUD_RATES,
    startAfresh: () => camera.link.startAfresh(),
    ask: () => camera.setAddresses(),
  });
  if (!found.ok) return found;
  const cameras = found.value.answer;
  if (cameras >= address) return ok(undefined);
  return err(deviceError('no-answer', `${cameras} cameras on the chain`));
}

function refusal(error: ViscaErrorName): DeviceError {
  switch (error) {
    case 'message-length':
    case 'syntax':
    case 'no-socket':
      return deviceError('wrong-answer', `the camera refused what was said: ${error}`);
    case 'buffer-full':
      return deviceError('busy', 'two commands work in the camera already');
    case 'cancelled':
      return deviceError('cancelled', 'the camera gave the command up for another');
    case 'not-executable':
      return deviceError('not-ready', 'the camera cannot do that in the state it is in');
  }
}

/** One camera, asked and ordered in its own terms. */
class ViscaCamera {
  readonly link: ViscaLink;

  constructor(link: ViscaLink) {
    this.link = link;
  }

  async ask<Answer>(inquiry: ViscaInquiry<Answer>): Promise<Result<Answer, DeviceError>> {
    const isAnswer = (data: Uint8Array): boolean => inquiry.read(data) !== undefined;
    const said = await tryAgain(() => this.#say({ kind: 'inquiry', isAnswer }, inquiry.message));
    if (!said.ok) return said;
    const answer = inquiry.read(said.value);
    if (answer === undefined) throw new Error('an answer that was accepted cannot be read');
    return ok(answer);
  }

  /** Answers when the camera has done it. */
  async order(command: ViscaCommand, options: SayOptions = {}): Promise<Result<void, DeviceError>> {
    const say = (): Promise<Result<Uint8Array, DeviceError>> =>
      this.#say({ kind: 'command' }, encodeCommand(command), options);
    let said = await tryAgain(say);
    const isFull = !said.ok && said.error.code === 'busy';
    if (isFull && this.link.workingCommands === 0) {
      // Sockets that hold commands whose acknowledgement was lost on the way.
      const cleared = await this.clear();
      if (!cleared.ok) return cleared;
      said = await say();
    }
    return said.ok ? ok(undefined) : said;
  }

  /** Empties the camera's sockets. */
  async clear(): Promise<Result<void, DeviceError>> {
    const said = await tryAgain(() => this.#say({ kind: 'interface-clear' }, interfaceClear()));
    return said.ok ? ok(undefined) : said;
  }

  /** Numbers the cameras on the chain, and answers how many there are. */
  async setAddresses(): Promise<Result<number, DeviceError>> {
    this.link.forgetNetworkChange();
    const request = { kind: 'address-set' } as const;
    const said = await this.#sayNow(request, addressSet(), { isBroadcast: true });
    return said.ok ? ok((said.value[0] ?? 1) - 1) : said;
  }

  /** A camera that came anew has no address until it is given one. */
  async #say(...request: Parameters<ViscaLink['say']>): Promise<Result<Uint8Array, DeviceError>> {
    if (this.link.hasNetworkChanged) {
      const set = await this.setAddresses();
      if (!set.ok) return set;
    }
    return this.#sayNow(...request);
  }

  async #sayNow(
    ...request: Parameters<ViscaLink['say']>
  ): Promise<Result<Uint8Array, DeviceError>> {
    const outcome = await this.link.say(...request);
    if (!outcome.ok) return outcome;
    if (outcome.value.kind === 'refused') return err(refusal(outcome.value.error));
    return ok(outcome.value.data);
  }
}

async function tryAgain<T>(
  say: () => Promise<Result<T, DeviceError>>,
): Promise<Result<T, DeviceError>> {
  let said = await say();
  for (let attempt = 2; attempt <= ATTEMPTS && !said.ok && isDeaf(said.error); attempt += 1) {
    said = await say();
  }
  return said;
}

const clamp = (value: number, minimum: number, maximum: number): number =>
  Math.min(Math.max(value, minimum), maximum);

class ViscaCameraHead implements CameraHead {
  readonly info: CameraHeadInfo;
  readonly #camera: ViscaCamera;
  readonly #transport: Transport;
  readonly #model: ViscaModel;
  readonly #speed: PanTiltSteps;
  readonly #moveSettleMs: number;
  #move: Work | undefined;
  #zoom: Work | undefined;

  constructor(camera: ViscaCamera, options: ViscaCameraHeadOptions, met: Acquaintance) {
    this.#camera = camera;
    this.#transport = options.transport;
    this.#model = met.model;
    this.#moveSettleMs = options.moveSettleMs ?? DEFAULT_MOVE_SETTLE_MS;
    this.#speed = {
      pan: Math.ceil(met.maximumSpeed.pan * SPEED_SHARE),
      tilt: Math.ceil(met.maximumSpeed.tilt * SPEED_SHARE),
    };
    this.info = {
      make: options.identity?.make ?? 'Sony',
      model: met.model.name,
      serialNumber: options.identity?.serialNumber ?? '',
      firmware: firmwareOf(met.version),
      panDegrees: this.#range(met.model.pan),
      tiltDegrees: this.#range(met.model.tilt),
      view: met.model.view,
    };
  }

  async moveBy(turn: HeadTurn, signal: AbortSignal): Promise<Result<HeadPosition, DeviceError>> {
    if (this.#move !== undefined) return err(deviceError('busy', 'the head is moving'));
    const work = new Work(signal);
    this.#move = work;
    const moved = await this.#moveBy(turn, work.signal);
    this.#move = undefined;
    work.end();
    return moved;
  }

  async #moveBy(turn: HeadTurn, signal: AbortSignal): Promise<Result<HeadPosition, DeviceError>> {
    const from = await this.#camera.ask(panTiltInquiry);
    if (!from.ok) return from;
    const target = this.#target(from.value, turn);
    const wayDegrees =
      (Math.abs(target.pan - from.value.pan) + Math.abs(target.tilt - from.value.tilt)) /
      this.#model.stepsPerDegree;
    const moved = await this.#camera.order(
      {
        kind: 'pan-tilt-absolute',
        panSpeed: this.#speed.pan,
        tiltSpeed: this.#speed.tilt,
        ...target,
      },
      { signal, workMs: this.#moveSettleMs + wayDegrees * MOVE_MS_PER_DEGREE },
    );
    if (moved.ok) return this.position();
    if (moved.error.code !== 'cancelled') return moved;
    const halted = await this.#haltHead();
    return halted.ok ? moved : halted;
  }

  #target(from: PanTiltSteps, turn: HeadTurn): PanTiltSteps {
    const { pan, tilt, stepsPerDegree } = this.#model;
    const along = (axis: PanTiltAxis, steps: number, degrees: number): number =>
      clamp(Math.round(steps + degrees * stepsPerDegree), axis.minimumSteps, axis.maximumSteps);
    return {
      pan: along(pan, from.pan, turn.panDegrees),
      tilt: along(tilt, from.tilt, turn.tiltDegrees),
    };
  }

  async stop(): Promise<Result<void, DeviceError>> {
    const works = [this.#move, this.#zoom].filter((work) => work !== undefined);
    for (const work of works) work.abort();
    // The sockets are free again only when both are given up.
    await Promise.all(works.map((work) => work.ended));
    const headHalted = await this.#haltHead();
    if (!headHalted.ok) return headHalted;
    return this.#camera.order({ kind: 'zoom-stop' });
  }

  #haltHead(): Promise<Result<void, DeviceError>> {
    const { pan: panSpeed, tilt: tiltSpeed } = this.#speed;
    return this.#camera.order({
      kind: 'pan-tilt-drive',
      panSpeed,
      tiltSpeed,
      pan: 'stop',
      tilt: 'stop',
    });
  }

  async zoomTo(zoom: number, signal: AbortSignal): Promise<Result<void, DeviceError>> {
    if (this.#zoom !== undefined) return err(deviceError('busy', 'the lens is moving'));
    const work = new Work(signal);
    this.#zoom = work;
    const position = Math.round(clamp(zoom, 0, 1) * this.#model.opticalZoomEnd);
    const zoomed = await this.#camera.order(
      { kind: 'zoom-direct', position },
      { signal: work.signal },
    );
    this.#zoom = undefined;
    work.end();
    return zoomed;
  }

  autofocus(): Promise<Result<void, DeviceError>> {
    return this.#camera.order({ kind: 'focus-mode', mode: 'auto' });
  }

  async position(): Promise<Result<HeadPosition, DeviceError>> {
    const head = await this.#camera.ask(panTiltInquiry);
    if (!head.ok) return head;
    const zoom = await this.#camera.ask(zoomInquiry);
    if (!zoom.ok) return zoom;
    const { stepsPerDegree, opticalZoomEnd } = this.#model;
    return ok({
      panDegrees: head.value.pan / stepsPerDegree,
      tiltDegrees: head.value.tilt / stepsPerDegree,
      zoom: Math.min(zoom.value / opticalZoomEnd, 1),
    });
  }

  async checkAlive(): Promise<Result<void, DeviceError>> {
    const power = await this.#camera.ask(powerInquiry);
    return power.ok ? ok(undefined) : power;
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#transport.onClosed(listener);
  }

  async close(): Promise<void> {
    this.#camera.link.detach();
    await this.#transport.close();
  }

  #range(axis: PanTiltAxis): DegreeRange {
    const { stepsPerDegree } = this.#model;
    return {
      minimum: axis.minimumSteps / stepsPerDegree,
      maximum: axis.maximumSteps / stepsPerDegree,
    };
  }
}

/** A move or a zoom under way, which its caller or `stop` may end. */
class Work {
  readonly signal: AbortSignal;
  readonly #abort = new AbortController();
  readonly #ended = Promise.withResolvers<void>();

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#abort.signal]);
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  abort(): void {
    this.#abort.abort();
  }

  end(): void {
    this.#ended.resolve();
  }
}
