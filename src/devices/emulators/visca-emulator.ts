import type { PowerState } from '../protocols/visca/commands.ts';
import { EmulatedLine } from './emulated-line.ts';
import type { EmulatedLineOptions } from './emulated-line.ts';
import { isCameraDeviceFault } from './faults.ts';
import type { CameraFault } from './faults.ts';
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

  order(fault: CameraFault): void {
    if (isCameraDeviceFault(fault)) this.device.order(fault);
    else this.line.order(fault);
  }

  /** Device and line are well again. */
  clear(): void {
    this.device.clear();
    this.line.clear();
  }
}
