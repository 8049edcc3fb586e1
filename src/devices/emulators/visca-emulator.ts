import type { PowerState } from '../protocols/visca/commands.ts';
import { EmulatedLine } from './emulated-line.ts';
import type { EmulatedLineOptions } from './emulated-line.ts';
import { ViscaDevice } from './visca-device.ts';

export interface ViscaEmulatorOptions extends EmulatedLineOptions {
  readonly power?: PowerState;
}

/** A camera head at the end of a cable. */
export class ViscaEmulator {
  readonly line: EmulatedLine;
  readonly device: ViscaDevice;

  constructor({ power, ...line }: ViscaEmulatorOptions) {
    this.line = new EmulatedLine(line);
    this.device = new ViscaDevice({
      ...(power === undefined ? {} : { power }),
      send: (answer) => this.line.send(answer),
    });
    this.line.attach(this.device);
  }
}
