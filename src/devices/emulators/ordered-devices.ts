import { z } from 'zod';

import type { GrayImage } from '../../domain/gray-image.ts';
import { unreachable } from '../../domain/result.ts';
import type { EmulatedLine } from './emulated-line.ts';
import type { ZfmFault } from './faults.ts';
import { cameraOrderSchema, headOrderSchema, moduleOrderSchema } from './messages.ts';
import type { HandOrder, ModuleOrder, PlaceOrder } from './messages.ts';
import type { SerialEmulator } from './serial-emulator.ts';
import type { Vc0706Emulator } from './vc0706-emulator.ts';
import type { ViscaEmulator } from './visca-emulator.ts';

/** An emulated device that takes orders. */
export interface OrderedDevice {
  readonly line: EmulatedLine;
  /** @throws with a sentence when it is no order for this device, or cannot be obeyed */
  obey(order: unknown): Promise<void>;
}

/** Where the prints come from. */
export interface TouchSource {
  /** Whether a finger can be laid on wet or dry; prints of a folder are shown as they are. */
  readonly hasConditions: boolean;
  touch(order: PlaceOrder): Promise<GrayImage>;
}

/** @throws with a sentence that names what is wrong with the order */
function read<T>(schema: z.ZodType<T>, order: unknown): T {
  const parsed = schema.safeParse(order);
  if (parsed.success) return parsed.data;
  throw new Error(`no order for this device: ${z.prettifyError(parsed.error)}`);
}

interface Emulated {
  readonly line: EmulatedLine;
  clear(): void;
}

async function obeyHand(emulator: Emulated, order: HandOrder): Promise<void> {
  const { line } = emulator;
  switch (order.type) {
    case 'unplug':
      if (order.afterBytes === undefined) return line.unplug();
      return line.unplugAfter(order.afterBytes);
    case 'plug':
      return line.plug();
    case 'clear':
      return emulator.clear();
    default:
      return unreachable(order);
  }
}

/** A fingerprint module, and the hand that lays fingers on it. */
export class OrderedModule implements OrderedDevice {
  readonly #emulator: SerialEmulator;
  readonly #touches: TouchSource;
  #poorPrints: Extract<ZfmFault, { kind: 'poor-prints' }> | undefined;

  constructor(emulator: SerialEmulator, touches: TouchSource) {
    this.#emulator = emulator;
    this.#touches = touches;
  }

  get line(): EmulatedLine {
    return this.#emulator.line;
  }

  obey(order: unknown): Promise<void> {
    return this.#obey(read(moduleOrderSchema, order));
  }

  async #obey(order: ModuleOrder): Promise<void> {
    switch (order.type) {
      case 'place':
        return this.#emulator.place(await this.#touch(order));
      case 'lift':
        return this.#emulator.device.lift();
      case 'fault':
        return this.#order(order.fault);
      case 'clear':
        this.#poorPrints = undefined;
        return this.#emulator.clear();
      default:
        return obeyHand(this.#emulator, order);
    }
  }

  #touch(order: PlaceOrder): Promise<GrayImage> {
    const condition = this.#poorPrints?.condition ?? order.condition;
    return this.#touches.touch({ ...order, condition });
  }

  #order(fault: ZfmFault): void {
    if (fault.kind !== 'poor-prints') return this.#emulator.order(fault);
    if (!this.#touches.hasConditions) {
      throw new Error('prints of a folder are shown as they are, neither wet nor dry');
    }
    this.#poorPrints = fault;
  }
}

export function orderedHead(emulator: ViscaEmulator): OrderedDevice {
  return {
    line: emulator.line,
    obey: async (given) => {
      const order = read(headOrderSchema, given);
      return order.type === 'fault' ? emulator.order(order.fault) : obeyHand(emulator, order);
    },
  };
}

export function orderedCamera(emulator: Vc0706Emulator): OrderedDevice {
  return {
    line: emulator.line,
    obey: async (given) => {
      const order = read(cameraOrderSchema, given);
      switch (order.type) {
        case 'seat':
          return emulator.seatPersonAt(order.shift);
        case 'fault':
          return emulator.order(order.fault);
        default:
          return obeyHand(emulator, order);
      }
    },
  };
}
