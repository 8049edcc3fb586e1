import { DEFAULT_BAUD_RATE } from '../protocols/vc0706/commands.ts';
import type { CameraBaudRate } from '../protocols/vc0706/commands.ts';
import { EmulatedLine } from './emulated-line.ts';
import { isCameraDeviceFault } from './faults.ts';
import type { CameraFault } from './faults.ts';
import { Vc0706Device } from './vc0706-device.ts';
import type { Vc0706DeviceOptions } from './vc0706-device.ts';
import { pictureOfScene } from './vc0706-scene.ts';

export interface Vc0706EmulatorOptions extends Omit<
  Vc0706DeviceOptions,
  'look' | 'send' | 'onBaudRate' | 'startMs'
> {
  /** Where the host finds the port. */
  readonly path: string;
  readonly baudRate?: CameraBaudRate;
  /** `real`: bytes take the time that the line rate gives them, and a host at another rate is not understood. */
  readonly pace: 'real' | 'none';
  /** How long the camera is deaf after power-on and reset; about a second at the real pace, when absent. */
  readonly startMs?: number;
}

/** From power-on to "Init end" it takes about a second. */
const REAL_START_MS = 1_000;

/** A serial camera at the end of a cable, with someone before it. */
export class Vc0706Emulator {
  readonly line: EmulatedLine;
  readonly device: Vc0706Device;
  #shift = 0;
  #lastSeen: Uint8Array | undefined;

  constructor({ path, pace, startMs, ...device }: Vc0706EmulatorOptions) {
    this.line = new EmulatedLine({ path, pace, baudRate: device.baudRate ?? DEFAULT_BAUD_RATE });
    this.device = new Vc0706Device({
      ...device,
      startMs: startMs ?? (pace === 'real' ? REAL_START_MS : 0),
      look: async (imageSize, compression) => {
        this.#lastSeen = await pictureOfScene(imageSize, compression, this.#shift);
        return this.#lastSeen;
      },
      send: (answer) => this.line.send(answer),
      onBaudRate: (baudRate) => this.line.setBaudRate(baudRate),
    });
    this.line.attach(this.device);
  }

  /** The picture that the camera took last, as it is in its buffer. */
  get lastSeen(): Uint8Array | undefined {
    return this.#lastSeen;
  }

  order(fault: CameraFault): void {
    if (isCameraDeviceFault(fault)) this.device.order(fault);
    else this.line.order(fault);
  }

  /** Device and line are well again. */
  clear(): void {
    this.device.clear();
    this.line.clear();
  }

  /** The person moves so far beside the middle, in pixels. */
  seatPersonAt(shift: number): void {
    this.#shift = shift;
  }
}
