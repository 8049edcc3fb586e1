import { decodeCommand, focusModeCode, powerCode } from '../protocols/visca/commands.ts';
import type { FocusMode, PowerState, ViscaCommand } from '../protocols/visca/commands.ts';
import { EVI_D100 } from '../protocols/visca/models.ts';
import type { PanTiltAxis } from '../protocols/visca/models.ts';
import { toNibbles } from '../protocols/visca/nibbles.ts';
import { BROADCAST_HEADER, commandHeader, PacketParser } from '../protocols/visca/packet.ts';
import type { ParserEvent } from '../protocols/visca/packet.ts';
import { encodeReply } from '../protocols/visca/replies.ts';
import type { ViscaErrorName } from '../protocols/visca/replies.ts';
import type { CameraDeviceFault } from './faults.ts';
import { MovingAxis } from './visca-motion.ts';

export interface ViscaDeviceOptions {
  /** As it is when it gets current; `on` when absent. */
  readonly power?: PowerState;
  readonly send: (answer: Uint8Array) => void;
}

type WorkingSocket = 1 | 2;

/** A command that works in a socket. */
interface Work {
  readonly socket: WorkingSocket;
  readonly motor: Motor;
  readonly timer: NodeJS.Timeout;
}

/** What a command moves: two commands for the same motor cannot work at once. */
type Motor = 'head' | 'lens' | 'none';

const ADDRESS = 1;

/** Vendor, model, ROM revision and number of sockets (EVI-D100 manual, "CAM_VersionInq"): the EVI-D100, and an EVI-D30. */
const VERSION = [0x00, 0x20, 0x04, 0x0d, 0x01, 0x02, 0x02];
const OTHER_VERSION = [0x00, 0x20, 0x04, 0x02, 0x00, 0x01, 0x02];

/** Commands are looked at once for each picture of the video, 60 a second. */
const VIDEO_CYCLE_MS = 17;

/** About so long until the lens and the head have found their ends. */
const POWER_ON_MS = 800;

/** Degrees a second by speed code (EVI-D100 technical manual, "Pan/tilt speed"); the tilt motor ends at code 14h. */
const DEGREES_PER_SECOND = [
  2, 2.4, 3, 3.7, 4.7, 6.1, 7.4, 9.1, 11, 14, 18, 22, 27, 34, 42, 52, 65, 81, 100, 125, 155, 190,
  240, 300,
] as const;

/** The whole optical range in about two seconds at the fastest of the eight lens speeds. */
const LENS_STEPS_PER_SECOND = 0x2000;
const STANDARD_LENS_SPEED = 5;

/**
 * The camera's side of VISCA as the EVI-D100 manual describes it (A-AYT-100-11, "VISCA Camera-Issued Messages", p. 24),
 * and no kinder: it tells of itself when it gets current, has two sockets and not three, answers 0x41 to what its state
 * does not allow (anything in standby, the focus by hand while it is automatic), a syntax error to what it does not know,
 * to what is too long, and to speeds and positions beyond its ends, and its positions change at the speed of its motors.
 * What the manual leaves open is decided so: a newer command for the same motor takes over and the older one is answered
 * as cancelled, and what cannot be executed names the socket that it would have got.
 */
export class ViscaDevice {
  readonly #options: ViscaDeviceOptions;
  readonly #parser = new PacketParser();
  readonly #pan = new MovingAxis();
  readonly #tilt = new MovingAxis();
  readonly #zoom = new MovingAxis();
  readonly #works = new Map<WorkingSocket, Work>();
  #power: PowerState;
  #focusMode: FocusMode = 'auto';
  #busyCommands = 0;
  #isOtherModel = false;

  constructor(options: ViscaDeviceOptions) {
    this.#options = options;
    this.#power = options.power ?? 'on';
  }

