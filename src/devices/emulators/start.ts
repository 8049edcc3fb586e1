import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { FingerPosition } from '../../domain/finger-position.ts';
import { EmulatorProcess } from './emulator-process.ts';
import type { EmulatorProcessOptions } from './emulator-process.ts';
import type { CameraFault, ZfmFault } from './faults.ts';
import type { CameraOrder, HandOrder, HeadOrder, ModuleOrder, PlaceOrder } from './messages.ts';
import type { ZfmProfile } from './zfm-device.ts';

/** Of every emulated device. */
export interface StartDeviceOptions extends EmulatorProcessOptions {
  /** The emulator's entry: `main.ts` beside this file from source, the bundled `out/emulator/index.js` in an app. */
  readonly scriptPath?: string;
  /** `real`: the true speed of the line, and a picture takes its time. `none` when absent. */
  readonly pace?: 'real' | 'none';
  /** The rate that it works at when it is plugged in first. */
  readonly baudRate?: number;
  /** Where the port shall be; a path of its own in a temporary folder when absent. */
  readonly port?: string;
}

export interface StartEmulatorOptions extends StartDeviceOptions {
  /** A folder of prints to show instead of synthetic ones. */
  readonly printsFolder?: string;
  readonly profile?: ZfmProfile;
  readonly password?: number;
}

export interface Touch {
  readonly personSeed: number;
  readonly position: FingerPosition;
  /** 0 when absent. */
  readonly touch?: number;
  /** `good` when absent. */
  readonly condition?: PlaceOrder['condition'];
}

/** An emulated device in a process of its own. Every order rejects when the device cannot obey it. */
export interface EmulatedDevice<Fault> {
  /** The path that the station opens as a serial port; it stays the same when the cable is pulled and plugged. */
  readonly port: string;
  /** Pulls the cable, at once or when so many more bytes have left the device. */
  unplug(afterBytes?: number): Promise<void>;
  plug(): Promise<void>;
  /** Beside those that were ordered before. Faults of the line end when the cable is pulled, those of the device do not. */
  fault(fault: Fault): Promise<void>;
  /** Every fault is over. */
  clear(): Promise<void>;
  /** Answers when the process has ended; the port is gone then. */
  stop(): Promise<void>;
}

/** A fingerprint module. */
export interface Emulator extends EmulatedDevice<ZfmFault> {
  /** Lays a finger on the sensor. */
  place(touch: Touch): Promise<void>;
  lift(): Promise<void>;
  /** Answers nonsense, or: every fault is over. */
  garbage(on: boolean): Promise<void>;
  /** The next so many packets leave with a wrong checksum. */
  damageNextPackets(packets: number): Promise<void>;
}

/** A camera head. */
export type HeadEmulator = EmulatedDevice<CameraFault>;

/** A serial camera. */
export interface CameraEmulator extends EmulatedDevice<CameraFault> {
  /** The person before it moves so far beside the middle, in pixels. */
  seat(shift: number): Promise<void>;
}

const readySchema = z.object({ port: z.string() });

function commandLine(kind: string, options: StartDeviceOptions): string[] {
  const { pace, baudRate, port } = options;
  return [
    kind,
    ...(pace === undefined ? [] : ['--pace', pace]),
    ...(baudRate === undefined ? [] : ['--baud', String(baudRate)]),
    ...(port === undefined ? [] : ['--port', port]),
  ];
}

/**
 * Starts an emulated fingerprint module and waits until its port can be opened. It ends with this process.
 *
 * @throws with the emulator's own sentence when it does not start (socat missing, no prints in the folder).
 */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<Emulator> {
  const { printsFolder, profile, password } = options;
  return new ForkedModule(
    await start(options, [
      ...commandLine('--serial', options),
      ...(printsFolder === undefined ? [] : ['--prints', printsFolder]),
      ...(profile === undefined ? [] : ['--profile', profile]),
      ...(password === undefined ? [] : ['--password', String(password)]),
    ]),
  );
}

/** Starts an emulated VISCA camera head; the same as with a fingerprint module. */
export async function startHeadEmulator(options: StartDeviceOptions = {}): Promise<HeadEmulator> {
  return new ForkedDevice<CameraFault, HeadOrder>(
    await start(options, commandLine('--visca', options)),
  );
}

/** Starts an emulated VC0706 camera; the same as with a fingerprint module. */
export async function startCameraEmulator(
  options: StartDeviceOptions = {},
): Promise<CameraEmulator> {
  return new ForkedCamera(await start(options, commandLine('--vc0706', options)));
}

function start<Order extends { readonly type: string }>(
  options: StartDeviceOptions,
  given: readonly string[],
): Promise<EmulatorProcess<Order, z.infer<typeof readySchema>>> {
  const script = options.scriptPath ?? fileURLToPath(new URL('./main.ts', import.meta.url));
  return EmulatorProcess.start(script, given, readySchema, options);
}

type AnyOrder<Fault, Order> = Order | HandOrder | { readonly type: 'fault'; readonly fault: Fault };

/** @typeParam Order what this kind of device can be told */
class ForkedDevice<
  Fault,
  Order extends { readonly type: string },
> implements EmulatedDevice<Fault> {
  readonly #process: EmulatorProcess<AnyOrder<Fault, Order>, z.infer<typeof readySchema>>;

  constructor(process: EmulatorProcess<AnyOrder<Fault, Order>, z.infer<typeof readySchema>>) {
    this.#process = process;
  }

  get port(): string {
    return this.#process.ready.port;
  }

  unplug(afterBytes?: number): Promise<void> {
    return this.order({ type: 'unplug', ...(afterBytes === undefined ? {} : { afterBytes }) });
  }

  plug(): Promise<void> {
    return this.order({ type: 'plug' });
  }

  fault(fault: Fault): Promise<void> {
    return this.order({ type: 'fault', fault });
  }

  clear(): Promise<void> {
    return this.order({ type: 'clear' });
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  protected order(order: AnyOrder<Fault, Order>): Promise<void> {
    return this.#process.order(order);
  }
}

class ForkedModule extends ForkedDevice<ZfmFault, ModuleOrder> implements Emulator {
  place({ personSeed, position, touch = 0, condition = 'good' }: Touch): Promise<void> {
    return this.order({ type: 'place', personSeed, position, touch, condition });
  }

  lift(): Promise<void> {
    return this.order({ type: 'lift' });
  }

  garbage(on: boolean): Promise<void> {
    return on ? this.fault({ kind: 'garbage' }) : this.clear();
  }

  damageNextPackets(packets: number): Promise<void> {
    return this.fault({ kind: 'bad-checksum', answers: packets });
  }
}

class ForkedCamera extends ForkedDevice<CameraFault, CameraOrder> implements CameraEmulator {
  seat(shift: number): Promise<void> {
    return this.order({ type: 'seat', shift });
  }
}