  /** Where the head and the lens are now, in steps. */
  get position(): { readonly pan: number; readonly tilt: number; readonly zoom: number } {
    return { pan: this.#pan.position, tilt: this.#tilt.position, zoom: this.#zoom.position };
  }

  get focusMode(): FocusMode {
    return this.#focusMode;
  }

  powerOn(): void {
    this.#parser.reset();
    this.#options.send(encodeReply({ kind: 'network-change', address: ADDRESS }));
  }

  powerOff(): void {
    this.#clear();
    this.#haltHead();
    this.#zoom.halt();
  }

  order(fault: CameraDeviceFault): void {
    if (fault.kind === 'wrong-firmware') this.#isOtherModel = true;
    else this.#busyCommands = fault.commands ?? Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.#busyCommands = 0;
    this.#isOtherModel = false;
  }

  /** What the remote commander does with its manual focus key. */
  setFocusMode(mode: FocusMode): void {
    this.#focusMode = mode;
  }

  receive(bytes: Uint8Array): void {
    for (const event of this.#parser.push(bytes)) this.#take(event);
  }

  #take(event: ParserEvent): void {
    const { bytes } = event;
    if (event.kind === 'damaged') {
      const isForMe = event.isOverlong || bytes[0] === commandHeader(ADDRESS);
      if (isForMe) this.#refuse(0, 'syntax');
      return;
    }
    const message = bytes.subarray(1, -1);
    if (bytes[0] === BROADCAST_HEADER) return this.#takeBroadcast(message);
    if (bytes[0] === commandHeader(ADDRESS)) this.#obey(message);
  }

  #takeBroadcast(message: Uint8Array): void {
    if (is(message, 0x30, ADDRESS)) {
      this.#options.send(encodeReply({ kind: 'address-set', nextAddress: ADDRESS + 1 }));
    } else if (is(message, 0x01, 0x00, 0x01)) {
      this.#clear();
      this.#options.send(encodeReply({ kind: 'interface-cleared' }));
    }
  }

  #obey(message: Uint8Array): void {
    const [first = 0] = message;
    if ((first & 0xf0) === 0x20 && message.length === 1) return this.#cancel(first & 0x0f);
    if (is(message, 0x01, 0x00, 0x01)) {
      this.#clear();
      return this.#complete(0);
    }
    if (first === 0x09) return this.#inform(message);
    const command = decodeCommand(message);
    if (command === undefined || !this.#isWithinEnds(command)) return this.#refuse(0, 'syntax');
    this.#accept(command);
  }

  #accept(command: ViscaCommand): void {
    if (this.#busyCommands > 0) {
      // As if somebody with the remote commander had both sockets at work.
      this.#busyCommands -= 1;
      return this.#refuse(0, 'buffer-full');
    }
    const socket = ([1, 2] as const).find((number) => !this.#works.has(number));
    if (socket === undefined) return this.#refuse(0, 'buffer-full');
    if (!this.#isExecutable(command)) return this.#refuse(socket, 'not-executable');
    const motor = motorOf(command);
    this.#options.send(encodeReply({ kind: 'acknowledge', address: ADDRESS, socket }));
    this.#takeOver(motor);
    const workMs = Math.max(VIDEO_CYCLE_MS, this.#start(command));
    const timer = setTimeout(() => {
      this.#works.delete(socket);
      if (command.kind === 'power') this.#power = command.power;
      this.#complete(socket);
    }, workMs);
    this.#works.set(socket, { socket, motor, timer });
  }

  #takeOver(motor: Motor): void {
    if (motor === 'none') return;
    for (const work of Array.from(this.#works.values())) {
      if (work.motor === motor) this.#giveUp(work);
    }
  }

  #cancel(socket: number): void {
    const work = this.#works.get(socket === 1 ? 1 : 2);
    if (work === undefined || work.socket !== socket) {
      const named = socket === 1 || socket === 2 ? socket : 0;
      return this.#refuse(named, 'no-socket');
    }
    if (work.motor === 'head') this.#haltHead();
    if (work.motor === 'lens') this.#zoom.halt();
    this.#giveUp(work);
  }

  #giveUp(work: Work): void {
    clearTimeout(work.timer);
    this.#works.delete(work.socket);
    this.#refuse(work.socket, 'cancelled');
  }

  #clear(): void {
    for (const work of this.#works.values()) clearTimeout(work.timer);
    if (this.#works.size > 0) {
      this.#haltHead();
      this.#zoom.halt();
    }
    this.#works.clear();
  }

  #haltHead(): void {
    this.#pan.halt();
    this.#tilt.halt();
  }

  /** Sets the motors going, and says how long the command works. */
  #start(command: ViscaCommand): number {
    switch (command.kind) {
      case 'power':
        return command.power === 'on' && this.#power === 'standby' ? POWER_ON_MS : 0;
      case 'pan-tilt-absolute':
        return this.#moveHead(command.pan, command.tilt, command.panSpeed, command.tiltSpeed);
      case 'pan-tilt-home':
        return this.#moveHead(0, 0, EVI_D100.pan.maximumSpeed, EVI_D100.tilt.maximumSpeed);
      case 'pan-tilt-drive': {
        const { pan, tilt, panSpeed, tiltSpeed } = command;
        drive(this.#pan, EVI_D100.pan, panSpeed, { right: 1, left: -1, stop: 0 }[pan]);
        drive(this.#tilt, EVI_D100.tilt, tiltSpeed, { up: 1, down: -1, stop: 0 }[tilt]);
        return 0; // Done as soon as the motors run.
      }
      case 'zoom-direct':
        return this.#zoom.moveTo(command.position, LENS_STEPS_PER_SECOND);
      case 'zoom': {
        const speed = ((command.speed ?? STANDARD_LENS_SPEED) + 1) / 8;
        const end = command.direction === 'tele' ? EVI_D100.opticalZoomEnd : 0;
        this.#zoom.moveTo(end, LENS_STEPS_PER_SECOND * speed);
        return 0;
      }
      case 'zoom-stop':
        this.#zoom.halt();
        return 0;
      case 'focus-mode':
        this.#focusMode = command.mode;
        return 0;
      case 'focus':
      case 'focus-stop':
      case 'exposure-mode':
        return 0;
    }
  }

  #moveHead(pan: number, tilt: number, panSpeed: number, tiltSpeed: number): number {
    return Math.max(
      this.#pan.moveTo(pan, stepsPerSecond(panSpeed)),
      this.#tilt.moveTo(tilt, stepsPerSecond(tiltSpeed)),
    );
  }

  #isWithinEnds(command: ViscaCommand): boolean {
    const { pan, tilt, opticalZoomEnd } = EVI_D100;
    if (command.kind === 'zoom-direct') return command.position <= opticalZoomEnd;
    const isMove = command.kind === 'pan-tilt-drive' || command.kind === 'pan-tilt-absolute';
    if (!isMove) return true;
    const areSpeeds = isSpeed(command.panSpeed, pan) && isSpeed(command.tiltSpeed, tilt);
    if (command.kind === 'pan-tilt-drive') return areSpeeds;
    return areSpeeds && isOn(command.pan, pan) && isOn(command.tilt, tilt);
  }

  #isExecutable(command: ViscaCommand): boolean {
    if (this.#power === 'standby') return command.kind === 'power';
    const isByHand = command.kind === 'focus' || command.kind === 'focus-stop';
    return !isByHand || this.#focusMode === 'manual';
  }

  #inform(message: Uint8Array): void {
    const data = this.#informationOn(message);
    if (data === undefined) this.#refuse(0, 'syntax');
    else this.#complete(0, data);
  }

  #informationOn(message: Uint8Array): readonly number[] | undefined {
    const { pan, tilt, zoom } = this.position;
    if (is(message, 0x09, 0x04, 0x00)) return [powerCode(this.#power)];
    if (is(message, 0x09, 0x04, 0x47)) return toNibbles(zoom);
    if (is(message, 0x09, 0x04, 0x38)) return [focusModeCode(this.#focusMode)];
    if (is(message, 0x09, 0x06, 0x11))
      return [EVI_D100.pan.maximumSpeed, EVI_D100.tilt.maximumSpeed];
    if (is(message, 0x09, 0x06, 0x12)) return [...toNibbles(pan), ...toNibbles(tilt)];
    if (is(message, 0x09, 0x00, 0x02)) return this.#isOtherModel ? OTHER_VERSION : VERSION;
    return undefined;
  }

  #complete(socket: WorkingSocket | 0, data: readonly number[] = []): void {
    const reply = {
      kind: 'completion',
      address: ADDRESS,
      socket,
      data: Uint8Array.from(data),
    } as const;
    this.#options.send(encodeReply(reply));
  }

  #refuse(socket: WorkingSocket | 0, error: ViscaErrorName): void {
    this.#options.send(encodeReply({ kind: 'error', address: ADDRESS, socket, error }));
  }
}

function is(message: Uint8Array, ...expected: readonly number[]): boolean {
  return message.length === expected.length && expected.every((byte, at) => message[at] === byte);
}

function motorOf(command: ViscaCommand): Motor {
  switch (command.kind) {
    case 'pan-tilt-absolute':
    case 'pan-tilt-drive':
    case 'pan-tilt-home':
      return 'head';
    case 'zoom':
    case 'zoom-direct':
    case 'zoom-stop':
      return 'lens';
    case 'power':
    case 'focus':
    case 'focus-stop':
    case 'focus-mode':
    case 'exposure-mode':
      return 'none';
  }
}

function stepsPerSecond(speed: number): number {
  return (DEGREES_PER_SECOND[speed - 1] ?? 0) * EVI_D100.stepsPerDegree;
}

function drive(motor: MovingAxis, axis: PanTiltAxis, speed: number, direction: number): void {
  if (direction === 0) motor.halt();
  else motor.moveTo(direction > 0 ? axis.maximumSteps : axis.minimumSteps, stepsPerSecond(speed));
}

function isSpeed(speed: number, axis: PanTiltAxis): boolean {
  return speed >= 1 && speed <= axis.maximumSpeed;
}

function isOn(steps: number, axis: PanTiltAxis): boolean {
  return steps >= axis.minimumSteps && steps <= axis.maximumSteps;
}
